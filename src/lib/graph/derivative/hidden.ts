import { noGrad } from '../../autograd/mode';
import { quietly } from '../../ops/dispatch';
import { isFloating } from '../../tensor/dtype';
import { fromValues, fullLike, type Tensor } from '../../tensor/tensor';
import type { Operand, Picture } from './picture';
import type { Made } from './record';

/** Elements of a matrix that still is worth being drawn. */
const MOST = 2500;

/** Draws an operation that no document can name by some that it can; null where that can't be done. */
type Stand = (picture: Picture, made: Made, operands: readonly Operand[], name: string) => string;

const node = (id: string): Operand => ({ node: id });

/** A broadcast undone: summed over what was repeated. */
const summed: Stand = (picture, { inputs: [t], output }, operands, name) => {
  const lead = (t?.shape.length ?? 0) - output.shape.length;
  const dim = (t?.shape ?? []).flatMap((size, k) =>
    k < lead || (output.shape[k - lead] === 1 && size !== 1) ? [k] : []
  );
  if (lead === 0) return picture.call('sum', operands, { dim, keepdim: true }, name);
  const sum = picture.call('sum', operands, { dim, keepdim: true }, `${name}_sum`);
  return picture.call('reshape', [node(sum)], { shape: [...output.shape] }, name);
};

const stands: Readonly<Record<string, Stand>> = {
  sum_to_size: summed,
  expand_to: (picture, { output }, operands, name) =>
    picture.call('expand', operands, { size: [...output.shape] }, name),
  contiguous: (picture, _, operands, name) => picture.call('clone', operands, {}, name),
  // A sum over a dimension of one element is that element, in another type where it is asked for.
  to: (picture, { output }, operands, name) => {
    const wide = picture.call('unsqueeze', operands, { dim: 0 }, `${name}_row`);
    return picture.call('sum', [node(wide)], { dim: [0], dtype: output.dtype }, name);
  }
};

const zeros = (t: Tensor): Tensor => fullLike(t, 0);

/** Whether two tensors hold the same numbers, apart from rounding. */
function agree(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return Array.from(a).every((one, k) => {
    const other = b[k] ?? NaN;
    return Math.abs(one - other) <= 1e-4 * Math.max(1, Math.abs(one), Math.abs(other));
  });
}

/**
 * The matrices by which an operation multiplies its floating inputs, as flat lists; null where it isn't linear in all
 * of them together, or too large.
 */
function matricesOf({ op, inputs, attributes, output }: Made): (Float64Array | null)[] | null {
  const size = output.numel;
  const moving = inputs.map((t) => isFloating(t.dtype) && !t.isPythonScalar);
  const most = inputs.reduce((sum, t, k) => sum + (moving[k] ? t.numel * size : 0), 0);
  if (most === 0 || most > MOST || !isFloating(output.dtype)) return null;
  const at = (values: (t: Tensor, k: number) => Tensor): Float64Array =>
    Float64Array.from(
      op
        .forward(
          inputs.map((t, k) => (moving[k] ? values(t, k) : t)),
          attributes
        )
        .values()
    );
  if (at(zeros).some((one) => one !== 0)) return null;
  const matrices = inputs.map((t, k): Float64Array | null => {
    if (!moving[k]) return null;
    const matrix = new Float64Array(t.numel * size);
    for (let j = 0; j < t.numel; j++) {
      const unit = new Float64Array(t.numel);
      unit[j] = 1;
      const column = at((one, i) => (i === k ? fromValues(unit, t.shape, t.dtype) : zeros(one)));
      column.forEach((value, i) => (matrix[i * t.numel + j] = value));
    }
    return matrix;
  });
  const product = (values: (t: Tensor) => ArrayLike<number>): number[] =>
    Array.from({ length: size }, (_, i) =>
      inputs.reduce((sum, t, k) => {
        const matrix = matrices[k];
        if (!matrix) return sum;
        const given = values(t);
        for (let j = 0; j < t.numel; j++) {
          sum += (matrix[i * t.numel + j] ?? 0) * (given[j] ?? 0);
        }
        return sum;
      }, 0)
    );
  // Linear here need not be linear elsewhere: what chooses by its input is not.
  const elsewhere = (t: Tensor): number[] =>
    Array.from({ length: t.numel }, (_, j) => ((j * 7919 + 13) % 17) - 8);
  const isLinear =
    agree(
      product((t) => t.values()),
      output.values()
    ) &&
    agree(
      product(elsewhere),
      at((t) => fromValues(elsewhere(t), t.shape, t.dtype))
    );
  return isLinear ? matrices : null;
}

/** As a product with the operation's matrix, over flat lists. */
function multiplied(
  picture: Picture,
  made: Made,
  operands: readonly Operand[],
  name: string
): string | null {
  const matrices = noGrad(() => quietly(() => matricesOf(made)));
  if (!matrices) return null;
  const { inputs, output } = made;
  const products = matrices.flatMap((matrix, k) => {
    const [t, operand] = [inputs[k], operands[k]];
    if (!matrix || !t || !operand) return [];
    const value = fromValues(matrix, [output.numel, t.numel], output.dtype);
    const factor = picture.value(value, `${name}_matrix`);
    const flat = picture.call('reshape', [operand], { shape: [-1] }, `${name}_flat`);
    return [picture.call('mv', [node(factor), node(flat)], {}, `${name}_mv`)];
  });
  const [first, ...rest] = products;
  if (first === undefined) return null;
  const sum = rest.reduce(
    (so, one) => picture.call('add', [node(so), node(one)], {}, `${name}_add`),
    first
  );
  return picture.call('reshape', [node(sum)], { shape: [...output.shape] }, name);
}

/** What an operation that no document can name is drawn as. */
export function standIn(
  picture: Picture,
  made: Made,
  operands: readonly Operand[],
  name: string
): { readonly id: string; readonly as: 'same' | 'matrix' | 'value' } {
  const stand = stands[made.op.name];
  if (stand) return { id: stand(picture, made, operands, name), as: 'same' };
  const id = multiplied(picture, made, operands, name);
  if (id !== null) return { id, as: 'matrix' };
  return { id: picture.value(made.output.untracked(), name), as: 'value' };
}
