import { givenAttributes } from '../../graph/attributes';
import { literalValue, scalarValue, type Document, type InputNode } from '../../graph/document';
import { groupOf } from '../../graph/groups';
import type { Instruction, Operand } from '../../graph/program';
import type { Run } from '../../graph/run';
import { dropout } from '../../ops/catalog/dropout';
import { randoms } from '../../ops/catalog/random';
import { Account, comment } from './account';
import { type ClassLine, classLines, torchSpelling } from './body';
import { callCode, named, plain, type Operand as CallOperand, type Wrap } from './call';
import { tensorCode, type Maker } from './literal';

export interface ListingOptions {
  /** Keeps the gradients of intermediate nodes, and prints every value and gradient. */
  readonly intermediates?: boolean;
  /** What came out of the document, where it has run already. */
  readonly ran?: Run;
}

/** One statement or comment, on as many lines as it takes. */
export interface Statement {
  readonly text: string;
  /** The node that it computes, or null. */
  readonly node: string | null;
}

/** The class of a custom function. */
export interface Body {
  readonly nodes: readonly string[];
  readonly lines: readonly ClassLine[];
}

/** A program in PyTorch by its parts; each entry is one statement or comment. */
export interface Listing {
  readonly title: string;
  readonly imports: readonly string[];
  readonly classes: readonly string[];
  /** The same line by line, with the nodes that compute with each. */
  readonly bodies: readonly Body[];
  readonly inputs: readonly Statement[];
  /** What can't run, and why, is a comment in its place. */
  readonly steps: readonly Statement[];
  readonly backward: readonly string[];
  readonly values: readonly string[];
  readonly gradients: readonly string[];
}

const drawing = new Set([...randoms, dropout]);

const TORCH: Maker = {
  start: 'torch.tensor(',
  linspace: 'torch.linspace',
  options: (dtype, told) =>
    dtype === 'float32' || (told && dtype !== 'float64') ? [] : [`dtype=torch.${dtype}`],
  module: 'torch'
};

function leafCode(node: InputNode, taken: number): string {
  const wants = node.requiresGrad ? ['requires_grad=True'] : [];
  const options: Maker['options'] = (dtype, told) => [...TORCH.options(dtype, told), ...wants];
  return tensorCode(literalValue(node.value), node.dtype, { ...TORCH, options }, taken);
}

const operandOf = (account: Account, { source, constant }: Operand): CallOperand =>
  source === null ? plain(scalarValue(constant ?? 0)) : named(account.name(source));

function expressionCode(
  account: Account,
  instruction: Exclude<Instruction, { kind: 'leaf' }>
): string {
  const operands = instruction.operands.map((one) => operandOf(account, one));
  if (instruction.kind === 'custom') {
    const args = operands.map(({ text }) => text).join(', ');
    return `${account.className(instruction.node.fn)}.apply(${args})`;
  }
  const { outputs } = account.ran;
  // A float32 would lose digits beside float64.
  const isDouble = instruction.operands.some(
    ({ source }) => source !== null && outputs.get(source)?.dtype === 'float64'
  );
  const dtype = isDouble ? ', dtype=torch.float64' : '';
  const wrap: Wrap = (text) => `torch.tensor(${text}${dtype})`;
  const { op, node } = instruction;
  return callCode(op, operands, givenAttributes(op, node), wrap).text;
}

export const remark = (text: string): Statement => ({ text, node: null });

function statement(account: Account, instruction: Instruction): Statement {
  const start = `${account.name(instruction.node.id)} = `;
  const code =
    instruction.kind === 'leaf'
      ? leafCode(instruction.node, start.length)
      : expressionCode(account, instruction);
  return { text: account.checked(instruction, start + code), node: instruction.node.id };
}

const INDENT = '    ';
const NO_GRAD = 'with torch.no_grad():';

/**
 * Statements in their order, those under `no_grad` in blocks of their own. What comes between keeps its place, so a
 * group may need several blocks; one that holds nothing but comments would be no Python.
 */
