import { isFloating } from './dtype';
import type { Tensor } from './tensor';

/**
 * Tensors as PyTorch prints them: four digits, scientific mode, lines of 80, summarised over 1,000 elements.
 * Source: https://pytorch.org/docs/stable/generated/torch.set_printoptions.html (the defaults).
 */
const PRECISION = 4;
const LINE_WIDTH = 80;
const EDGE_ITEMS = 3;
const THRESHOLD = 1000;

/** What Python prints for NaN and the infinities. */
export const nonFinite = (value: number): 'nan' | 'inf' | '-inf' =>
  Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';

/** Rounds a decimal's digits half to even, as C does; JavaScript's toFixed rounds exact ties up. */
function roundTies(rounded: string, exact: string): string {
  const isTie = /^\.?50*$/.test(exact.slice(rounded.length));
  if (!isTie) return rounded;
  const truncated = exact.slice(0, rounded.length);
  return Number(truncated.at(-1)) % 2 === 0 ? truncated : rounded;
}

/** Python's `'{:.Nf}'`. */
export function fixed(value: number, digits = PRECISION): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (size >= 1e21)
    return sign + BigInt(size).toString() + (digits ? '.' + '0'.repeat(digits) : '');
  const text = size.toFixed(digits);
  return sign + roundTies(text, size.toFixed(Math.min(100, digits + 30)));
}

/** Python's `'{:.Ne}'`. */
export function scientific(value: number, digits = PRECISION): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', exponent = '+0'] = size.toExponential(digits).split('e');
  const [exact = ''] = size.toExponential(Math.min(100, digits + 30)).split('e');
  const power = Number(exponent);
  const padded = String(Math.abs(power)).padStart(2, '0');
  return `${sign}${roundTies(mantissa, exact)}e${power < 0 ? '-' : '+'}${padded}`;
}

/** One format for all shown elements, so that columns line up. */
class Formatter {
  private readonly style: 'integer' | 'whole' | 'fixed' | 'scientific' | 'bool';
  readonly width: number;

  constructor(values: readonly number[], dtype: Tensor['dtype']) {
    if (!isFloating(dtype)) {
      this.style = dtype === 'bool' ? 'bool' : 'integer';
      this.width = Math.max(1, ...values.map((value) => this.text(value).length));
      return;
    }
    const shown = values.filter((value) => Number.isFinite(value) && value !== 0);
    const sizes = shown.map(Math.abs);
    const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
    const smallest = sizes.reduce((a, b) => Math.min(a, b), Infinity);
    const whole = shown.every(Number.isInteger);
    const wide = largest / smallest > 1000 || largest > 1e8 || (!whole && smallest < 1e-4);
    this.style = shown.length > 0 && wide ? 'scientific' : whole ? 'whole' : 'fixed';
    this.width = shown.reduce((width, value) => Math.max(width, this.text(value).length), 1);
  }

  private text(value: number): string {
    if (this.style === 'bool') return value !== 0 ? 'True' : 'False';
    if (this.style === 'integer') return String(value);
    if (this.style === 'scientific') return scientific(value);
    if (this.style === 'fixed') return fixed(value);
    return fixed(value, 0) + (Number.isFinite(value) ? '.' : '');
  }

  format(value: number): string {
    return this.text(value).padStart(this.width);
  }
}

/** Positions along a dimension that are shown; null stands for the dots. */
function shownIndices(size: number, summarise: boolean): (number | null)[] {
  if (!summarise || size <= 2 * EDGE_ITEMS) return Array.from({ length: size }, (_, i) => i);
  const head = Array.from({ length: EDGE_ITEMS }, (_, i) => i);
  return [...head, null, ...head.map((i) => size - EDGE_ITEMS + i)];
}

/** The elements alone, e.g. `[1., 2.]`; `indent` is the column at which the text starts. */
function elementsText(t: Tensor, indent = 0): string {
  if (t.numel === 0) return '[]';
  const flat = t.values();
  const summarise = t.numel > THRESHOLD;
  const shown: number[] = [];
  const collect = (dim: number, start: number, count: number): void => {
    if (dim === t.shape.length) {
      shown.push(flat[start] ?? NaN);
      return;
    }
    const size = t.shape[dim] ?? 1;
    const step = count / size;
    for (const i of shownIndices(size, summarise)) {
      if (i !== null) collect(dim + 1, start + i * step, step);
    }
  };
  collect(0, 0, flat.length);
  const formatter = new Formatter(shown, t.dtype);

  const render = (dim: number, start: number, count: number, column: number): string => {
    if (dim === t.shape.length) return formatter.format(flat[start] ?? NaN);
    const size = t.shape[dim] ?? 1;
    const step = count / size;
    const indices = shownIndices(size, summarise);
    const remaining = t.shape.length - dim - 1;
    if (remaining === 0) {
      const perLine = Math.max(1, Math.floor((LINE_WIDTH - column) / (formatter.width + 2)));
      const parts = indices.map((i) =>
        i === null ? ' ...' : formatter.format(flat[start + i * step] ?? NaN)
      );
      const lines: string[] = [];
      for (let i = 0; i < parts.length; i += perLine)
        lines.push(parts.slice(i, i + perLine).join(', '));
      return `[${lines.join(`,\n${' '.repeat(column + 1)}`)}]`;
    }
    const rows = indices.map((i) =>
      i === null ? '...' : render(dim + 1, start + i * step, step, column + 1)
    );
    return `[${rows.join(`,${'\n'.repeat(remaining)}${' '.repeat(column + 1)}`)}]`;
  };
  return render(0, 0, flat.length, indent);
}

/** `print(t)`: `tensor(4., grad_fn=<PowBackward0>)`. */
export function tensorText(t: Tensor): string {
  const prefix = 'tensor(';
  let text = prefix + elementsText(t, prefix.length);
  const suffixes: string[] = [];
  if (t.numel === 0 && t.shape.length !== 1) suffixes.push(`size=(${t.shape.join(', ')})`);
  const isDefault =
    t.dtype === 'float32' || (t.numel > 0 && (t.dtype === 'int64' || t.dtype === 'bool'));
  if (!isDefault) suffixes.push(`dtype=torch.${t.dtype}`);
  if (t.gradFn) suffixes.push(`grad_fn=<${t.gradFn.name}>`);
  else if (t.requiresGrad) suffixes.push('requires_grad=True');
  let lastLine = text.length - text.lastIndexOf('\n') + 1;
  for (const suffix of suffixes) {
    if (lastLine + suffix.length + 2 > LINE_WIDTH) {
      text += `,\n${' '.repeat(prefix.length)}${suffix}`;
      lastLine = prefix.length + suffix.length;
    } else {
      text += `, ${suffix}`;
      lastLine += suffix.length + 2;
    }
  }
  return `${text})`;
}
