import { describe, expect, it } from 'vitest';
import { expectSettable } from '../../../tests/katex';
import { bool, float, int, ints, text } from '../ops/attributes';
import { define, type OpDefinition, SAVES_NOTHING } from '../ops/define';
import { operation } from '../ops/registry';
import { readAddress } from '../state/address';
import { tensor, type Tensor } from '../tensor/tensor';
import { operationPage, type OperationPage } from './reference';
import { curveOf } from './reference/curve';
import { chapters, documented, entries, nearestNames, searchEntries } from './reference/list';
import { signatureText } from './reference/python';

function op(name: string): OpDefinition {
  const found = operation(name);
  if (!found) throw new Error(`no operation ${name}`);
  return found;
}

const page = (name: string): OperationPage => operationPage(op(name));
const code = ({ example }: OperationPage): (string | null)[][] =>
  (example?.lines ?? []).map(({ code, prints }) => [code, prints]);

describe.each(documented.map((one) => [one.name, one] as const))('the page of %s', (_, one) => {
  const made = operationPage(one);

  it('shows formulas that KaTeX sets, one gradient per input and a row per argument', () => {
    expectSettable(made.formula);
    for (const { latex, words } of made.gradients) {
      if (latex !== null) expectSettable(latex);
      expect(words).toMatch(/^[A-Z].*\.$/);
    }
    expect(made.gradients.map(({ input }) => input)).toEqual(one.inputs.map(({ name }) => name));
    expect(made.arguments.map(({ name }) => name).sort()).toEqual(
      [...one.inputs.map(({ name }) => name), ...Object.keys(one.attributes)].sort()
    );
    expect(made.gradients.some(({ flows }) => flows)).toBe(one.gradFn !== null);
    expect(made.gradFns.length > 0).toBe(one.gradFn !== null);
  });

  it('runs every sample without a fault', () => {
    expect(made.further).toHaveLength(one.samples.length - 1);
    for (const example of [made.example, ...made.further]) {
      expect(example?.output).not.toBeNull();
      expect(example?.lines.some(({ prints }) => prints?.startsWith('tensor('))).toBe(true);
    }
  });

  it('opens in the editor where it says so', () => {
    if (made.editor === null) return;
    const request = readAddress({ search: made.editor, hash: '' });
    expect(request.kind).toBe('document');
    const nodes = request.kind === 'document' ? Object.values(request.document.nodes) : [];
    expect(nodes.some((node) => node.kind === 'op' && node.op === one.name)).toBe(true);
  });
});

describe('a page', () => {
  it('says how PyTorch writes it and prints what PyTorch prints', () => {
    const made = page('mul');
    expect(made.signature).toBe('torch.mul(input, other)');
    expect(made.spellings).toContainEqual({ kind: 'Operator', text: 'input * other' });
    expect(code(made)).toEqual([
      ['a = torch.tensor(2.0, requires_grad=True)', null],
      ['b = torch.tensor(3.0, requires_grad=True)', null],
      ['y = torch.mul(a, b)', null],
      ['print(y)', 'tensor(6., grad_fn=<MulBackward0>)'],
      ['y.backward()', null],
      ['print(a.grad)', 'tensor(3.)'],
      ['print(b.grad)', 'tensor(2.)']
    ]);
    expect(made.editor).toBe('?formula=a%20*%20b&at=a%3D2%2Cb%3D3');
  });

  it('says what each gradient reads', () => {
    expect(page('mul').gradients.map(({ words }) => words)).toEqual([
      'Reads the upstream gradient and `other`.',
      'Reads the upstream gradient and `input`.'
    ]);
    expect(page('add').saves).toMatch(/^Nothing but shapes/);
    expect(page('exp').saves).toMatch(/^Keeps the result\./);
  });

  it('names every backward node and a call that gets it', () => {
    expect(page('sub').gradFns).toEqual([
      { name: 'SubBackward0', when: 'torch.sub(a, b)' },
      { name: 'RsubBackward1', when: '1 - b' }
    ]);
    expect(page('exp').gradFns).toEqual([{ name: 'ExpBackward0', when: null }]);
  });

  it('tells results and refusals of element types', () => {
    expect(page('sqrt').types).toContainEqual({ given: 'int64', result: 'float32' });
    expect(page('relu').types.find(({ given }) => given === 'bool')).toEqual({
      given: 'bool',
      refusal: 'RuntimeError: Boolean inputs not supported for relu'
    });
  });

  it('says where no gradient flows, and why', () => {
    expect(page('gt').gradients.map(({ flows }) => flows)).toEqual([false, false]);
    expect(page('gt').saves).toMatch(/^Nothing: no gradient/);
    expect(page('where').gradients[0]?.words).toBe('A condition, which has no gradient.');
  });

  it('goes backward with 1, 2, 3 … where ones would cancel out', () => {
    const lines = code(page('softmax')).map(([line]) => line ?? '');
    expect(lines.some((line) => line.startsWith('y.backward(torch.arange(1.0, 4))'))).toBe(true);
    expect(code(page('exp')).some(([line]) => line === 'y.backward()')).toBe(true);
  });

  it('leads to its neighbours in the list', () => {
    const names = chapters.flatMap(([, items]) => items.map(({ name }) => name));
    expect(names).toHaveLength(entries.length);
    const [first = '', second = ''] = names;
    expect([page(first).before, page(first).after]).toEqual([null, second]);
    expect(page(names.at(-1) ?? '').after).toBeNull();
  });
});

