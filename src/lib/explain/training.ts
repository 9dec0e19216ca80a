import { numberText } from '../ops/latex';
import { nonFinite } from '../tensor/print';
import { lowerRate } from '../train/settings';
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

/** Why a run came to grief, and what may help. */
function divergence(
  { step, loss, cause }: Extract<Ending, { kind: 'diverged' }>,
  lr: number
): Pick<Verdict, 'message' | 'help'> {
  const value = numberText(loss);
  switch (cause) {
    case 'loss':
      return {
        message: `The loss is ${value} with these values, at step ${step}: there is no slope to follow.`,
        help: 'Look for a logarithm, a root or a division that has no result here, and begin with other values.'
      };
    case 'gradient':
      return {
        message: `A gradient is infinite or NaN at step ${step}, although the loss is ${value}.`,
        help: 'An optimiser would carry it into the parameters, and all that follows would be NaN. Look for a root, a norm or a division at 0, and begin with other values.'
      };
    case 'endless':
      return {
        message: `The loss fell to ${value} at step ${step}: it has no lowest value to arrive at.`,
        help: 'Each step goes downhill, and there is no ground. Choose a loss that can’t fall below some value, such as a square.'
      };
    case 'rate':
      return {
        message: `The step is too large: the loss ${Number.isFinite(loss) ? 'grew to' : 'became'} ${value} at step ${step}.`,
        help: `Each step jumps over the valley and lands higher on the other side. Try a learning rate of ${numberText(lowerRate(lr))}. Reset brings back the values from before the first step.`
      };
  }
}

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
    case 'diverged':
      return { tone: 'warning', ...divergence(outcome, lr) };
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
