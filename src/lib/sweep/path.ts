import type { CompiledFunction, Interpreter } from '../formula/function';
import type { InputNode } from '../graph/document';
import type { Instruction, Program } from '../graph/program';

/** Nodes that an instruction reads. */
export const sourcesOf = (instruction: Instruction): string[] =>
  instruction.kind === 'leaf'
    ? []
    : instruction.operands.flatMap(({ source }) => (source === null ? [] : [source]));

/** Input nodes of a program, in order of creation. */
export const inputsOf = (program: Program): InputNode[] =>
  program.instructions
    .flatMap((instruction) => (instruction.kind === 'leaf' ? [instruction.node] : []))
    .sort((a, b) => a.order - b.order);

/** What the result is computed from, the result included. */
function ancestors({ instructions, result }: Program): Set<string> {
  const found = new Set<string>(result === null ? [] : [result]);
  for (const instruction of [...instructions].reverse()) {
    if (found.has(instruction.node.id)) for (const id of sourcesOf(instruction)) found.add(id);
  }
  return found;
}

/** Instructions that lie between an input and the result: they depend on the one, and the other on them. */
export function between(program: Program, input: string): Instruction[] {
  const needed = ancestors(program);
  const moved = new Set([input]);
  return program.instructions.filter((instruction) => {
    const { id } = instruction.node;
    if (!needed.has(id) || !sourcesOf(instruction).some((source) => moved.has(source))) {
      return false;
    }
    moved.add(id);
    return true;
  });
}

/** The input that is swept: the one that was chosen, else the first that the result depends on and that has a gradient. */
export function sweptInput(program: Program, wanted: string | null): InputNode | null {
  const inputs = inputsOf(program);
  const chosen = inputs.find(({ id }) => id === wanted);
  if (chosen) return chosen;
  const needed = ancestors(program);
  const used = inputs.filter(({ id }) => needed.has(id));
  return used.find(({ requiresGrad }) => requiresGrad) ?? used[0] ?? inputs[0] ?? null;
}

/** Whether both bodies of a custom function consist of elementwise operations. */
function isElementwise(fn: CompiledFunction): boolean {
  let found = true;
  const probe: Interpreter<true> = {
    number: () => true,
    apply: (op) => {
      found &&= op.elementwise !== undefined;
      return true;
    }
  };
  fn.forward(
    probe,
    fn.inputs.map(() => true as const)
  );
  fn.backward(
    probe,
    fn.savedNames.map(() => true as const),
    true
  );
  return found;
}

/** Whether every element of the output depends on that element of the inputs alone. */
export function isPointwise(instruction: Instruction): boolean {
  if (instruction.kind === 'leaf') return true;
  if (instruction.kind === 'op') return instruction.op.elementwise !== undefined;
  return isElementwise(instruction.fn);
}
