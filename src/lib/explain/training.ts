import { numberText } from '../ops/latex';
import { nonFinite } from '../tensor/print';
import type { Ending, PathPoint } from '../train/train';

/** What is said of a training run. */

/** How a run ended, in a line and with what may help. */
export interface Verdict {
  readonly tone: 'ok' | 'warning';
  readonly message: string;
  readonly help: string;
}

type Told =
  | Ending
  | { readonly kind: 'stopped'; readonly step: number }
  | { readonly kind: 'old'; readonly step: number; readonly loss: number }
  | { readonly kind: 'fault'; readonly message: string };

const stepsText = (count: number): string => `${count} ${count === 1 ? 'step' : 'steps'}`;

/** What became of a run. */
export function verdictOf(outcome: Told, lr: number): Verdict | null {
  switch (outcome.kind) {
    case 'finished':
    case 'stopped':
      return null;
    case 'refused':
      return { tone: 'warning', ...outcome.reason };
    case 'fault':
      return { tone: 'warning', message: 'Training broke down.', help: outcome.message };
    case 'diverged': {
      const loss = Number.isFinite(outcome.loss)
        ? `grew to ${numberText(outcome.loss)}`
        : `became ${numberText(outcome.loss)}`;
      return {
        tone: 'warning',
        message: `The step is too large: the loss ${loss} at step ${outcome.step}.`,
        help: `Each step jumps over the valley and lands higher on the other side. Try a learning rate of ${numberText(lr / 10)}. Reset brings back the values from before the first step.`
      };
    }
    case 'old':
      return {
        tone: 'warning',
        message: `The graph was changed during the run, which ended after ${stepsText(outcome.step)} with a loss of ${numberText(outcome.loss)}.`,
        help: 'What it found belongs to the older graph, so nothing was written.'
      };
  }
}

/** The loss curve in words. */
export function lossDescription(points: readonly PathPoint[], name: string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return `No step has been taken yet, so there is no curve of ${name}.`;
  const lowest = Math.min(...points.map(({ loss }) => loss).filter((loss) => !Number.isNaN(loss)));
  const low = lowest < last.loss ? `, lowest ${numberText(lowest)}` : '';
  return `${name} over ${stepsText(last.step - first.step)}: from ${numberText(first.loss)} to ${numberText(last.loss)}${low}.`;
}

const placeText = (names: readonly string[], point: PathPoint, places: readonly number[]): string =>
  places.map((k) => `${names[k] ?? ''} = ${numberText(point.values[k] ?? NaN)}`).join(', ');

/** The path of some parameters in words. */
export function pathDescription(
  points: readonly PathPoint[],
  names: readonly string[],
  places: readonly number[],
  loss: string
): string {
  const shown = places.map((k) => names[k] ?? '').join(' and ');
  const [first, last] = [points[0], points.at(-1)];
  const ground = `${loss} over ${shown}`;
  if (!first || !last) return `${ground}. No step has been taken yet.`;
  return `${ground}, with the path of ${stepsText(last.step - first.step)}: from ${placeText(names, first, places)} to ${placeText(names, last, places)}.`;
}

const csvNumber = (value: number): string =>
  Number.isFinite(value) ? String(value) : nonFinite(value);

/** Steps, losses and parameters as comma-separated values, at full precision. */
export function pathCsv(points: readonly PathPoint[], names: readonly string[]): string {
  const quoted = (name: string): string => (name.includes(',') ? `"${name}"` : name);
  const head = ['step', 'loss', ...names.map(quoted)];
  const rows = points.map(({ step, loss, values }) => [step, loss, ...values].map(csvNumber));
  return [head, ...rows].map((row) => `${row.join(',')}\n`).join('');
}
