import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import type { Document, TensorLiteral } from '../graph/document';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { operation } from '../ops/registry';
import type { OpDefinition } from '../ops/define';
import { buildFormula, compileFunction, parseAttribute } from '.';

const x: TensorLiteral = [
  [1, 2, 3],
  [4, 5, 6]
];

const attributesOf = (doc: Document, name: string) => {
  const node = named(doc, name);
  return node.kind === 'op' ? { op: node.op, ...node.attributes } : null;
};

/** What a formula in x and y is worth. */
function worth(source: string): unknown {
  const doc = formula(source, source.includes('y') ? { x, y: x } : { x });
  const { outputs, diagnostics } = run(compile(doc));
  const kinds = diagnostics.filter(({ kind }) => kind !== 'backward');
  expect(kinds).toEqual([]);
  return outputs.get(doc.meta.result ?? '')?.tolist();
}

describe('attributes in a formula', () => {
  it.each([
    ['y = sum(x, 0)', { op: 'sum', dim: [0] }],
    ['y = x.sum(dim=0)', { op: 'sum', dim: [0] }],
    ['y = torch.sum(x, dim=[0, 1], keepdim=True)', { op: 'sum', dim: [0, 1], keepdim: true }],
    ['y = x.sum((0, 1), True)', { op: 'sum', dim: [0, 1], keepdim: true }],
    ['y = sum(x, dim=-1)', { op: 'sum', dim: [-1] }],
    ['y = sum(x, axis=0, keepdims=True)', { op: 'sum', dim: [0], keepdim: true }],
    ['y = sum(x, dim=None, keepdim=False)', { op: 'sum' }],
    ['y = sum(dim=1, input=x)', { op: 'sum', dim: [1] }],
    ['y = sum(x, dtype=torch.float64)', { op: 'sum', dtype: 'float64' }],
    ['y = sum(x, dtype=torch.double)', { op: 'sum', dtype: 'float64' }],
    ['y = softmax(x, 0)', { op: 'softmax', dim: 0 }],
    ['y = F.softmax(x, dim=2 - 1)', { op: 'softmax', dim: 1 }],
    ['y = F.gelu(x, approximate="tanh")', { op: 'gelu', approximate: 'tanh' }],
    ["y = F.gelu(x, approximate='none')", { op: 'gelu' }],
    ['y = F.softplus(x, 2, threshold=1/4)', { op: 'softplus', beta: 2, threshold: 0.25 }],
    ['y = norm(x, p=inf)', { op: 'norm', p: 'inf' }],
    ['y = norm(x, -inf)', { op: 'norm', p: '-inf' }]
  ])('%s', (source, expected) => {
    expect(attributesOf(formula(source, { x }), 'y')).toEqual(expected);
  });

  it('count in what is computed', () => {
    expect(worth('x.sum(dim=0)')).toEqual([5, 7, 9]);
    expect(worth('x.mean(1, keepdim=True)')).toEqual([[2], [5]]);
    expect(worth('torch.max(x)')).toBe(6);
    expect(worth('max(x, 1)')).toEqual([3, 6]);
    expect(worth('x.min(dim=0)')).toEqual([1, 2, 3]);
  });

  it('take the place of shapes and matrices as in Python', () => {
    expect(worth('x.reshape(3, 2)')).toEqual([
      [1, 2],
      [3, 4],
      [5, 6]
    ]);
    expect(worth('x.reshape((3, -1))')).toEqual([
      [1, 2],
      [3, 4],
      [5, 6]
    ]);
    expect(worth('torch.reshape(x, (1, 6)).view(-1)')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(worth('x @ y.T')).toEqual([
      [14, 32],
      [32, 77]
    ]);
    expect(worth('x.mT.t() - x')).toEqual([
      [0, 0, 0],
      [0, 0, 0]
    ]);
    expect(worth('torch.cat([x, y], dim=1)')).toEqual([
      [1, 2, 3, 1, 2, 3],
      [4, 5, 6, 4, 5, 6]
    ]);
    expect(worth('cat((x, x.sum(0, keepdim=True)))')).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [5, 7, 9]
    ]);
    expect(worth('stack([x.sum(), x.mean()])')).toEqual([21, 3.5]);
    expect(worth('x.transpose(0, 1).flatten()')).toEqual([1, 4, 2, 5, 3, 6]);
    expect(attributesOf(formula('y = x.T'), 'y')).toEqual({ op: 'permute', dims: [1, 0] });
  });

  it('max and min of two tensors are maximum and minimum', () => {
    const doc = formula('z = max(x, y); w = torch.min(z, other=y); w.max(2*y)');
    expect(attributesOf(doc, 'z')).toEqual({ op: 'maximum' });
    expect(attributesOf(doc, 'w')).toEqual({ op: 'minimum' });
    expect(attributesOf(doc, 'maximum')).toEqual({ op: 'maximum' });
  });

  it('tell equal calls from others', () => {
    const doc = formula('x.sum(dim=0) + x.sum(dim=0) + x.sum(dim=1) + sum(x, 0, False)');
    const sums = Object.values(doc.nodes).filter((node) => node.kind === 'op' && node.op === 'sum');
    expect(sums).toHaveLength(2);
  });

  it.each([
    [
      'sum(x, dim=«y»)',
      '`dim` is a setting of `sum`: write whole numbers, or None here, not a tensor'
    ],
    [
      'sum(x, «1.5»)',
      "sum(): argument 'dim' (position 2) must be tuple of ints, not float\n`dim` takes whole numbers, or None"
    ],
    [
      'sum(x, dim=«1.»)',
      "sum(): argument 'dim' (position 2) must be tuple of ints, not float\n`dim` takes whole numbers, or None"
    ],
    [
      "sum(x, dim=«'a'»)",
      "sum(): argument 'dim' (position 2) must be tuple of ints, not str\n`dim` takes whole numbers, or None"
    ],
    [
      'x.sum(0, «1»)',
      "sum(): argument 'keepdim' (position 3) must be bool, not int\n`keepdim` takes True or False"
    ],
    [
      "sum(x, dtype=«'float64'»)",
      "sum(): argument 'dtype' must be torch.dtype, not str\n`dtype` takes a type such as torch.float64, or None"
    ],
    [
      'sum(x, dim=«[0, y]»)',
      '`dim` is a setting of `sum`: write whole numbers, or None here, not a list with anything else in it'
    ],
    ["F.gelu(x, approximate=«'fast'»)", "`approximate` takes 'none' or 'tanh', not 'fast'"]
  ])('%s is explained in its place', (text, message) => {
    const [from, to] = [text.indexOf('«'), text.indexOf('»') - 1];
    const built = buildFormula(text.replace(/[«»]/g, ''));
    expect(built.ok ? null : built.errors[0]).toEqual({ message, from, to });
  });

  it('are no tensors, and tensors are no attributes', () => {
    const said = (source: string): string => {
      const built = buildFormula(source);
      return built.ok ? 'built' : (built.errors[0]?.message ?? '');
    };
    expect(said('softmax(x)')).toBe(
      'softmax() missing 1 required positional arguments: "dim"\n`softmax` takes input, dim, dtype'
    );
    expect(said('softmax(x, dim=y)')).toBe(
      '`dim` is a setting of `softmax`: write a whole number here, not a tensor'
    );
    expect(said('x.sum(2.5)')).toContain('must be tuple of ints, not float\n`dim` takes');
    expect(said('sum(2)')).toBe('`sum` needs a tensor, and this is a plain number');
    expect(said('x * "a"')).toBe("Text in quotes can't be used here");
    expect(said('x * "\\n"')).toBe("A text can't hold a backslash here");
    expect(said('norm(x, p="fro)')).toBe("Text in quotes can't be used here");
  });

  it('stand in the bodies of custom functions too', () => {
    const source = {
      name: 'F',
      inputs: ['i'],
      forward: 'return i.sum(dim=0, keepdim=True)',
      backward: 'return grad_output.sum(dim=0)'
    };
    const compiled = compileFunction(source);
    if (!compiled.ok) expect.fail(compiled.errors[0]?.message);
    const seen: unknown[] = [];
    const interpreter = {
      number: () => 'n',
      apply: (op: OpDefinition, args: unknown[], attributes: unknown) => {
        seen.push([op.name, args, attributes]);
        return 't';
      }
    };
    compiled.fn.forward(interpreter, ['i']);
    expect(seen).toEqual([['sum', ['i'], { dim: [0], keepdim: true, dtype: null }]]);
    expect(compileFunction({ ...source, forward: 'return i.sum(dim=i)' }).ok).toBe(false);
  });
});