function inBlocks(
  doc: Document,
  parts: readonly { readonly instruction: Instruction; readonly made: Statement }[]
): Statement[] {
  const lines: Statement[] = [];
  let block: Statement[] = [];
  let opened: string | null = null;
  const close = (): void => {
    const runs = block.some(({ text }) => !text.startsWith('#'));
    if (runs && opened !== null) lines.push(remark(opened), ...block.map(indented));
    else lines.push(...block);
    block = [];
  };
  for (const { instruction, made } of parts) {
    const { id } = instruction.node;
    const name = doc.groups?.[groupOf(doc, id) ?? '']?.name;
    const head = instruction.noGrad ? [NO_GRAD, comment(name ?? '')].join('  ').trimEnd() : null;
    if (head !== opened) close();
    opened = head;
    block.push(made);
  }
  close();
  return lines;
}

const indented = ({ text, node }: Statement): Statement => ({
  text: text
    .split('\n')
    .map((line) => INDENT + line)
    .join('\n'),
  node
});

/** Whether a line of code, comments apart, uses `torch.nn.functional`. */
const usesF = (text: string): boolean =>
  text.split('\n').some((line) => /\bF\./.test(line.replace(/#.*/, '')));

const print = (text: string): string => `print('${text} =', ${text})`;

/** A document as a program in PyTorch. It is run once, so that what fails is known; nothing is thrown. */
export function listingOf(
  doc: Document,
  { intermediates = false, ran }: ListingOptions = {}
): Listing {
  const account = new Account(doc, torchSpelling.modules, ran);
  const { outputs, program } = account.ran;
  const { instructions, result } = program;
  const name = result === null ? '' : account.name(result);
  const { line, works } = account.backward(
    `${name}.backward()`,
    `\nWith an upstream gradient it runs: ${name}.backward(torch.ones_like(${name}))`
  );
  const idsThat = (fits: (one: Instruction) => boolean): string[] =>
    instructions.flatMap((one) => (outputs.has(one.node.id) && fits(one) ? [one.node.id] : []));
  const requiresGrad = (id: string): boolean => outputs.get(id)?.requiresGrad ?? false;
  const ends = account.ends();
  const computed = idsThat(({ kind }) => kind !== 'leaf');
  const kept = intermediates && works ? computed.filter(requiresGrad) : [];
  const leaves = idsThat(({ kind }) => kind === 'leaf').filter(requiresGrad);
  const isRandom = instructions.some((one) => one.kind === 'op' && drawing.has(one.op));
  const written = (isLeaf: boolean) =>
    instructions.flatMap((instruction) =>
      (instruction.kind === 'leaf') === isLeaf
        ? [{ instruction, made: statement(account, instruction) }]
        : []
    );
  const bodies = account.functions().map((fn): Body => {
    const own = account.className(fn);
    const nodes = instructions.flatMap(({ node }) =>
      node.kind === 'custom' && account.className(node.fn) === own ? [node.id] : []
    );
    return { nodes, lines: classLines(fn, own, torchSpelling) };
  });
  const classes = bodies.map(({ lines }) => lines.map(({ text }) => text).join('\n'));
  const steps = [
    ...(isRandom ? [remark('torch.manual_seed(0)')] : []),
    ...inBlocks(doc, written(false)),
    ...account.faults().map(remark)
  ];
  const needsF = [...classes, ...steps.map(({ text }) => text)].some(usesF);
  return {
    title: doc.meta.title,
    imports: ['import torch', ...(needsF ? ['import torch.nn.functional as F'] : [])],
    classes,
    bodies,
    // A leaf is the same under no_grad.
    inputs: written(true).map(({ made }) => made),
    steps,
    backward: [
      ...kept.map((id) => `${account.name(id)}.retain_grad()`),
      ...(line === null ? [] : [line])
    ],
    values: computed
      .filter((id) => intermediates || ends.has(id))
      .map((id) => print(account.name(id))),
    gradients: works ? [...leaves, ...kept].map((id) => print(`${account.name(id)}.grad`)) : []
  };
}
