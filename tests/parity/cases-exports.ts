// Documents whose code is run by real PyTorch and NumPy.
import { examples } from '../../src/lib/exchange/examples';
import { buildFormula } from '../../src/lib/formula';
import { keptAttributes } from '../../src/lib/graph/attributes';
import {
  type Document,
  edgeId,
  emptyDocument,
  type FunctionSource,
  type GraphNode,
  type InputNode,
  type OpNode,
  type ScalarLiteral,
  scalarLiteral,
  type TensorLiteral
} from '../../src/lib/graph/document';
import { placeName } from '../../src/lib/graph/ports';
import { bind, type Attributes } from '../../src/lib/ops/attributes';
import type { OpDefinition, Sample } from '../../src/lib/ops/define';
import { call } from '../../src/lib/ops/dispatch';
import { operation, operations } from '../../src/lib/ops/registry';
import { kindOfSample, numbersOfSample, sampleTensor } from '../../src/lib/ops/sample';
import { manualSeed } from '../../src/lib/tensor/random';
import type { NestedNumbers } from '../../src/lib/tensor/tensor';

export interface ExportCase {
  readonly name: string;
  readonly document: Document;
}

type Source = string | number;

/** Writes documents by hand; sources are nodes by name, or Python numbers. */
class Writer {
  private doc: Document;

  constructor(title: string) {
    this.doc = emptyDocument(title);
  }

  private add<T extends Omit<GraphNode, 'x' | 'y' | 'order'>>(node: T): void {
    const order = Object.keys(this.doc.nodes).length;
    const placed = { ...node, x: order * 200, y: 0, order } as unknown as GraphNode;
    this.doc = { ...this.doc, nodes: { ...this.doc.nodes, [node.id]: placed } };
  }

  /** Feeds an input, also of a node that comes later. */
  connect(source: string, target: string, input: string): this {
    const id = edgeId(target, input);
    this.doc = { ...this.doc, edges: { ...this.doc.edges, [id]: { id, source, target, input } } };
    return this;
  }

  input(
    name: string,
    value: TensorLiteral,
    { dtype = 'float32', requiresGrad = dtype.startsWith('float') }: Partial<InputNode> = {}
  ): this {
    this.add({ kind: 'input', id: name, name, value, dtype, requiresGrad });
    return this;
  }

  op(
    name: string,
    opName: string,
    sources: readonly Source[],
    attributes?: OpNode['attributes']
  ): this {
    const inputs = operation(opName)?.inputs ?? [];
    const constants: Record<string, ScalarLiteral> = {};
    const last = inputs.length - 1;
    sources.forEach((source, k) => {
      const input = placeName(inputs[Math.min(k, last)]?.name ?? '', Math.max(1, k - last + 1));
      if (typeof source === 'number') constants[input] = scalarLiteral(source);
      else this.connect(source, name, input);
    });
    this.add({
      kind: 'op',
      id: name,
      name,
      op: opName,
      constants,
      ...(attributes ? { attributes } : {})
    });
    return this;
  }

  custom(name: string, fn: FunctionSource, sources: readonly string[]): this {
    sources.forEach((source, k) => this.connect(source, name, fn.inputs[k] ?? ''));
    this.add({ kind: 'custom', id: name, name, fn });
    return this;
  }

  /** Puts nodes into a group that runs under `no_grad`, or not. */
  group(name: string, members: readonly string[], noGrad = true): this {
    const id = `g${Object.keys(this.doc.groups ?? {}).length}`;
    const nodes = Object.fromEntries(
      Object.entries(this.doc.nodes).map(([key, node]) => [
        key,
        members.includes(key) ? { ...node, group: id } : node
      ])
    );
    const groups = { ...this.doc.groups, [id]: { id, name, collapsed: false, noGrad } };
    this.doc = { ...this.doc, nodes, groups };
    return this;
  }

  done(result: string | null = null): Document {
    return { ...this.doc, meta: { ...this.doc.meta, result } };
  }
}

