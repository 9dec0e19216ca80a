import { latexAtom, numberLatex, numberText, type Latex } from '../ops/latex';
import type { Tensor } from '../tensor/tensor';

/** Elements that are shown of a tensor; one more is shown too, so that dots never stand for a single one. */
const SHOWN = 3;
const isWhole = (t: Tensor): boolean => t.numel <= SHOWN + 1;

/** The first elements in nested brackets, dots for the rest. */
function firstElements(t: Tensor, number: (value: number) => string, dots: string): string {
  let left = isWhole(t) ? SHOWN + 1 : SHOWN;
  const read = (dim: number, position: number): string => {
    if (dim === t.shape.length) {
      left -= 1;
      return number(t.data[position] ?? NaN);
    }
    const parts: string[] = [];
    for (let i = 0; i < (t.shape[dim] ?? 0); i++) {
      const isRowEnd = dim === t.shape.length - 1 && i > 0 && i === (t.shape[dim] ?? 0) - 1;
      // Of what holds no elements, only so many empty brackets.
      if ((left <= 0 && !isRowEnd) || i > SHOWN) {
        parts.push(dots);
        break;
      }
      parts.push(read(dim + 1, position + i * (t.strides[dim] ?? 0)));
    }
    return `[${parts.join(', ')}]`;
  };
  return read(0, t.offset);
}

const boolText = (value: number): string => (value !== 0 ? 'True' : 'False');

/** A tensor in a few characters: the number itself, or the first elements. */
export const briefText = (t: Tensor): string =>
  firstElements(t, t.dtype === 'bool' ? boolText : numberText, '…');

/** The same, with the shape where elements are left out. */
export const valueText = (t: Tensor): string =>
  isWhole(t) ? briefText(t) : `${briefText(t)} (${t.shape.join('×')})`;

/** Where there is room for one number only: the number itself, or the shape of several. */
export const numberOrShape = (t: Tensor): string =>
  t.shape.length === 0 ? briefText(t) : `[${t.shape.join(', ')}]`;

/** The same in LaTeX, to be placed in a larger formula. */
export function tensorLatex(t: Tensor): Latex {
  const number = (value: number): string =>
    t.dtype === 'bool' ? `\\text{${boolText(value)}}` : numberLatex(value).text;
  if (t.shape.length === 0 && t.dtype !== 'bool') return numberLatex(t.item());
  return latexAtom(firstElements(t, number, '\\ldots').replaceAll(', ', ',\\; '));
}

/** The same in LaTeX, by itself. */
export const valueLatex = (t: Tensor): string => tensorLatex(t).text;

/** The same in LaTeX, in parentheses where its sign would stand next to another. */
export function termLatex(t: Tensor): string {
  const text = valueLatex(t);
  return text.startsWith('-') ? `\\left(${text}\\right)` : text;
}
