import { isFloating, scalarTypeName } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { numel, type Shape } from '../../tensor/shape';
import { fromValues, type Tensor } from '../../tensor/tensor';
import { define, type OpDefinition, type Sample } from '../define';
import { apply, tensors } from '../dispatch';
import { docs, INPUT } from './common';

/** @throws TorchError in PyTorch's words for what is no batch of square matrices */
function requireSquare(name: string, { shape, dtype }: Tensor): void {
  if (!isFloating(dtype)) {
    throw new TorchError(
      `linalg.${name}: Expected a floating point or complex tensor as input. Got ${scalarTypeName(dtype)}`
    );
  }
  if (shape.length < 2) {
    throw new TorchError(`linalg.${name}: The input tensor A must have at least 2 dimensions.`);
  }
  const [rows, columns] = shape.slice(-2);
  if (rows === columns) return;
  throw new TorchError(
    `linalg.${name}: A must be batches of square matrices, but they are ${rows} by ${columns} matrices`
  );
}

/**
 * Gauss's elimination with the largest element of a column as pivot, on rows that carry right-hand sides along.
 * @param size rows; each begins with as many elements of the matrix
 * @returns the determinant, and the column without a pivot; the right-hand sides become the solution
 */
function eliminate(rows: Float64Array[], size: number): { determinant: number; singular: number } {
  let determinant = 1;
  let singular = -1;
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let row = column + 1; row < size; row++) {
      const [one, other] = [rows[row]?.[column] ?? 0, rows[best]?.[column] ?? 0];
      if (Math.abs(one) > Math.abs(other)) best = row;
    }
    const pivotRow = rows[best];
    const swapped = rows[column];
    const pivot = pivotRow?.[column] ?? 0;
    if (!pivotRow || !swapped || pivot === 0) {
      if (singular < 0) singular = column;
      // With its sign, as the product of all pivots has it.
      determinant *= 0;
      continue;
    }
    if (best !== column) {
      rows[best] = swapped;
      rows[column] = pivotRow;
      determinant = -determinant;
    }
    determinant *= pivot;
    for (let k = column; k < pivotRow.length; k++) pivotRow[k] = (pivotRow[k] ?? 0) / pivot;
    rows.forEach((row, at) => {
      const factor = row[column] ?? 0;
      if (at === column || factor === 0) return;
      for (let k = column; k < row.length; k++) {
        row[k] = (row[k] ?? 0) - factor * (pivotRow[k] ?? 0);
      }
    });
  }
  return { determinant, singular };
}

/** All matrices of a batch with their right-hand sides, one after another. */
function* systems(a: Tensor, b: ArrayLike<number>, width: number): Generator<Float64Array[]> {
  const size = a.shape.at(-1) ?? 0;
  const values = a.values();
  for (let m = 0; m < numel(a.shape.slice(0, -2)); m++) {
    yield Array.from({ length: size }, (_, row) => {
      const made = new Float64Array(size + width);
      const at = (m * size + row) * size;
      for (let k = 0; k < size; k++) made[k] = values[at + k] ?? NaN;
      for (let k = 0; k < width; k++) made[size + k] = b[(m * size + row) * width + k] ?? NaN;
      return made;
    });
  }
}

/** The solutions of all systems; `fail` says what is wrong with the one that has none. */
function solved(
  a: Tensor,
  b: ArrayLike<number>,
  width: number,
  fail: (column: number) => TorchError
): number[] {
  const size = a.shape.at(-1) ?? 0;
  const found: number[] = [];
  for (const rows of systems(a, b, width)) {
    const { singular } = eliminate(rows, size);
    if (singular >= 0) throw fail(singular);
    for (const row of rows) found.push(...row.subarray(size));
  }
  return found;
}

function inverse(a: Tensor): Tensor {
  requireSquare('inv', a);
  const size = a.shape.at(-1) ?? 0;
  const ones = Array.from({ length: a.numel }, (_, k) =>
    Number(k % size === Math.floor(k / size) % size)
  );
  const found = solved(a, ones, size, (column) => {
    const where = a.shape.length > 2 ? '(Batch element 0): ' : '';
    return new TorchError(
      `linalg.inv: ${where}The diagonal element ${column + 1} is zero, the inversion could not be completed because the input matrix is singular.`,
      '_LinAlgError'
    );
  });
  return fromValues(found, a.shape, a.dtype);
}

function determinants(a: Tensor): number[] {
  const size = a.shape.at(-1) ?? 0;
  return Array.from(systems(a, [], 0), (rows) => eliminate(rows, size).determinant);
}

/** The gradient of the determinant of one matrix that may have no inverse: its cofactors. */
function cofactors(a: Tensor): Tensor {
  const size = a.shape.at(-1) ?? 0;
  const values = a.values();
  const found = values.map((_, k) => {
    const [batch, row, column] = [Math.floor(k / size ** 2), Math.floor(k / size) % size, k % size];
    const minor = values.filter((__, at) => {
      const isOther = Math.floor(at / size) % size !== row && at % size !== column;
      return Math.floor(at / size ** 2) === batch && isOther;
    });
    const part = fromValues(minor, [size - 1, size - 1], 'float64');
    return (determinants(part)[0] ?? 1) * ((row + column) % 2 === 0 ? 1 : -1);
  });
  return fromValues(found, a.shape, a.dtype);
}

