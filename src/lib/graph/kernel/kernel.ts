import { cast } from '../../tensor/dtype';
import type { Program } from '../program';
import { run, type Run } from '../run';
import { interpreter } from './interpreter';
import { lower, type Lowered } from './lower';
import type { Machine } from '../../ops/native/steps';
import { wasm } from './wasm';

/** A program compiled, forward and backward in one: what runs while a slider is dragged. */
export class Kernel {
  /** What runs it now: WebAssembly as soon as it is compiled, the interpreter until then and where there is none. */
  backend: 'interpreter' | 'wasm' = 'interpreter';
  /** Settles when the back end is the one that it stays. */
  readonly ready: Promise<void>;

  /** @param machine has run already */
  constructor(
    private readonly lowered: Lowered,
    private machine: Machine,
    compile: (lowered: Lowered) => Promise<Machine>
  ) {
    this.ready = compile(lowered).then(
      (next) => this.changeTo(next),
      // Without WebAssembly, or where the page's policy refuses it, the interpreter stays.
      () => undefined
    );
  }

  private changeTo(next: Machine): void {
    for (const { step } of this.lowered.leaves.values()) next.set(step, this.machine.get(step));
    next.run();
    this.machine = next;
    this.backend = 'wasm';
  }

  /**
   * Gives a leaf another value, which its dtype rounds as it would any; the next run sees it.
   * @throws RangeError for a node that isn't a leaf
   */
  set(leaf: string, value: number): void {
    const found = this.lowered.leaves.get(leaf);
    if (!found) throw new RangeError(`${leaf} is not a leaf of this program`);
    this.machine.set(found.step, cast(value, found.dtype));
  }

  /** Computes every value, and every gradient of the result. */
  run(): void {
    this.machine.run();
  }

  /** A node's value. @throws RangeError for an unknown node */
  value(node: string): number {
    const step = this.lowered.values.get(node);
    if (step === undefined) throw new RangeError(`${node} is not in this program`);
    return this.machine.get(step);
  }

  /** Gradient of the result with respect to a node; null where none flows. */
  gradient(node: string): number | null {
    const step = this.lowered.gradients.get(node);
    return step === undefined ? null : this.machine.get(step);
  }
}

/** Whether a machine gives what the engine gave, to the bit. */
function agrees(machine: Machine, { values, gradients }: Lowered, reference: Run): boolean {
  const same = (steps: ReadonlyMap<string, number>, tensors: Run['outputs']): boolean =>
    steps.size === tensors.size &&
    [...steps].every(([id, step]) => Object.is(machine.get(step), tensors.get(id)?.item()));
  return same(values, reference.outputs) && same(gradients, reference.gradients);
}

/**
 * Compiles a program whose values are all 0-d and whose operations are elementwise, custom functions of such
 * included; null for any other, and for one with faults. It has run once with the program's own leaf values.
 * @param reference a run of the same program, where there is one already
 */
export function compileKernel(
  program: Program,
  reference: Run = run(program),
  compile: (lowered: Lowered) => Promise<Machine> = wasm
): Kernel | null {
  const lowered = lower(reference);
  if (!lowered) return null;
  const machine = interpreter(lowered);
  for (const [id, { step }] of lowered.leaves) {
    machine.set(step, reference.outputs.get(id)?.item() ?? NaN);
  }
  machine.run();
  // An operation whose expression isn't all that its forward does would give other numbers: better none.
  return agrees(machine, lowered, reference) ? new Kernel(lowered, machine, compile) : null;
}