describe('attributes in a field', () => {
  const read = (name: string, attribute: string, text: string): unknown => {
    const op = operation(name);
    if (!op) throw new Error(name);
    const parsed = parseAttribute(op, attribute, text);
    return parsed.ok ? parsed.value : `✗ ${parsed.message}`;
  };

  it.each([
    ['0', [0]],
    ['-1', [-1]],
    ['0, 1', [0, 1]],
    ['(0, 1)', [0, 1]],
    ['[0, 1]', [0, 1]],
    ['[]', []],
    ['None', null],
    [' 1 + 1 ', [2]]
  ])('dim of sum may be %s', (text, expected) => {
    expect(read('sum', 'dim', text)).toEqual(expected);
  });

  it('say in place what is wrong', () => {
    expect(read('sum', 'dim', '1.5')).toBe(
      "✗ sum(): argument 'dim' (position 2) must be tuple of ints, not float\n`dim` takes whole numbers, or None"
    );
    expect(read('sum', 'dim', 'x')).toContain('`dim` is a setting of `sum`: write whole numbers');
    expect(read('sum', 'dim', 'sin(0)')).toContain('Write the value itself here');
    expect(read('sum', 'dim', '((')).toContain('never closed');
    expect(read('softmax', 'dim', 'None')).toContain('must be int, not NoneType');
    expect(read('sum', 'dim', '1; 2')).toContain('This is no value');
    expect(read('sum', 'dim', 'a = 2')).toContain('This is no value');
  });

  it('take texts without quotes', () => {
    expect(read('gelu', 'approximate', 'tanh')).toBe('tanh');
    expect(read('gelu', 'approximate', '"tanh"')).toBe('tanh');
    expect(read('gelu', 'approximate', 'fast')).toBe(
      "✗ `approximate` takes 'none' or 'tanh', not 'fast'"
    );
    expect(read('norm', 'p', 'inf')).toBe(Infinity);
  });
});
