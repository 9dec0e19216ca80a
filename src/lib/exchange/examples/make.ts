import { buildFormula, parseTensor } from '../../formula';
import type { Document, FunctionSource, TensorLiteral } from '../../graph/document';
import {
  addFunction,
  connect,
  type Edit,
  move,
  rename,
  setDType,
  setFunction,
  setRequiresGrad,
  setResult
} from '../../graph/edits';
import { applyPatch } from '../../graph/patch';

/** Shelves of the gallery, in order. */
export const GROUPS = [
  'The lab',
  'Chain rule',
  'Tensors',
  'Neural networks',
  'Training',
  'Traps'
] as const;
export type Group = (typeof GROUPS)[number];

/** An entry of the gallery. */
export interface Example {
  readonly slug: string;
  readonly title: string;
  readonly group: Group;
  /** What it shows, in one sentence. */
  readonly lesson: string;
  /** What is computed, as it would be written in Python. */
  readonly formula: string;
  /** Rows of the lab that it is. */
  readonly rows: readonly string[];
  /** Whether something in it fails, which is what it shows. */
  readonly fails: boolean;
  readonly build: () => Document;
}

/** What an example says besides its formula. */
export interface Told {
  readonly slug: string;
  readonly title: string;
  readonly lesson: string;
  readonly formula: string;
  /** Values of the inputs as they are typed, e.g. `linspace(-10, 10, 10)`. */
  readonly at?: Readonly<Record<string, string | number>>;
  /** Inputs that don't require a gradient. */
  readonly constants?: readonly string[];
  /** Inputs that hold integers, and so require none. */
  readonly integers?: readonly string[];
  readonly rows?: readonly string[];
  readonly fails?: boolean;
  /** Made in another way than from its formula. */
  readonly build?: () => Document;
}

function typed(text: string): TensorLiteral {
  const parsed = parseTensor(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return parsed.value;
}

/** Applies an edit that can't fail for an example. */
function after(doc: Document, edit: Edit): Document {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}

const byName = (doc: Document, name: string | null) =>
  Object.values(doc.nodes).find((node) => node.name === name);

export function fromFormula({
  formula,
  title,
  at = {},
  constants = [],
  integers = []
}: Pick<Told, 'formula' | 'title' | 'at' | 'constants' | 'integers'>): Document {
  const values = Object.entries(at).map(
    ([name, value]) => [name, typeof value === 'string' ? typed(value) : value] as const
  );
  const built = buildFormula(formula, { at: Object.fromEntries(values), title });
  if (!built.ok) throw new Error(`${formula}: ${built.errors[0]?.message ?? 'is faulty'}`);
  let doc = built.document;
  for (const name of [...constants, ...integers]) {
    doc = after(doc, setRequiresGrad(doc, byName(doc, name)?.id ?? name, false));
  }
  for (const name of integers) {
    doc = after(doc, setDType(doc, byName(doc, name)?.id ?? name, 'int64'));
  }
  return doc;
}

/** The examples of one group. */
export const shelf = (group: Group, list: readonly Told[]): Example[] =>
  list.map((told) => ({
    slug: told.slug,
    title: told.title,
    group,
    lesson: told.lesson,
    formula: told.formula,
    rows: told.rows ?? [],
    fails: told.fails ?? false,
    build: told.build ?? (() => fromFormula(told))
  }));

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
export function withSquare(doc: Document, target: string | null): Document {
  const [x, fed] = [byName(doc, 'x'), byName(doc, target)];
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