const turned = (t: Tensor): Tensor => apply('transpose', [t], { dim0: -2, dim1: -1 });
const product = (a: Tensor, b: Tensor): Tensor => apply('matmul', [a, b]);
const column = (t: Tensor): Tensor => apply('unsqueeze', [t], { dim: -1 });

/** Whether the right-hand sides are vectors. */
const areVectors = (a: Shape, b: Shape): boolean =>
  b.length === 1 || (a.length - 1 === b.length && b.every((size, k) => size === a[k]));

function solution(a: Tensor, b: Tensor): Tensor {
  requireSquare('solve', a);
  if (a.dtype !== b.dtype) {
    throw new TorchError(
      `linalg.solve: Expected A and B to have the same dtype, but found A of type ${scalarTypeName(a.dtype)} and B of type ${scalarTypeName(b.dtype)} instead`
    );
  }
  const isVector = areVectors(a.shape, b.shape);
  const size = a.shape.at(-1) ?? 0;
  const [rows, width] = isVector ? [b.shape.at(-1), 1] : b.shape.slice(-2);
  const lead = a.shape.slice(0, -2);
  const own = isVector ? b.shape.slice(0, -1) : b.shape.slice(0, -2);
  if (rows !== size || own.length !== lead.length || own.some((one, k) => one !== lead[k])) {
    throw new TorchError(
      `linalg.solve: Incompatible shapes of A and B for the equation AX = B (${size}x${size} and ${rows}x${width})`
    );
  }
  const found = solved(
    a,
    b.values(),
    width ?? 1,
    () =>
      new TorchError(
        'torch.linalg.solve: The solver failed because the input matrix is singular.',
        '_LinAlgError'
      )
  );
  return fromValues(found, b.shape, a.dtype);
}

const SQUARE_MATRIX = { name: 'input', symbol: 'A' };
const SAMPLES: readonly Sample[] = [
  {
    inputs: [
      [
        [4, 1],
        [2, 3]
      ]
    ]
  },
  {
    inputs: [
      [
        [2, -1, 0],
        [1, 3, 1],
        [0, 0.5, 4]
      ]
    ]
  },
  {
    inputs: [
      [
        [
          [2, 1],
          [1, 3]
        ],
        [
          [0, 1],
          [-2, 1]
        ]
      ]
    ]
  }
];

/** Systems of linear equations. */
export const linearSystems: OpDefinition[] = [
  define({
    name: 'inverse',
    family: 'matrix',
    summary: 'Finds the matrix whose product with the input is the identity.',
    source: docs('torch.linalg.inv'),
    inputs: [SQUARE_MATRIX],
    torch: { functions: ['torch.inverse', 'torch.linalg.inv'], methods: ['inverse'] },
    gradFn: 'LinalgInvExBackward0',
    latex: ([a]) => `{${a?.text ?? ''}}^{-1}`,
    saves: { inputs: [], output: true },
    forward: ([a]) => inverse(a as Tensor),
    vjp: ({ upstream, output }) => [
      tensors.neg(product(product(turned(output), upstream), turned(output)))
    ],
    samples: SAMPLES
  }),
  define({
    name: 'det',
    family: 'matrix',
    summary: 'Gives the determinant of a square matrix.',
    source: docs('torch.linalg.det'),
    inputs: [INPUT],
    torch: { functions: ['torch.det', 'torch.linalg.det'], methods: ['det'] },
    gradFn: 'LinalgDetBackward0',
    latex: ([a]) => `\\det\\left(${a?.text ?? ''}\\right)`,
    saves: { inputs: [0], output: true },
    forward: ([t]) => {
      const a = t as Tensor;
      requireSquare('det', a);
      return fromValues(determinants(a), a.shape.slice(0, -2), a.dtype);
    },
    vjp: ({ upstream, inputs: [a], output }) => {
      const g = column(column(upstream));
      // Without an inverse the cofactors are the gradient all the same.
      if (output.values().includes(0)) return [tensors.mul(g, cofactors(a as Tensor))];
      const whole = tensors.mul(g, column(column(output)));
      return [tensors.mul(whole, turned(apply('inverse', [a as Tensor])))];
    },
    kinks:
      'At a matrix without an inverse the gradient is that of the cofactors, and a second one is left out.',
    samples: SAMPLES.slice(0, 2)
  }),
  define({
    name: 'solve',
    family: 'matrix',
    summary: 'Solves the system of linear equations AX = B.',
    source: docs('torch.linalg.solve'),
    inputs: [
      { name: 'A', symbol: 'A' },
      { name: 'B', symbol: 'B' }
    ],
    torch: { functions: ['torch.linalg.solve'], methods: [] },
    gradFn: 'LinalgSolveExBackward0',
    latex: ([a, b]) => `{${a?.text ?? ''}}^{-1} ${b?.text ?? ''}`,
    saves: { inputs: [0], output: true },
    forward: ([a, b]) => solution(a as Tensor, b as Tensor),
    vjp: ({ upstream, inputs: [a, b], output }) => {
      const given = a as Tensor;
      const back = apply('solve', [turned(given), upstream]);
      const isVector = areVectors(given.shape, (b as Tensor).shape);
      const [left, right] = isVector ? [column(back), column(output)] : [back, output];
      return [tensors.neg(product(left, turned(right))), back];
    },
    samples: [
      {
        inputs: [
          [
            [4, 1],
            [2, 3]
          ],
          [1, 2]
        ]
      },
      {
        inputs: [
          [
            [2, -1],
            [1, 3]
          ],
          [
            [1, 0, 2],
            [0, 1, -1]
          ]
        ]
      }
    ]
  })
];
