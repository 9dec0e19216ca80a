import { grad } from '../autograd/backward';
import type { InputNode } from '../graph/document';
import type { Instruction } from '../graph/program';
import { execute } from '../graph/execute';
import { TorchError } from '../tensor/errors';
import { fullLike, tensor, type Tensor } from '../tensor/tensor';

/** The stretch of a program that a sweep runs again and again. */
export interface Stretch {
  readonly input: InputNode;
  /** What lies between the input and the result, in running order. */
  readonly path: readonly Instruction[];
  /** Outputs that the input doesn't change, without their history: only the input's gradient is asked for. */
  readonly fixed: ReadonlyMap<string, Tensor>;
  readonly result: string;
}

/**
 * The result at some points, and its derivative there; null where none flows back to the input. Where the program
 * fails, at a singular matrix say, or gives several numbers, both are NaN.
 */
export interface Evaluated {
  readonly y: number[];
  readonly slope: number[] | null;
  /** What PyTorch says where backward fails. */
  readonly fault: TorchError | null;
}

/** Runs the stretch from a value of its input. */
function forward({ input, path, result }: Stretch, leaf: Tensor, outputs: Map<string, Tensor>) {
  outputs.set(input.id, leaf);
  for (const instruction of path) {
    const executed = execute(instruction, outputs);
    if (executed) outputs.set(instruction.node.id, executed.output);
  }
  const root = outputs.get(result);
  if (!root) throw new Error(`${result} has no output`);
  return root;
}

/** Gradient of the root with respect to the leaf as `torch.autograd.grad` gives it, or what it says instead. */
function slopeOf(root: Tensor, leaf: Tensor, upstream?: Tensor): Tensor | TorchError | null {
  if (!root.requiresGrad) return null;
  try {
    return grad(root, [leaf], upstream ? { gradient: upstream } : {})[0] ?? null;
  } catch (error) {
    if (error instanceof TorchError) return error;
    throw error;
  }
}

/** One run for all points: the input becomes a list of them, and so does all that follows from it. */
export function evaluateTogether(stretch: Stretch, points: readonly number[]): Evaluated {
  const { dtype, requiresGrad } = stretch.input;
  const shape = [points.length];
  const outputs = new Map<string, Tensor>();
  // As long as the list, so that types are promoted as they are among numbers.
  for (const [id, one] of stretch.fixed) {
    outputs.set(id, fullLike({ shape, dtype: one.dtype }, one.item()));
  }
  const leaf = tensor(points, { dtype, requiresGrad });
  const root = forward(stretch, leaf, outputs);
  // Upstream ones are the lab's sum trick: each point receives its own derivative.
  const found = slopeOf(root, leaf, fullLike(root, 1));
  const fault = found instanceof TorchError ? found : null;
  const slope = found && !(found instanceof TorchError) ? found.values() : null;
  return { y: root.values(), slope, fault };
}

/** The same for one point; null where PyTorch refuses it, or where the result there is no single number. */
function forwardOrNull(...point: Parameters<typeof forward>): Tensor | null {
  try {
    const root = forward(...point);
    return root.numel === 1 ? root : null;
  } catch (error) {
    if (error instanceof TorchError) return null;
    throw error;
  }
}

/** One run a point: right for every graph. */
export function evaluateSingly(stretch: Stretch, points: readonly number[]): Evaluated {
  const { dtype, requiresGrad } = stretch.input;
  const outputs = new Map(stretch.fixed);
  const y: number[] = [];
  let slope: number[] | null = [];
  let fault: TorchError | null = null;
  for (const point of points) {
    const leaf = tensor(point, { dtype, requiresGrad });
    const root = forwardOrNull(stretch, leaf, outputs);
    y.push(root?.item() ?? NaN);
    if (!root) {
      slope?.push(NaN);
      continue;
    }
    const found = slope ? slopeOf(root, leaf) : null;
    if (found instanceof TorchError) fault = found;
    if (found && !(found instanceof TorchError)) slope?.push(found.item());
    else slope = null;
  }
  return { y, slope, fault };
}
