import { backward, type BackwardObserver } from '../autograd/backward';
import { noGrad } from '../autograd/mode';
import type { GradNode } from '../autograd/tape';
import { tensors } from '../ops/dispatch';
import { TorchError } from '../tensor/errors';
import { copyOf, type Tensor } from '../tensor/tensor';
import { Allowance } from './allowance';
import { BodyLog } from './bodylog';
import { execute } from './execute';
import { backwardHelp, forwardHelp } from './help';
import type { Diagnostic, Instruction, Operand, Program } from './program';
import { savedByFunction, savedByOperation } from './saved';
import type { ContributionEvent, SavedTensor, TraceEvent } from './trace';

/** What one execution of a program left behind. */
export interface Run {
  readonly program: Program;
  readonly trace: readonly TraceEvent[];
  /** Output of every node that ran. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** Gradient of the result with respect to every node that one reached, intermediate nodes included. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** The program's diagnostics and what went wrong while running. */
  readonly diagnostics: readonly Diagnostic[];
  /** How often backward was called. */
  readonly passes: number;
  readonly retainGraph: boolean;
}

export interface RunOptions {
  /** Whether backward keeps the graph, as with `retain_graph=True`. */
  readonly retainGraph?: boolean;
}

/** A call of one node's backward while it runs. */
interface Call {
  readonly node: GradNode;
  readonly id: string;
  /** Where its contributions stand in the trace. */
  readonly at: number[];
}

class Execution {
  readonly trace: TraceEvent[] = [];
  readonly outputs = new Map<string, Tensor>();
  readonly gradients = new Map<string, Tensor>();
  readonly diagnostics: Diagnostic[];
  passes = 0;
  private readonly allowance = new Allowance();
  private readonly owners = new Map<Tensor, { id: string; operands: readonly Operand[] }>();
  private readonly locals = new Map<Tensor, Instruction>();
  private readonly logs = new Map<string, BodyLog>();
  private readonly shelves = new Map<string, readonly SavedTensor[]>();
  /** Whether an earlier backward has freed what was saved. */
  private isFreed = false;
  private call: Call | null = null;

  constructor(
    readonly program: Program,
    readonly retainGraph: boolean
  ) {
    this.diagnostics = [...program.diagnostics];
  }

  forward(): void {
    for (const instruction of this.program.instructions) {
      try {
        this.step(instruction);
      } catch (error) {
        if (!(error instanceof TorchError)) throw error;
        this.diagnostics.push({
          kind: 'run',
          nodes: [instruction.node.id],
          message: `${error.type}: ${error.message}`,
          help: forwardHelp(error.message)
        });
      }
    }
  }

  private step(instruction: Instruction): void {
    const node = instruction.node.id;
    const log = instruction.kind === 'custom' ? new BodyLog(instruction.node) : undefined;
    const executed = execute(instruction, this.outputs, this.allowance, log);
    // A source that failed has said so itself; what hangs on it stays empty.
    if (!executed) return;
    const { inputs, output } = executed;
    const saved =
      instruction.kind === 'custom'
        ? savedByFunction(node, inputs, output, executed.saved)
        : savedByOperation(node, inputs, output);
    const isLeaf = instruction.kind === 'leaf';
    this.keep(instruction, output, isLeaf ? [] : instruction.operands);
    this.shelves.set(node, saved);
    if (log) this.logs.set(node, log);
    const body = log?.take() ?? [];
    this.trace.push(
      isLeaf
        ? { kind: 'leaf', node, output }
        : { kind: 'forward', node, inputs, output, saved, body }
    );
  }

  private keep(instruction: Instruction, output: Tensor, operands: readonly Operand[]): void {
    this.outputs.set(instruction.node.id, output);
    this.owners.set(output, { id: instruction.node.id, operands });
    this.locals.set(output, instruction);
  }

  /** `result.backward()`: the first one that fails is a fault of the document, a further one is a step of the trace. */
  backward(): void {
    const { result } = this.program;
    const root = result === null ? undefined : this.outputs.get(result);
    if (result === null || !root) return;
    this.passes += 1;
    try {
      backward(root, { observer: this.observer(), retainGraph: this.retainGraph });
      this.settle();
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
      const node = this.call?.id ?? result;
      const message = `${error.type}: ${error.message}`;
      const help = backwardHelp(error.message);
      if (this.passes > 1) this.trace.push({ kind: 'refused', node, message, help });
      else this.diagnostics.push({ kind: 'backward', nodes: [node], message, help });
    }
    this.isFreed ||= !this.retainGraph;
  }

