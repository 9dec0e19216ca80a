import { buildFormula, parseTensor } from '../formula';
import type { Document, FunctionSource, TensorLiteral } from '../graph/document';
import {
  addFunction,
  connect,
  move,
  rename,
  setFunction,
  setResult,
  type Edit
} from '../graph/edits';
import { applyPatch } from '../graph/patch';
import { trainingExamples } from './examples-train';

/** An entry of the gallery. */
export interface Example {
  readonly slug: string;
  readonly title: string;
  /** What it shows, in one sentence. */
  readonly lesson: string;
  /** What is computed, as it would be written in Python. */
  readonly formula: string;
  readonly build: () => Document;
}

/** A value as it is typed, e.g. `linspace(-10, 10, 10)`. */
function typed(text: string): TensorLiteral {
  const parsed = parseTensor(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return parsed.value;
}

function fromFormula(
  formula: string,
  at: Readonly<Record<string, TensorLiteral>>,
  title: string
): Document {
  const built = buildFormula(formula, { at, title });
  if (!built.ok) throw new Error(`${formula}: ${built.errors[0]?.message ?? 'is faulty'}`);
  return built.document;
}

const simple = (
  slug: string,
  title: string,
  formula: string,
  at: Readonly<Record<string, TensorLiteral>>,
  lesson: string
): Example => ({ slug, title, lesson, formula, build: () => fromFormula(formula, at, title) });

/** Applies an edit that can't fail for an example. */
function after(doc: Document, edit: Edit): Document {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}

/** The lab's function as it stands there: its backward leaves `grad_output` out. */
const LAB_SQUARE: FunctionSource = {
  name: 'SQ',
  inputs: ['i'],
  forward: 'ctx.save_for_backward(i)\nreturn i ** 2',
  backward: 'i, = ctx.saved_tensors\nreturn 2 * i'
};

/** Room that the function takes before the node it feeds. */
const COLUMN = 260;

/** Puts the lab's SQ after the node `x`, on the way to the node `target` if there is one. */
function withSquare(doc: Document, target: string | null): Document {
  const byName = (name: string | null) =>
    Object.values(doc.nodes).find((node) => node.name === name);
  const [x, fed] = [byName('x'), byName(target)];
  const added = addFunction(doc, { x: (x?.x ?? 0) + COLUMN, y: x?.y ?? 0 });
  const id = added.ok ? (added.select?.nodes[0] ?? '') : '';
  let next = after(doc, added);
  next = after(next, setFunction(next, id, LAB_SQUARE));
  next = after(next, rename(next, id, 'square'));
  const passed = Object.values(doc.edges).find((edge) => edge.target === fed?.id);
  if (fed && passed) {
    next = applyPatch(next, { edges: { [passed.id]: null } });
    next = after(next, connect(next, id, fed.id, passed.input));
    next = after(next, move(next, { [fed.id]: { x: fed.x + COLUMN, y: fed.y } }));
  }
  next = after(next, connect(next, x?.id ?? '', id, 'i'));
  return after(next, setResult(next, fed?.id ?? id));
}

export const examples: readonly Example[] = [
  simple(
    'square',
    'A square',
    'y = x**2',
    { x: 2 },
    'The first step: y = x², and the gradient 2x that flows back to x.'
  ),
  simple(
    'quadratic',
    'A quadratic',
    'y = x**2 + 2*x + 1',
    { x: 2 },
    'Two paths lead from x to y, and their gradients add up: 2x + 2.'
  ),
  simple(
    'cubic',
    'A cubic',
    'y = 2*x**3 + x',
    { x: 1 },
    'A power, a factor, and a path that passes the gradient on unchanged.'
  ),
  simple(
    'partial',
    'Partial derivatives',
    'f = v*u + u**2',
    { u: 1, v: 2 },
    'One backward pass gives both partial derivatives: v + 2u and u.'
  ),
  simple(
    'practice-uv',
    'A shared product',
    'f = u*v + (u*v)**2',
    { u: 2, v: 1 },
    'The product is computed once and used twice, so its gradient is a sum.'
  ),
  {
    slug: 'custom-sq',
    title: 'A function of your own',
    lesson: 'SQ saves its input in forward and uses it in backward: you write both yourself.',
    formula: 'square = SQ.apply(x)',
    build: () => withSquare(fromFormula('x', { x: 2 }, 'A function of your own'), null)
  },
  {
    slug: 'custom-upstream',
    title: 'A backward that forgets upstream',
    lesson: 'Once something follows SQ, its backward is wrong: 4 arrives where 12 is true.',
    formula: 'z = 3 * SQ.apply(x)',
    build: () =>
      withSquare(fromFormula('z = 3*x', { x: 2 }, 'A backward that forgets upstream'), 'z')
  },
  simple(
    'sum-trick',
    'The sum trick',
    'y = sum(x**2)',
    { x: typed('linspace(-10, 10, 10)') },
    'Summing first gives the derivative at ten points in one backward pass.'
  ),
  simple(
    'relu',
    'A hinge: ReLU',
    'y = sum(relu(x))',
    { x: typed('linspace(-10, 10, 41)') },
    'The gradient is 0 left of the hinge, 1 right of it, and 0 at 0 by convention.'
  ),
  simple(
    'detach',
    'Detach',
    'y = x**2 + detach(x)*x',
    { x: 2 },
    'A detached value counts as a constant: no gradient flows back through it.'
  ),
  simple(
    'neuron',
    'A neuron',
    'y = sigmoid(w*x + b)',
    { w: 0.5, x: 2, b: -1 },
    'A weight, an input, a bias and a squashing function.'
  ),
  simple(
    'logistic',
    'A logistic unit in small steps',
    'y = 1/(1 + exp(-(w0*x0 + w1*x1 + w2)))',
    { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 },
    'Every local derivative is simple; the chain rule multiplies them.'
  ),
  ...trainingExamples
];

/** What the formula bar shows for an example: its formula, where the bar could build it. */
export const barFormula = ({ formula }: Example): string =>
  buildFormula(formula).ok ? formula : '';

/** The example of that name, or null where there is none. */
export const findExample = (slug: string): Example | null =>
  examples.find((entry) => entry.slug === slug) ?? null;

/** The document of an example, or null where there is none of that name. */
export const example = (slug: string): Document | null => findExample(slug)?.build() ?? null;
