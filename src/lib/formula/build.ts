import { attributesPart, keptAttributes } from '../graph/attributes';
import {
  type Document,
  edgeId,
  emptyDocument,
  type GraphEdge,
  type GraphNode,
  type InputNode,
  LIMITS,
  type ScalarLiteral,
  scalarLiteral,
  type TensorLiteral
} from '../graph/document';
import { placeName } from '../graph/ports';
import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import type { Expression, FormulaError, NameExpression, Statement } from './ast';
import { asError, Fault } from './fault';
import { tensorFault } from './literal';
import { parseFormula } from './parse';
import { type Interpreter, type Scope, type Value, Walker } from './walk';

export interface BuildOptions {
  /** Values of inputs by name. */
  readonly at?: Readonly<Record<string, TensorLiteral>>;
  /** Title of the document; the formula itself unless given. */
  readonly title?: string;
  /** Inputs of the same name keep this document's value, dtype and `requiresGrad`. */
  readonly keep?: Document;
}

export type Built =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly errors: readonly FormulaError[] };

const TITLE = 80;
/** Canvas units between columns and rows of the first, plain placement. */
const COLUMN = 260;
const ROW = 150;

/** A node in the making. */
interface Draft {
  readonly index: number;
  /** Longest way from an input. */
  readonly depth: number;
  /** Variable's name for an input; for an operation the name it was assigned to. */
  name: string | null;
  readonly step: Step | null;
}

interface Step {
  readonly op: OpDefinition;
  readonly args: readonly (Draft | number)[];
  readonly attributes: Attributes;
}

/** Makes drafts of nodes while the walker runs; equal subexpressions become one node. */
class Builder implements Interpreter<Draft>, Scope<Draft> {
  readonly drafts: Draft[] = [];
  private readonly names = new Map<string, Value<Draft>>();
  private readonly made = new Map<string, Draft>();

  constructor(private readonly source: string) {}

  private draft(fields: Omit<Draft, 'index'>): Draft {
    if (this.drafts.length >= LIMITS.nodes) {
      throw new Fault(`A graph has at most ${LIMITS.nodes} nodes`, {
        from: 0,
        to: this.source.length
      });
    }
    const made = { ...fields, index: this.drafts.length };
    this.drafts.push(made);
    return made;
  }

  private operation(step: Step): Draft {
    const depths = step.args.map((arg) => (typeof arg === 'number' ? 0 : arg.depth));
    return this.draft({ depth: 1 + Math.max(...depths), name: null, step });
  }

  apply(op: OpDefinition, args: (Draft | number)[], attributes: Attributes): Draft {
    const parts = args.map((arg) => {
      if (typeof arg !== 'number') return `#${arg.index}`;
      return Object.is(arg, -0) ? '-0' : String(arg);
    });
    const set = JSON.stringify(keptAttributes(op, attributes) ?? {});
    const key = `${op.name} ${parts.join(' ')} ${set}`;
    const known = this.made.get(key);
    if (known) return known;
    const made = this.operation({ op, args, attributes });
    this.made.set(key, made);
    return made;
  }

  number(value: number): Draft {
    throw new Fault(
      `The formula has no input: its result is just the number ${scalarLiteral(value)}, so nothing can have a gradient`,
      { from: 0, to: this.source.length }
    );
  }

  get({ name }: NameExpression): Value<Draft> {
    const known = this.names.get(name);
    if (known) return known;
    const value = { value: this.draft({ depth: 0, name, step: null }) };
    this.names.set(name, value);
    return value;
  }

  set({ name }: NameExpression, value: Value<Draft>, made: Expression | undefined): void {
    const before = this.names.get(name);
    let named = value;
    if (made && !isAlias(made) && 'value' in value && value.value.step) {
      const { step, name: other } = value.value;
      // Two names for equal expressions are two nodes, as in Python, or one name would be lost.
      const draft = other === null ? value.value : this.operation(step);
      draft.name = name;
      named = { value: draft };
    }
    const old = before && 'value' in before ? before.value : null;
    if (old?.step && old.name === name && !('value' in named && named.value === old)) {
      old.name = null;
    }
    this.names.set(name, named);
  }
}

/** `y = x` and `y = +x` make a second name and no node. */
function isAlias(expression: Expression): boolean {
  if (expression.kind === 'unary' && expression.op === '+') return isAlias(expression.operand);
  return expression.kind === 'name';
}

function evaluateAll(builder: Builder, statements: readonly Statement[]): Draft {
  const walker = new Walker(builder, builder);
  let result: Value<Draft> | undefined;
  for (const statement of statements) {
    if (statement.kind === 'assign') {
      const last = statement.targets.at(-1)?.names.at(-1);
      walker.assign(statement);
      if (last) result = builder.get(last);
    } else {
      for (const value of statement.values) result = walker.evaluate(value);
    }
  }
  if (result && 'value' in result) return result.value;
  return builder.number(result?.number ?? NaN);
}