  /** What the node whose backward runs has on its shelf. */
  private shelf(id: string): readonly SavedTensor[] {
    return this.isFreed ? [] : (this.shelves.get(id) ?? []);
  }

  /** Says with the last contribution of a node what becomes of its shelf, and what got nothing. */
  private settle(): void {
    const { call } = this;
    this.call = null;
    const at = call?.at.at(-1);
    const last = at === undefined ? undefined : this.trace[at];
    if (!call || at === undefined || last?.kind !== 'contribution') return;
    const reached = new Set(call.at.map((k) => (this.trace[k] as ContributionEvent).input));
    const operands = this.owners.get(call.node.output)?.operands ?? [];
    const withheld = operands.flatMap(({ input, source }, k) =>
      source !== null && call.node.receiver(k) && !reached.has(input) ? [source] : []
    );
    this.trace[at] = { ...last, withheld, freed: this.retainGraph ? [] : this.shelf(call.id) };
  }

  private observer(): BackwardObserver {
    return {
      entering: (node) => {
        this.settle();
        const id = this.owners.get(node.output)?.id;
        this.call = id === undefined ? null : { node, id, at: [] };
      },
      seed: (root, grad) => {
        const node = this.owners.get(root)?.id;
        if (node === undefined) return;
        const { passes: pass, retainGraph } = this;
        this.gradients.set(node, grad);
        this.trace.push({ kind: 'seed', node, grad, pass, retainGraph });
      },
      contribution: (flow) => this.contribution(flow),
      leaf: (leaf, grad) => {
        const node = this.owners.get(leaf)?.id;
        if (node === undefined) return;
        const before = leaf.grad && copyOf(leaf.grad);
        const total = before ? noGrad(() => tensors.add(before, grad)) : grad;
        this.trace.push({ kind: 'accumulate', node, grad, before, total });
      }
    };
  }

  private contribution({
    node,
    inputIndex,
    receiver,
    upstream,
    contribution,
    sum,
    arrival
  }: Parameters<NonNullable<BackwardObserver['contribution']>>[0]): void {
    const owner = this.owners.get(node.output);
    const source = this.owners.get(receiver)?.id;
    const operand = owner?.operands[inputIndex];
    if (!owner || source === undefined || !operand?.edge) return;
    const made = this.locals.get(node.output);
    const local =
      made?.kind === 'op'
        ? made.op.local(inputIndex, node.inputs, node.output, made.attributes)
        : null;
    this.gradients.set(source, sum);
    const isFirst = this.call?.at.length === 0;
    const unwanted = owner.operands.flatMap((other, k) =>
      other.source !== null && !node.receiver(k) ? [other.source] : []
    );
    this.call?.at.push(this.trace.length);
    this.trace.push({
      kind: 'contribution',
      node: owner.id,
      input: operand.input,
      source,
      edge: operand.edge,
      upstream,
      local,
      contribution,
      sum,
      arrival,
      taken: isFirst ? this.shelf(owner.id) : [],
      freed: [],
      unwanted: isFirst ? [...new Set(unwanted)] : [],
      withheld: [],
      body: isFirst ? (this.logs.get(owner.id)?.take() ?? []) : []
    });
  }

  /** What it has left behind so far. */
  report(): Run {
    const { program, outputs, gradients, diagnostics, passes, retainGraph } = this;
    const trace = [...this.trace];
    const done = { program, trace, outputs, gradients, diagnostics, passes, retainGraph };
    executions.set(done, this);
    return done;
  }
}

/** The graph of each run, as its last backward has left it. */
const executions = new WeakMap<Run, Execution>();

/** Executes a program forward, and backward from its result. Faults become diagnostics; nothing is thrown for user mistakes. */
export function run(program: Program, { retainGraph = false }: RunOptions = {}): Run {
  const execution = new Execution(program, retainGraph);
  execution.forward();
  execution.backward();
  return execution.report();
}

/** Whether backward went through, so that it can be called again on the same graph. */
export const canRepeat = ({ trace, diagnostics }: Run): boolean =>
  trace.at(-1)?.kind !== 'refused' &&
  trace.some(({ kind }) => kind === 'seed') &&
  !diagnostics.some(({ kind }) => kind === 'backward');

/** The same run with `backward()` called once more on the graph that is there; it can be asked once of each run. */
export function backwardAgain(done: Run): Run {
  const execution = executions.get(done);
  if (!execution || execution.passes !== done.passes || !canRepeat(done)) return done;
  execution.backward();
  return execution.report();
}
