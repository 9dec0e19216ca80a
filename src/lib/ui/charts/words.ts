import { nodeName, type Document } from '../../graph/document';
import { numberText } from '../../ops/latex';
import type { Present } from '../../sweep/present';
import type { Sampled } from '../../sweep/types';
import { nonFinite } from '../../tensor/print';
import { interestingPart, isWhole } from './domain';

/** Names of what a chart shows. */
export interface Names {
  readonly input: string;
  readonly result: string;
  /** Node whose values are drawn; null where none has any. */
  readonly value: string | null;
  /** What the derivative is called: `dy/dx`, `∂y/∂u`, or for a tensor the attribute that holds it. */
  readonly slope: string;
}

export function namesOf(
  doc: Document,
  sampled: Pick<Sampled, 'kind' | 'input' | 'result' | 'value'>
): Names {
  const name = (id: string): string => nodeName(doc, id);
  const [input, result] = [name(sampled.input), name(sampled.result)];
  const inputs = Object.values(doc.nodes).filter(({ kind }) => kind === 'input');
  const d = inputs.length > 1 ? '∂' : 'd';
  // A narrow space keeps longer names from running into the sign.
  const differential = (of: string): string => (of.length > 1 ? `${d}\u2009${of}` : d + of);
  return {
    input,
    result,
    value: sampled.value ? name(sampled.value.node) : null,
    slope:
      sampled.kind === 'elements'
        ? `${input}.grad`
        : `${differential(result)}/${differential(input)}`
  };
}

const NEARLY = 1e-4;

/** Lowest and highest value in words, without the tails of poles. */
function span(values: Float64Array): string {
  const part = interestingPart(values);
  if (!part) return 'no finite value';
  const [low, high] = part;
  if (low === high) return `${numberText(low)} everywhere`;
  // The points seldom hit an extremum itself: what is nearly 0 beside the rest is said as 0.
  const text = (value: number): string =>
    numberText(Math.abs(value) < NEARLY * (high - low) ? 0 : value);
  return `${isWhole(part, values) ? '' : 'mostly '}from ${text(low)} to ${text(high)}`;
}

/** What stands at a point: the input's value, the result there and the slope. */
export const pointText = ({ input, result }: Names, { x, y, slope }: Present): string =>
  `At ${input} = ${numberText(x)}, ${result} is ${numberText(y)}` +
  (slope === null ? '.' : ` with slope ${numberText(slope)}.`);

/** The chart in words, for who doesn't see it. */
export function description(
  names: Names,
  sampled: Sampled,
  range: readonly [number, number],
  derivative: boolean,
  current: Present | null
): string {
  const { input, result } = names;
  const slopes = derivative && sampled.slope ? sampled.slope : null;
  if (sampled.kind === 'elements') {
    const axis = `Over the ${sampled.x.length} elements of ${input}, ${span(sampled.x)}:`;
    const value = sampled.value ? `${names.value ?? ''} is ${span(sampled.value.y)}` : '';
    const slope = slopes ? `the gradient of ${result} is ${span(slopes)}` : '';
    return `${axis} ${[value, slope].filter(Boolean).join('; ') || 'nothing to draw'}.`;
  }
  const [from, to] = range;
  const parts = [
    `${result} over ${input} from ${numberText(from)} to ${numberText(to)}: ${sampled.value ? span(sampled.value.y) : 'nothing to draw'}`,
    ...(slopes ? [`its derivative ${names.slope}: ${span(slopes)}`] : [])
  ];
  return `${parts.join('; ')}.${current ? ` ${pointText(names, current)}` : ''}`;
}

const csvNumber = (value: number): string =>
  Number.isFinite(value) ? String(value) : nonFinite(value);

/** The numbers of a chart as comma-separated values with a plain header, at full precision. */
export function csv(names: Names, { x, value, slope }: Sampled): string {
  const columns: [string, Float64Array][] = [[names.input, x]];
  if (value) columns.push([names.value ?? '', value.y]);
  if (slope) columns.push([names.slope.replaceAll('\u2009', '').replaceAll('∂', 'd'), slope]);
  const rows = Array.from(x, (_, i) => columns.map(([, numbers]) => csvNumber(numbers[i] ?? NaN)));
  return [columns.map(([name]) => name), ...rows].map((row) => `${row.join(',')}\n`).join('');
}