/** Names for all drafts: inputs have theirs, then assigned names, then `mul`, `mul_2`, … */
function nodeNames(drafts: readonly Draft[]): Map<Draft, string> {
  const taken = new Set(drafts.flatMap(({ step, name }) => (step || name === null ? [] : [name])));
  const counters = new Map<string, number>();
  const unique = (base: string): string => {
    let name = base;
    let counter = counters.get(base) ?? 1;
    while (taken.has(name)) {
      const suffix = `_${++counter}`;
      name = base.slice(0, LIMITS.name - suffix.length) + suffix;
    }
    counters.set(base, counter);
    taken.add(name);
    return name;
  };
  const names = new Map<Draft, string>();
  for (const draft of drafts) {
    if (!draft.step) names.set(draft, draft.name ?? '');
  }
  for (const draft of drafts) {
    if (draft.step && draft.name !== null) names.set(draft, unique(draft.name));
  }
  for (const draft of drafts) {
    if (draft.step && draft.name === null) names.set(draft, unique(draft.step.op.name));
  }
  return names;
}

const isWhole = (value: TensorLiteral): boolean =>
  typeof value === 'object' ? value.every(isWhole) : Number.isSafeInteger(value);

function inputSettings(
  name: string,
  { at = {}, keep }: BuildOptions
): Pick<InputNode, 'value' | 'dtype' | 'requiresGrad' | 'role' | 'columns'> {
  const kept = Object.values(keep?.nodes ?? {}).find(
    (node) => node.kind === 'input' && node.name === name
  );
  const settings =
    kept?.kind === 'input' ? kept : { value: 1, dtype: 'float32' as const, requiresGrad: true };
  const given = Object.hasOwn(at, name) ? at[name] : undefined;
  const {
    value = 1,
    dtype,
    requiresGrad
  } = given === undefined ? settings : { ...settings, value: given };
  // A whole-number dtype can't hold 1.5, so the new value decides.
  const floats = dtype === 'float32' || dtype === 'float64' || isWhole(value);
  const part = kept?.kind === 'input' && given === undefined ? kept : null;
  return {
    ...{ value, dtype: floats ? dtype : 'float32', requiresGrad },
    ...(part?.role ? { role: part.role } : {}),
    ...(part?.columns ? { columns: part.columns } : {})
  };
}

function toDocument(
  drafts: readonly Draft[],
  result: Draft,
  options: BuildOptions,
  title: string
): Document {
  const document = emptyDocument(title);
  const nodes: Record<string, GraphNode> = {};
  const edges: Record<string, GraphEdge> = {};
  const names = nodeNames(drafts);
  const idOf = (draft: Draft): string => `n${draft.index + 1}`;
  const rows = new Map<number, number>();
  for (const draft of drafts) {
    const row = rows.get(draft.depth) ?? 0;
    rows.set(draft.depth, row + 1);
    const id = idOf(draft);
    const name = names.get(draft) ?? '';
    const base = { id, name, x: draft.depth * COLUMN, y: row * ROW, order: draft.index };
    if (!draft.step) {
      nodes[id] = { ...base, kind: 'input', ...inputSettings(name, options) };
      continue;
    }
    const { op, args, attributes } = draft.step;
    const constants: Record<string, ScalarLiteral> = {};
    const last = op.inputs.length - 1;
    args.forEach((arg, k) => {
      const input = placeName(op.inputs[Math.min(k, last)]?.name ?? '', Math.max(1, k - last + 1));
      if (typeof arg === 'number') constants[input] = scalarLiteral(arg);
      else {
        const edge = edgeId(id, input);
        edges[edge] = { id: edge, source: idOf(arg), target: id, input };
      }
    });
    nodes[id] = {
      ...base,
      kind: 'op',
      op: op.name,
      constants,
      ...attributesPart(op, attributes)
    };
  }
  return { ...document, meta: { ...document.meta, result: idOf(result) }, nodes, edges };
}

function atErrors(
  source: string,
  drafts: readonly Draft[],
  at: BuildOptions['at']
): FormulaError[] {
  const inputs = new Set(drafts.flatMap(({ step, name }) => (step || name === null ? [] : [name])));
  return Object.entries(at ?? {}).flatMap(([name, value]) => {
    const known = inputs.has(name);
    const list = [...inputs].join(', ');
    const unknown = `The formula has no input \`${name}\`; its inputs are ${list}`;
    const fault = known ? tensorFault(value) : null;
    const message = known ? fault && `${name}: ${fault}` : unknown;
    return message ? [{ message, from: 0, to: source.length }] : [];
  });
}

/** The formula on one line, cut to 80 characters. */
function titleOf(source: string): string {
  const characters = Array.from(source.trim().replace(/\s+/g, ' '));
  return characters.length > TITLE
    ? `${characters.slice(0, TITLE - 1).join('')}…`
    : characters.join('');
}

/** Turns a formula such as `u*v + (u*v)**2` into a whole document. Never throws for what a person wrote. */
export function buildFormula(source: string, options: BuildOptions = {}): Built {
  const parsed = parseFormula(source);
  if (!parsed.ok) return parsed;
  const builder = new Builder(source);
  try {
    const result = evaluateAll(builder, parsed.statements);
    const errors = atErrors(source, builder.drafts, options.at);
    if (errors.length > 0) return { ok: false, errors };
    const title = options.title ?? titleOf(source);
    return { ok: true, document: toDocument(builder.drafts, result, options, title) };
  } catch (thrown) {
    return { ok: false, errors: [asError(thrown)] };
  }
}
