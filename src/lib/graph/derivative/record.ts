import { grad } from '../../autograd/backward';
import { enableGrad, isGradEnabled } from '../../autograd/mode';
import { OpNode, gradNode } from '../../autograd/tape';
import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { watching } from '../../ops/dispatch';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { Allowance } from '../allowance';
import type { Program } from '../program';
import { execute } from '../execute';

/** How a tensor of the backward pass came about. */
export interface Made {
  readonly op: OpDefinition;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly output: Tensor;
  /** Made without recording of something that requires a gradient: none flows back through it. */
  readonly isCut: boolean;
  /** Node whose backward made it, or that it arrived at; null for what was made forward. */
  readonly owner: string | null;
}

/** One gradient on its way along an edge of the forward graph. */
export interface Flow {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  readonly contribution: Tensor;
  readonly sum: Tensor;
}

/** A forward and a backward pass, and what each tensor in them was made of. */
export interface Recording {
  /** The node that computed a tensor. */
  readonly nodes: ReadonlyMap<Tensor, string>;
  /** In the order in which they were made. */
  readonly made: ReadonlyMap<Tensor, Made>;
  readonly seed: Tensor | null;
  readonly flows: readonly Flow[];
  /** Gradient of the result by input node; null where none flows. */
  readonly gradients: ReadonlyMap<string, Tensor | null>;
}

/** What a tensor was made of where nobody was told: the tape knows of what requires a gradient. */
export function fromTape(output: Tensor): Made | null {
  const node = gradNode(output);
  if (!(node instanceof OpNode)) return null;
  const { op, inputs, attributes } = node;
  return { op, inputs, attributes, output, isCut: false, owner: null };
}

/**
 * Runs a program forward and, recording that too, backward.
 * @param inputs nodes whose gradients are wanted; only what leads to them runs
 * @throws TorchError as `backward()` would
 */
export function record(program: Program, result: string, inputs: readonly string[]): Recording {
  const nodes = new Map<Tensor, string>();
  const outputs = new Map<string, Tensor>();
  const made = new Map<Tensor, Made>();
  const flows: Flow[] = [];
  const allowance = new Allowance();
  let seed: Tensor | null = null;
  let owner: string | null = null;

  const note = (
    op: OpDefinition,
    from: readonly Tensor[],
    output: Tensor,
    attributes: Attributes
  ): void => {
    // What hands its input back has made nothing.
    if (from.includes(output)) return;
    const isCut =
      op.gradFn !== null &&
      !isGradEnabled() &&
      !output.requiresGrad &&
      from.some((t) => t.requiresGrad);
    made.delete(output);
    made.set(output, { op, inputs: [...from], attributes, output, isCut, owner });
  };

  return watching(note, () => {
    for (const instruction of program.instructions) {
      try {
        const executed = execute(instruction, outputs, allowance);
        if (!executed) continue;
        outputs.set(instruction.node.id, executed.output);
        nodes.set(executed.output, instruction.node.id);
      } catch (error) {
        // What can't run stands in the document as it stood there before.
        if (!(error instanceof TorchError)) throw error;
      }
    }
    const root = outputs.get(result);
    const wanted = inputs.flatMap((id) => outputs.get(id) ?? []);
    if (!root) throw new TorchError('The result could not be computed.');
    const edges = new Map(
      program.instructions.map((one) => [one.node.id, one.kind === 'leaf' ? [] : one.operands])
    );
    const found = enableGrad(() =>
      grad(root, wanted, {
        createGraph: true,
        observer: {
          seed: (_, given) => (seed = given),
          entering: (node) => (owner = nodes.get(node.output) ?? null),
          contribution: ({ node, inputIndex, receiver, contribution, sum }) => {
            const from = nodes.get(node.output);
            const to = nodes.get(receiver);
            const edge = from === undefined ? null : edges.get(from)?.[inputIndex]?.edge;
            if (from !== undefined && to !== undefined && edge) {
              flows.push({ edge, from, to, contribution, sum });
            }
          }
        }
      })
    );
    const gradients = new Map(inputs.map((id): [string, Tensor | null] => [id, null]));
    wanted.forEach((t, k) => gradients.set(nodes.get(t) ?? '', found[k] ?? null));
    return { nodes, made, seed, flows, gradients };
  });
}
