import { buildFormula } from '../../formula';
import type { Document, TensorLiteral } from '../../graph/document';
import { bindColumns, type Edit, markParameters, setTable, setTraining } from '../../graph/edits';
import { applyPatch } from '../../graph/patch';
import { Generator } from '../../tensor/random';
import { pointTable } from '../../train/points';
import type { DataTable, TrainingSettings } from '../../train/settings';
import type { Example } from './make';

/** An example that is trained: a formula, where its parameters begin, and the rows that it learns from. */
interface Recipe {
  readonly slug: string;
  readonly title: string;
  readonly lesson: string;
  readonly formula: string;
  readonly at: Readonly<Record<string, TensorLiteral>>;
  readonly parameters: readonly string[];
  readonly table?: DataTable;
  /** Columns of the table by the input that they feed. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly training: Partial<TrainingSettings>;
}

/** Small numbers to begin a layer with: the same ones every time. */
function small(seed: number, rows: number, columns?: number): TensorLiteral {
  const drawn = new Float32Array(rows * (columns ?? 1));
  new Generator().manualSeed(seed).fillNormal(drawn);
  const numbers = Array.from(drawn, (value) => Number(value.toFixed(2)) + 0);
  return columns === undefined
    ? numbers
    : Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
}

const HIDDEN = 8;
const NETWORK =
  'h = tanh(x @ W1 + b1); z = h @ W2 + b2; loss = binary_cross_entropy_with_logits(z, label)';

const recipes: readonly Recipe[] = [
  {
    slug: 'train-line',
    title: 'Train: a line through points',
    lesson: 'Weight and bias go downhill on the mean squared error until the line fits the points.',
    formula: 'p = w*x + b; loss = mean((p - y)**2)',
    at: { w: -0.5, b: 0, x: 0, y: 0 },
    parameters: ['w', 'b'],
    table: pointTable('line', 40, 1),
    columns: { x: ['x'], y: ['y'] },
    training: { optimizer: sgd(0.1), steps: 60 }
  },
  {
    slug: 'train-logistic',
    title: 'Train: logistic regression',
    lesson: 'Two weights and a bias turn a line until it stands between two clouds of points.',
    formula: 'p = sigmoid(w1*x1 + w2*x2 + b); loss = -mean(t*log(p) + (1 - t)*log(1 - p))',
    at: { w1: -1, w2: 0.5, b: 0, x1: 0, x2: 0, t: 0 },
    parameters: ['w1', 'w2', 'b'],
    table: pointTable('blobs', 60, 2),
    columns: { x1: ['x1'], x2: ['x2'], t: ['label'] },
    training: { optimizer: sgd(0.5), steps: 120 }
  },
  {
    slug: 'train-xor',
    title: 'Train: a network learns XOR',
    lesson: 'No line separates opposite corners; eight hidden units bend the plane until one does.',
    formula: NETWORK,
    at: {
      W1: small(5, 2, HIDDEN),
      b1: small(6, HIDDEN),
      W2: small(7, HIDDEN),
      b2: 0,
      x: [[0, 0]],
      label: [0]
    },
    parameters: ['W1', 'b1', 'W2', 'b2'],
    table: pointTable('xor', 80, 3),
    columns: { x: ['x1', 'x2'], label: ['label'] },
    training: { optimizer: adam(0.05), steps: 150 }
  },
  {
    slug: 'train-moons',
    title: 'Train: a network on two moons',
    lesson: 'Mini-batches of 20 points make the loss jitter, and the border still finds its bend.',
    formula: NETWORK,
    at: {
      W1: small(8, 2, HIDDEN),
      b1: small(9, HIDDEN),
      W2: small(10, HIDDEN),
      b2: 0,
      x: [[0, 0]],
      label: [0]
    },
    parameters: ['W1', 'b1', 'W2', 'b2'],
    table: pointTable('moons', 100, 4),
    columns: { x: ['x1', 'x2'], label: ['label'] },
    training: { optimizer: adam(0.05), steps: 300, batch: 20 }
  },
  {
    slug: 'train-rosenbrock',
    title: 'Train: down the Rosenbrock valley',
    lesson: 'A curved valley, steep across and flat along: compare the paths of SGD and Adam.',
    formula: 'f = (1 - x)**2 + 100*(y - x**2)**2',
    at: { x: -1.2, y: 1 },
    parameters: ['x', 'y'],
    training: { optimizer: adam(0.05), steps: 1000 }
  }
];

function sgd(lr: number): TrainingSettings['optimizer'] {
  return { kind: 'sgd', lr, momentum: 0, nesterov: false, weightDecay: 0 };
}

function adam(lr: number): TrainingSettings['optimizer'] {
  return { kind: 'adam', lr, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 };
}

/** Applies an edit that can't fail for an example. */
function after(doc: Document, edit: Edit): Document {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}

function built({ formula, at, title, table, columns = {}, parameters, training }: Recipe) {
  const made = buildFormula(formula, { at, title });
  if (!made.ok) throw new Error(`${formula}: ${made.errors[0]?.message ?? 'is faulty'}`);
  let doc = made.document;
  const idOf = (name: string): string =>
    Object.values(doc.nodes).find((node) => node.name === name)?.id ?? '';
  if (table) doc = after(doc, setTable(doc, table));
  for (const [name, bound] of Object.entries(columns)) {
    doc = after(doc, bindColumns(doc, idOf(name), bound));
  }
  doc = after(doc, markParameters(doc, parameters.map(idOf)));
  return after(doc, setTraining(doc, training));
}

/** Documents that are trained, for the gallery. */
export const trainingExamples = recipes.map((recipe): Example => ({
  slug: recipe.slug,
  group: 'Training',
  rows: [],
  fails: false,
  title: recipe.title,
  lesson: recipe.lesson,
  formula: recipe.formula,
  build: (): Document => built(recipe)
}));
