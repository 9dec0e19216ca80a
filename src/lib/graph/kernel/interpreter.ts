import { computeOf, needed, type Machine, type Plan, type Step } from '../../ops/native/steps';

/** One step as a function on the memory, which holds one number for each. */
function closureOf(step: Step, at: number, memory: Float64Array): (() => void) | null {
  if (step.kind !== 'op') return null;
  const compute = computeOf(step.op);
  const [a, b, c] = step.args as [number, number, number];
  const read = (index: number): number => memory[index] as number;
  switch (step.args.length) {
    case 1:
      return () => void (memory[at] = compute(read(a)));
    case 2:
      return () => void (memory[at] = compute(read(a), read(b)));
    default:
      return () => void (memory[at] = compute(read(a), read(b), read(c)));
  }
}

/** Runs a plan step by step: the reference, and what runs where WebAssembly doesn't or not yet. */
export function interpreter({ list, outputs }: Plan): Machine {
  const memory = new Float64Array(list.length);
  list.forEach((step, at) => {
    if (step.kind === 'constant') memory[at] = step.value;
  });
  const closures = needed(list, outputs).flatMap((at) => {
    const closure = closureOf(list[at] as Step, at, memory);
    return closure ? [closure] : [];
  });
  return {
    set: (leaf, value) => void (memory[leaf] = value),
    run: () => {
      for (const closure of closures) closure();
    },
    get: (step) => memory[step] ?? NaN
  };
}
