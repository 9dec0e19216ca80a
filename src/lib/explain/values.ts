import { numberLatex, numberText } from '../ops/latex';
import { elementsText } from '../tensor/print';
import type { Tensor } from '../tensor/tensor';

const SHOWN = 3;

/** A tensor in a few characters: the number itself, or the first elements and the shape. */
export function valueText(t: Tensor): string {
  if (t.shape.length === 0) {
    const value = t.item();
    return t.dtype === 'bool' ? (value !== 0 ? 'True' : 'False') : numberText(value);
  }
  const values = t.values();
  const head = values.slice(0, SHOWN).map(numberText).join(', ');
  return values.length > SHOWN ? `[${head}, …] (${t.shape.join('×')})` : `[${head}]`;
}

/** The same in LaTeX, in parentheses where a sign would stand next to an operator. */
export function valueLatex(t: Tensor): string {
  if (t.shape.length === 0) {
    if (t.dtype === 'bool') return `\\text{${valueText(t)}}`;
    const { text } = numberLatex(t.item());
    return text.startsWith('-') ? `(${text})` : text;
  }
  const values = t.values();
  const head = values.slice(0, SHOWN).map((value) => numberLatex(value).text);
  return `\\left[${[...head, ...(values.length > SHOWN ? ['\\ldots'] : [])].join(',\\; ')}\\right]`;
}

/** The elements as PyTorch prints them, without `tensor(`. */
export const printedElements = (t: Tensor): string => elementsText(t);
