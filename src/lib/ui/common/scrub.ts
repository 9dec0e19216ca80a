import type { DType } from '../../tensor/dtype';

/** How far one step goes, by the modifier keys that are held: Shift is fine, Alt and Ctrl are coarse. */
export interface Modifiers {
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Digits kept when steps are added, so that 0.1 + 0.2 is 0.3. */
const DIGITS = 12;

/** Whether a value of this type can be scrubbed: a finite number, not a truth value. */
export const isScrubbable = (value: unknown, dtype: DType): value is number =>
  typeof value === 'number' && dtype !== 'bool';

/** The size of one step from a value: a tenth of its power of ten, at least 0.1; whole numbers move by wholes. */
export function stepSize(value: number, dtype: DType, held: Modifiers): number {
  const power = Math.floor(Math.log10(Math.max(1, Math.abs(value))));
  const unit = 10 ** (power - 1);
  const factor = held.shiftKey ? 0.1 : held.altKey || held.ctrlKey || held.metaKey ? 10 : 1;
  return dtype === 'int64' ? Math.max(1, Math.round(unit * factor)) : unit * factor;
}

/** A value moved by a number of steps, without the dust of binary fractions; it stays finite. */
export function scrubbed(from: number, steps: number, size: number): number {
  const moved = Number((from + steps * size).toPrecision(DIGITS));
  return Number.isFinite(moved) ? moved : from;
}

/** A power of ten that the value stays below: sliders have ends, values have none. */
export const sliderBound = (value: number): number =>
  10 ** Math.max(1, Math.ceil(Math.log10(Math.abs(value) + 1)));