describe('Python', () => {
  const made = (entry: Partial<Parameters<typeof define>[0]>): OpDefinition =>
    define({
      name: 'made',
      family: 'layer',
      summary: 'Does it.',
      source: '',
      inputs: [{ name: 'input', symbol: 'a' }],
      torch: { functions: ['torch.made'], methods: [] },
      gradFn: null,
      latex: () => 'a',
      saves: SAVES_NOTHING,
      forward: ([t]) => t as Tensor,
      vjp: () => [null],
      samples: [{ inputs: [1] }],
      ...entry
    } as Parameters<typeof define>[0]);

  it('shows defaults, what may be left out and what is given by name only', () => {
    const one = made({
      inputs: [
        { name: 'input', symbol: 'x' },
        { name: 'weight', symbol: '\\mathbf{w}', optional: true }
      ],
      attributes: {
        dim: int('Dimension.'),
        sizes: ints('Sizes.', [2]),
        reduction: text('How.', ['mean', 'sum']),
        eps: float('Small.', 1e-5),
        keepdim: bool('Whether.', false)
      },
      signature: ['input', 'dim', 'sizes', 'weight', '*', 'reduction', 'eps', 'keepdim'],
      samples: [
        { inputs: [[1, 2]], attributes: { dim: 1 } },
        { inputs: [[1, 2], 3], attributes: { dim: 1, eps: 0.5, sizes: [3, 4] } },
        { inputs: [[1, 2], 3], attributes: { dim: 1, reduction: 'sum' } }
      ]
    });
    expect(signatureText(one, 'torch.made')).toBe(
      "torch.made(input, dim, sizes=(2,), weight=None, *, reduction='mean', eps=0.00001, keepdim=False)"
    );
    const { example, further, arguments: rows } = operationPage(one);
    expect([example, ...further].map((each) => each?.call)).toEqual([
      'torch.made(x, 1)',
      'torch.made(x, 1, sizes=(3, 4), weight=weight, eps=0.5)',
      "torch.made(x, 1, weight=weight, reduction='sum')"
    ]);
    expect(rows.map(({ name, type, byNameOnly }) => [name, type, byNameOnly])).toEqual([
      ['input', 'Tensor', false],
      ['dim', 'int', false],
      ['sizes', 'int or tuple of ints', false],
      ['weight', 'Tensor or None', false],
      ['reduction', "'mean', 'sum'", true],
      ['eps', 'float', true],
      ['keepdim', 'bool', true]
    ]);
  });

  it('passes any number of tensors as a list, and calls a method on its tensor', () => {
    const many = made({
      inputs: [{ name: 'tensors', symbol: 'a', variadic: true }],
      attributes: { dim: int('Dimension.', 0) },
      samples: [{ inputs: [1, 2, 3], attributes: { dim: 1 } }]
    });
    expect(operationPage(many).example?.call).toBe('torch.made([a1, a2, a3], dim=1)');
    const method = made({
      torch: { functions: ['torch.Tensor.made'], methods: ['made'] },
      attributes: { size: ints('Shape.') },
      samples: [{ inputs: [1], attributes: { size: [2, -1] } }]
    });
    expect(operationPage(method).spellings).toEqual([{ kind: 'Method', text: 'Tensor.made' }]);
    expect(operationPage(method).signature).toBe('input.made(size)');
    expect(operationPage(method).example?.call).toBe('a.made((2, -1))');
  });

  it('takes the part of several results that is meant', () => {
    const part = made({
      attributes: { sections: int('How many.'), index: int('Which part.', 0) },
      samples: [
        { inputs: [1], attributes: { sections: 2 } },
        { inputs: [1], attributes: { sections: 2, index: -1 } }
      ]
    });
    const { signature, example, further } = operationPage(part);
    expect(signature).toBe('torch.made(input, sections)');
    expect([example, ...further].map((each) => each?.call)).toEqual([
      'torch.made(a, 2)[0]',
      'torch.made(a, 2)[-1]'
    ]);
  });

  it('needs no inputs', () => {
    const fresh = made({
      inputs: [],
      attributes: { size: ints('Shape.') },
      forward: () => tensor([1, 2]),
      vjp: () => [],
      samples: [{ inputs: [], attributes: { size: [2] } }]
    });
    const result = operationPage(fresh);
    expect(result.gradients).toEqual([]);
    expect(result.editor).toBeNull();
    expect(result.example?.lines.map(({ code: line }) => line)).toEqual([
      'y = torch.made((2,))',
      'print(y)'
    ]);
  });
});