const write = (title: string): Writer => new Writer(title);

function literalOf(value: NestedNumbers): TensorLiteral {
  return typeof value === 'number' ? scalarLiteral(value) : value.map(literalOf);
}

/** An uneven weight for every element, so that nothing cancels out. */
const weights = (shape: readonly number[], next = { value: 0 }): TensorLiteral =>
  shape.length === 0
    ? ++next.value / 2
    : Array.from({ length: shape[0] ?? 0 }, () => weights(shape.slice(1), next));

/** An operation on a sample's arguments; several numbers are weighted and summed, so that backward can start. */
export function sampleDocument(op: OpDefinition, sample: Sample): Document {
  const attributes: Attributes = bind(op, sample.attributes ?? {});
  const writer = write(op.name);
  const sources = sample.inputs.map((value, k): Source => {
    const kind = kindOfSample(value);
    const numbers = numbersOfSample(value);
    if (kind === 'scalar') return typeof numbers === 'number' ? numbers : NaN;
    const dtype = kind === 'float' ? 'float32' : kind === 'condition' ? 'bool' : 'int64';
    writer.input(`x${k}`, literalOf(numbers), { dtype });
    return `x${k}`;
  });
  writer.op('out', op.name, sources, keptAttributes(op, attributes));
  manualSeed(0);
  const output = call(
    op,
    sample.inputs.map((value) => sampleTensor(value, { requiresGrad: true })),
    attributes
  );
  if (!output.requiresGrad || output.numel === 1) return writer.done('out');
  return writer
    .input('weights', weights(output.shape), { requiresGrad: false })
    .op('weighted', 'mul', ['out', 'weights'])
    .op('total', 'sum', ['weighted'])
    .done('total');
}

function formula(source: string, at: Readonly<Record<string, TensorLiteral>>): Document {
  const built = buildFormula(source, { at });
  if (!built.ok) throw new Error(`${source}: ${built.errors[0]?.message ?? ''}`);
  return built.document;
}

const fn = (
  name: string,
  inputs: readonly string[],
  forward: string,
  backward: string
): FunctionSource => ({ name, inputs: [...inputs], forward, backward });

const faulty = (): Document =>
  write('Faults\nimport os; "quoted"')
    .input('x', [1, 2])
    .input('n', [1, 2], { dtype: 'int64', requiresGrad: true })
    .op('alone', 'add', ['x'])
    .op('after', 'exp', ['alone'])
    .op('round_1', 'sin', [])
    .op('round_2', 'cos', ['round_1'])
    .connect('round_2', 'round_1', 'input')
    .op('behind', 'neg', ['round_2'])
    .op('odd', 'hologram', ['x'])
    .op('unset', 'cumsum', ['x'])
    .op('quoted', 'einsum', ['x'], { equation: "i'); print('\n#" })
    .input('w', [1, 2, 3])
    .op('unfit', 'mul', ['x', 'w'])
    .op('unfit_2', 'sum', ['unfit'])
    .custom('broken', fn('Broken', ['i'], 'return j', 'return grad_output'), ['x'])
    .op('y', 'sum', ['x'])
    .done('y');

const functions = (): Document =>
  write('Functions')
    .input('x', [0.5, -1.25])
    .input('w', [2, 0.25])
    .custom('a', fn('Square', ['i'], 'ctx.save_for_backward(i)\ni ** 2', 'grad_output * 2 * i'), [
      'x'
    ])
    .custom(
      'b',
      fn(
        'Square',
        ['F', 'k'],
        '# twice\nroot = F * k  # product\nctx.save_for_backward(F, k, root * pi)\nreturn exp(1) * root',
        'F, k, scaled = ctx.saved_tensors\n# both\nscale = math.e\nreturn scale * grad_output * k, (scale *\n  grad_output) * F'
      ),
      ['x', 'w']
    )
    .custom(
      'c',
      fn(
        'print',
        ['u', 'v'],
        'low = maximum(u, 0.1); ctx.save_for_backward(u, v, low > 0.1)\nsigmoid(low) * v',
        's = torch.sigmoid(maximum(u, 0.1)); where(ctx.saved_tensors[2], grad_output * s * (1 - s) * v, 0), None'
      ),
      ['a', 'w']
    )
    .custom('d', fn('Pass', ['i'], 'return i', 'return grad_output * 3'), ['b'])
    .op('e', 'mul', ['c', 'd'])
    .op('y', 'mean', ['e'])
    .done('y');

