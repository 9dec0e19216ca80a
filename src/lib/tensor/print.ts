import { isFloating } from './dtype';
import type { Tensor } from './tensor';

/**
 * Tensors as PyTorch prints them: four digits, scientific mode, lines of 80, summarised over 1,000 elements.
 * Source: https://pytorch.org/docs/stable/generated/torch.set_printoptions.html (the defaults).
 */
const DEFAULTS = {
  /** Digits behind the point. */
  precision: 4,
  /** Above so many elements only the edges are shown. */
  threshold: 1000,
  edgeItems: 3,
  lineWidth: 80,
  /** True and false decide on the scientific mode; null leaves it to the elements. */
  scientific: null as boolean | null
};
export type PrintOptions = typeof DEFAULTS;

let options: Readonly<PrintOptions> = DEFAULTS;

/** What all tensors are printed by from now on; what isn't named is as at the start. */
export function setPrintOptions(changed: Partial<PrintOptions>): void {
  options = { ...DEFAULTS, ...changed };
}

export const printOptions = (): Readonly<PrintOptions> => options;

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
export function fixed(value: number, digits = DEFAULTS.precision): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (size >= 1e21)
    return sign + BigInt(size).toString() + (digits ? '.' + '0'.repeat(digits) : '');
  const text = size.toFixed(digits);
  return sign + roundTies(text, size.toFixed(Math.min(100, digits + 30)));
}

/** Python's `'{:.Ne}'`. */
export function scientific(value: number, digits = DEFAULTS.precision): string {
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
  private style: 'integer' | 'whole' | 'fixed' | 'scientific' | 'bool';
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
    const plain = whole ? 'whole' : 'fixed';
    this.style = shown.length > 0 && wide ? 'scientific' : plain;
    this.width = shown.reduce((width, value) => Math.max(width, this.text(value).length), 1);
    // As in PyTorch, the width stays that of the mode which the elements ask for.
    if (options.scientific !== null) this.style = options.scientific ? 'scientific' : plain;
  }

  private text(value: number): string {
    if (this.style === 'bool') return value !== 0 ? 'True' : 'False';
    if (this.style === 'integer') return BigInt(value).toString();
    if (this.style === 'scientific') return scientific(value, options.precision);
    if (this.style === 'fixed') return fixed(value, options.precision);
    return fixed(value, 0) + (Number.isFinite(value) ? '.' : '');
  }

  format(value: number): string {
    return this.text(value).padStart(this.width);
  }
}

/** Positions along a dimension that are shown; null stands for the dots. */
function shownIndices(size: number, summarise: boolean): (number | null)[] {
  if (!summarise || size <= 2 * options.edgeItems) return Array.from({ length: size }, (_, i) => i);
  const head = Array.from({ length: options.edgeItems }, (_, i) => i);
  return [...head, null, ...head.map((i) => size - options.edgeItems + i)];
}

/** The elements alone, e.g. `[1., 2.]`; `indent` is the column at which the text starts. */
function elementsText(t: Tensor, indent = 0): string {
  if (t.numel === 0) return '[]';
  const flat = t.values();
  const summarise = t.numel > options.threshold;
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
      const perLine = Math.max(1, Math.floor((options.lineWidth - column) / (formatter.width + 2)));
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
    if (lastLine + suffix.length + 2 > options.lineWidth) {
      text += `,\n${' '.repeat(prefix.length)}${suffix}`;
      lastLine = prefix.length + suffix.length;
    } else {
      text += `, ${suffix}`;
      lastLine += suffix.length + 2;
    }
  }
  return `${text})`;
}