describe('a curve', () => {
  const gaps = (name: string): number[] => {
    const sampled = curveOf(op(name))?.sampled;
    if (!sampled?.value) throw new Error(`${name} has no curve`);
    const { y } = sampled.value;
    return [...sampled.x].filter(
      (_, i) => Number.isNaN(y[i]) && Number.isFinite(y[i - 1]) && Number.isFinite(y[i + 1])
    );
  };

  it('has a gap where the function jumps, and none elsewhere', () => {
    const steps = gaps('floor');
    expect(steps).toHaveLength(10);
    for (const at of steps) expect(Math.abs(at - Math.round(at))).toBeLessThan(0.02);
    expect(gaps('tan')).toHaveLength(4);
    for (const name of ['relu', 'abs', 'exp', 'sin', 'clamp', 'softplus']) {
      expect(gaps(name), name).toEqual([]);
    }
  });

  it('moves to where there are values', () => {
    const [from = 0, to = 0] = curveOf(op('asin'))?.range ?? [];
    expect(from).toBeGreaterThan(-1.5);
    expect(to).toBeLessThan(1.5);
    expect(curveOf(op('sin'))?.range).toEqual([-5, 5]);
  });

  it('says what stays fixed, and is left out where one curve does not say it', () => {
    expect(curveOf(op('pow'))?.fixed).toEqual(['b = 2']);
    expect(curveOf(op('gt'))?.sampled.slope).toBeNull();
    for (const name of ['sum', 'where', 'detach']) expect(curveOf(op(name))).toBeNull();
  });
});

describe('the list', () => {
  it('finds operations by name, PyTorch name, operator and what they do', () => {
    const found = (query: string): string[] => searchEntries(query).map(({ name }) => name);
    expect(found('relu')[0]).toBe('relu');
    expect(found('torch.multiply')).toEqual(['mul']);
    expect(found('**')).toContain('pow');
    expect(found('square root')).toContain('sqrt');
    expect(found('torch.nothing')).toEqual([]);
  });

  it('guesses what was meant', () => {
    expect(nearestNames('rellu')[0]).toBe('relu');
    expect(nearestNames('torch.multiply')[0]).toBe('mul');
    expect(nearestNames('add_')[0]).toBe('add');
    expect(nearestNames('Sigmoid')[0]).toBe('sigmoid');
    expect(nearestNames('§§§')).toEqual([]);
    expect(new Set(nearestNames('log1')).size).toBe(nearestNames('log1').length);
  });
});
