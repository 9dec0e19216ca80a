import { TorchError } from '../tensor/errors';
import type { Shape } from '../tensor/shape';

/** A subscript: a letter, or `.0`, `.1`, … for the dimensions that an ellipsis stands for. */
export type Subscript = string;

/** What an einsum equation says of these operands. */
export interface Plan {
  /** One subscript for each dimension of each operand. */
  readonly operands: readonly (readonly Subscript[])[];
  readonly output: readonly Subscript[];
  /** Subscripts that are summed over, in the order in which PyTorch goes through them. */
  readonly summed: readonly Subscript[];
  /** Size of each subscript, after broadcasting. */
  readonly sizes: ReadonlyMap<Subscript, number>;
}

const ELLIPSIS = '...';
const isLetter = (char: string): boolean => /^[a-zA-Z]$/.test(char);

const invalid = (index: number): TorchError =>
  new TorchError(
    `einsum(): invalid subscript given at index ${index} in the equation string, subscripts must be in [a-zA-Z]`
  );

function readOperands(text: string, count: number): Subscript[][] {
  const read: Subscript[][] = [[]];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    const current = read.at(-1) as Subscript[];
    if (char === ' ') continue;
    if (char === '.') {
      const operand = read.length - 1;
      if (current.includes(ELLIPSIS)) {
        throw new TorchError(
          `einsum(): found '.' for operand ${operand} for which an ellipsis was already found`
        );
      }
      if (text.slice(i, i + 3) !== ELLIPSIS) {
        throw new TorchError(
          `einsum(): found '.' for operand ${operand} that is not part of any ellipsis`
        );
      }
      current.push(ELLIPSIS);
      i += 2;
    } else if (char === ',') {
      if (read.length >= count) {
        throw new TorchError(
          'einsum(): fewer operands were provided than specified in the equation'
        );
      }
      read.push([]);
    } else if (isLetter(char)) {
      current.push(char);
    } else {
      throw invalid(i);
    }
  }
  if (read.length < count) {
    throw new TorchError('einsum(): more operands were provided than specified in the equation');
  }
  return read;
}

function readOutput(text: string, start: number, known: ReadonlySet<Subscript>): Subscript[] {
  const read: Subscript[] = [];
  for (let i = start; i < text.length; i++) {
    const char = text[i] as string;
    if (char === ' ') continue;
    if (char === '.') {
      if (read.includes(ELLIPSIS)) {
        throw new TorchError(
          "einsum(): found '.' for output but an ellipsis (...) was already found"
        );
      }
      if (text.slice(i, i + 3) !== ELLIPSIS) {
        throw new TorchError(
          "einsum(): found '.' for output that is not part of any ellipsis (...)"
        );
      }
      read.push(ELLIPSIS);
      i += 2;
      continue;
    }
    if (!isLetter(char)) throw invalid(i);
    if (read.includes(char)) {
      throw new TorchError(
        `einsum(): output subscript ${char} appears more than once in the output`
      );
    }
    if (!known.has(char)) {
      throw new TorchError(
        `einsum(): output subscript ${char} does not appear in the equation for any input operand`
      );
    }
    read.push(char);
  }
  return read;
}

/** How many dimensions each ellipsis stands for. */
function ellipsisRanks(read: readonly Subscript[][], shapes: readonly Shape[]): number[] {
  return read.map((subscripts, operand) => {
    const rank = shapes[operand]?.length ?? 0;
    const letters = subscripts.filter((one) => one !== ELLIPSIS).length;
    const hasEllipsis = letters < subscripts.length;
    if (hasEllipsis ? letters > rank : letters !== rank) {
      const relation = hasEllipsis ? 'is more than' : 'does not match';
      const rest = hasEllipsis ? '' : ' and no ellipsis was given';
      throw new TorchError(
        `einsum(): the number of subscripts in the equation (${letters}) ${relation} the number of dimensions (${rank}) for operand ${operand}${rest}`
      );
    }
    return hasEllipsis ? rank - letters : 0;
  });
}

/** An ellipsis spelled out: its last dimensions are the same for all operands. */
const spelled = (subscripts: readonly Subscript[], own: number, most: number): Subscript[] =>
  subscripts.flatMap((one) =>
    one === ELLIPSIS ? Array.from({ length: own }, (_, k) => `.${most - own + k}`) : [one]
  );

function sizesOf(
  operands: readonly (readonly Subscript[])[],
  shapes: readonly Shape[]
): Map<Subscript, number> {
  const sizes = new Map<Subscript, number>();
  operands.forEach((subscripts, operand) => {
    subscripts.forEach((subscript, dim) => {
      const size = shapes[operand]?.[dim] ?? 1;
      const first = subscripts.indexOf(subscript);
      if (first < dim) {
        const own = shapes[operand]?.[first] ?? 1;
        if (own === size) return;
        throw new TorchError(
          `einsum(): subscript ${subscript} is repeated for operand ${operand} but the sizes don't match, ${size} != ${own}`
        );
      }
      const before = sizes.get(subscript) ?? 1;
      if (size !== 1 && before !== 1 && size !== before) {
        throw new TorchError(
          subscript.startsWith('.')
            ? `einsum(): dimension ${dim} covered by ellipsis in operand ${operand}has size ${size} which does not broadcast with previously seen ellipsis with size ${before} for the respective dimension`
            : `einsum(): subscript ${subscript} has size ${size} for operand ${operand} which does not broadcast with previously seen size ${before}`
        );
      }
      sizes.set(subscript, size === 1 ? before : size);
    });
  });
  return sizes;
}

/**
 * What an equation means for operands of these shapes.
 * @throws TorchError in PyTorch's words where it isn't one, or doesn't fit them
 * Source: https://pytorch.org/docs/stable/generated/torch.einsum.html
 */
export function planOf(equation: string, shapes: readonly Shape[]): Plan {
  const arrow = equation.indexOf('->');
  const read = readOperands(arrow < 0 ? equation : equation.slice(0, arrow), shapes.length);
  const ranks = ellipsisRanks(read, shapes);
  const most = Math.max(...ranks);
  const letters = read.flat().filter((one) => one !== ELLIPSIS);
  const ordered = [...new Set(letters)].sort();
  const hidden = Array.from({ length: most }, (_, k) => `.${k}`);
  const written =
    arrow < 0
      ? [
          ELLIPSIS,
          ...ordered.filter((one) => letters.filter((other) => other === one).length === 1)
        ]
      : readOutput(equation, arrow + 2, new Set(letters));
  const operands = read.map((one, k) => spelled(one, ranks[k] as number, most));
  const output = spelled(written, most, most);
  return {
    operands,
    output,
    summed: [...hidden, ...ordered].filter((one) => !output.includes(one)),
    sizes: sizesOf(operands, shapes)
  };
}