const special: readonly ExportCase[] = [
  { name: 'empty', document: emptyDocument('') },
  { name: 'faults', document: faulty() },
  { name: 'functions', document: functions() },
  {
    name: 'names',
    document: write("It's a \\ title")
      .input('torch', 2)
      .input('F', 3)
      .input('lambda', -1)
      .input('np', 0.5)
      .op('sum', 'mul', ['torch', 'F'])
      .op('sum_', 'add', ['sum', 'lambda'])
      .op('print', 'softplus', ['sum_'])
      .op('d_torch', 'add', ['print', 'np'])
      .op('None', 'sigmoid', ['d_torch'])
      .op('erf', 'erf', ['None'])
      .op('__name__', 'tanh', ['erf'])
      .done('__name__')
  },
  {
    name: 'values',
    document: write('Values')
      .input('a', ['nan', 'inf', '-inf', -0, 1e30, 1.5e-7])
      .input('b', [0.1, 1 / 3, 123456.789, 2, -0, 1], { dtype: 'float64' })
      .input(
        'n',
        [
          [1, -2],
          [3, 4]
        ],
        { dtype: 'int64' }
      )
      .input('m', [1.5, 2.25], { dtype: 'int64' })
      .input(
        'c',
        [
          [1, 0],
          [0, 1]
        ],
        { dtype: 'bool' }
      )
      .input('none', [], { dtype: 'int64' })
      .input('deep', [
        [
          [[1], [2]],
          [[3], [4]]
        ]
      ])
      .input(
        'long',
        Array.from({ length: 40 }, (_, k) => Math.sin(k))
      )
      .input(
        'wide',
        Array.from({ length: 3 }, () => Array.from({ length: 20 }, (_, k) => k / 7))
      )
      .input(
        'even',
        Array.from({ length: 9 }, (_, k) => -1 + k / 4),
        { dtype: 'float64' }
      )
      .op('ab', 'mul', ['a', 'b'])
      .op('nm', 'add', ['n', 'm'])
      .op('chosen', 'where', ['c', 'nm', 'n'])
      .op('y', 'sum', ['long'])
      .done('y')
  },
  {
    name: 'numbers',
    document: write('Numbers')
      .input('x', [0.5, 2], { dtype: 'float64' })
      .input('n', [2, 3], { dtype: 'int64' })
      .op('least', 'maximum', ['x', 0.7])
      .op('most', 'minimum', ['n', 2])
      .op('e', 'exp', [0.1])
      .op('rest', 'sub', [1, 'x'])
      .op('power', 'pow', [-2, 'n'])
      .op('root', 'pow', ['x', 0.5])
      .op('inverse', 'pow', ['x', -1])
      .op('angle', 'atan2', [0.3, 'x'])
      .op('both', 'add', [2, 0.5])
      .op('positive', 'gt', ['x', 1])
      .op('kept', 'where', ['positive', 'x', 0])
      .op('always', 'where', [1, 'x', 0])
      .op('down', 'mul', ['rest', -3])
      .op('away', 'sub', ['down', -0.25])
      .op('limit', 'div', ['x', Infinity])
      .op('a', 'add', ['least', 'angle'])
      .op('b', 'add', ['root', 'inverse'])
      .op('c', 'add', ['kept', 'always'])
      .op('d', 'add', ['a', 'b'])
      .op('f', 'add', ['c', 'away'])
      .op('g', 'mul', ['d', 'f'])
      .op('y', 'sum', ['g'])
      .done('y')
  },
  { name: 'several numbers', document: formula('y = x**2', { x: [1, 2, 3] }) },
  { name: 'one number in a list', document: formula('y = x**2', { x: [3] }) },
  {
    name: 'choices',
    document: formula('y = sum(where(x > 0, w, w) * where(c > 2, x, x * w) * maximum(w, 0.5))', {
      x: [1, -2, 3],
      w: 0.25,
      c: [[1], [3]]
    })
  },
  {
    name: 'no_grad',
    document: write('Without gradient')
      .input('x', [0.5, -1.25])
      .input('w', [2, 0.25])
      .op('target', 'mul', ['x', 'w'])
      .op('guess', 'sin', ['x'])
      .op('scale', 'exp', ['guess'])
      .op('unfit', 'hologram', ['x'])
      .op('far', 'mul', ['scale', 'target'])
      .op('ready', 'softplus', ['far'])
      .custom('own', fn('Twice', ['i'], 'return i * 2', 'return grad_output * 2'), ['w'])
      .op('gap', 'sub', ['guess', 'ready'])
      .op('part', 'mul', ['gap', 'own'])
      .op('y', 'sum', ['part'])
      .group('Target #1', ['x', 'target', 'scale', 'far', 'own', 'unfit'])
      .group('Apart', ['ready'])
      .group('Only shown together', ['gap', 'part'], false)
      .done('y')
  },
  {
    name: 'no_grad alone',
    document: write('Nothing to differentiate')
      .input('x', [0.5, -1.25])
      .input('bad', [1, 2, 3])
      .op('y', 'sum', ['x'])
      .op('fails', 'add', ['x', 'bad'])
      .group('Result', ['y'])
      .group('Fault', ['fails'])
      .done('y')
  },
  { name: 'leaf as result', document: write('Leaf').input('x', 3).done('x') },
  {
    name: 'result that needs no gradient',
    document: write('Plain').input('x', 3, { requiresGrad: false }).op('y', 'exp', ['x']).done('y')
  },
  {
    name: 'regression',
    document: formula('loss = mean((x @ w + b - t)**2)', {
      x: [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      w: [[0.5], [-0.25]],
      b: 0.1,
      t: [[1], [2], [3]]
    })
  },
  {
    name: 'two layers',
    document: formula('loss = sum((tanh(x @ u + b) @ v - t)**2) / 3', {
      x: [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      u: [
        [0.5, -0.5, 0.1],
        [0.25, 0.3, -0.2]
      ],
      b: [0.1, 0.2, 0.3],
      v: [1, -2, 0.5],
      t: [1, 2, 3]
    })
  },
  {
    name: 'shapes',
    document: formula(
      'y = sum(x.T.reshape(6).unsqueeze(0).expand(2, 6) * w * x.sum(dim=1, keepdim=True).mean(dim=0))',
      {
        x: [
          [1, 2, 3],
          [4, 5, 6]
        ],
        w: [[1], [2]]
      }
    )
  }
];

/** Every example of the gallery, the first sample of every operation, and documents written for the purpose. */
export const exportCases: readonly ExportCase[] = [
  ...examples.map(({ slug, build }) => ({ name: `example ${slug}`, document: build() })),
  ...operations.flatMap((op) => {
    const [sample] = op.samples;
    return sample ? [{ name: `operation ${op.name}`, document: sampleDocument(op, sample) }] : [];
  }),
  ...special
];

/** The same document in double precision. */
export const inDouble = (doc: Document): Document => ({
  ...doc,
  nodes: Object.fromEntries(
    Object.entries(doc.nodes).map(([id, node]) => [
      id,
      node.kind === 'input' && node.dtype === 'float32' ? { ...node, dtype: 'float64' } : node
    ])
  )
});
