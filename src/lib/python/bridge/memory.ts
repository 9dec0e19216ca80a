import { GradNode, gradNode } from '../../autograd/tape';
import { BYTES, noRoom } from '../../ops/strided';
import type { Tensor } from '../../tensor/tensor';

/** Bytes of results after which it is counted what of all is still in use. */
const STEP = 2 ** 29;
/** Bytes that tensors in use may have together. */
const MOST = 2 ** 30;
/** Smaller results aren't worth counting: others bound how many of them there are. */
const SMALL = 4096;

/** Bytes of the tensors and of all that their graphs hold. */
export function bytesHeld(tensors: Iterable<Tensor>): number {
  const open: (Tensor | GradNode)[] = [...tensors];
  const seen = new Set<object>();
  let bytes = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next instanceof GradNode) {
      open.push(...next.inputs, next.output);
      for (const edge of next.edges) if (edge) open.push(edge);
      continue;
    }
    const node = gradNode(next);
    if (node) open.push(node);
    if (next.grad) open.push(next.grad);
    if (next.numel < 2) continue;
    const { buffer } = next.data;
    if (!seen.has(buffer)) bytes += buffer.byteLength;
    seen.add(buffer);
  }
  return bytes;
}

/**
 * Keeps a program from filling the memory with tensors, which are JavaScript's and know no bound of their own.
 * What is in use Python alone can say; that takes time, so it is asked rarely.
 */
export class MemoryWatch {
  private fresh = 0;
  private living: (() => Iterable<Tensor>) | null = null;

  /** @param living answers all tensors that Python's code holds */
  ask(living: () => Iterable<Tensor>): void {
    this.living = living;
  }

  /** A result is there. @throws TorchError in PyTorch's words where it is too much */
  noted({ numel, dtype }: Tensor): void {
    if (numel < SMALL) return;
    const bytes = numel * BYTES[dtype];
    this.fresh += bytes;
    if (this.fresh < STEP || !this.living) return;
    this.fresh = 0;
    if (bytesHeld(this.living()) > MOST) throw noRoom(bytes);
  }
}
