import { noGrad } from '../../autograd/mode';
import { type Attributes, bind } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { call } from '../../ops/dispatch';
import { numbersOfSample } from '../../ops/sample';
import { grid } from '../../sweep/points';
import type { Sampled } from '../../sweep/types';
import { TorchError } from '../../tensor/errors';
import { pythonScalar, Tensor } from '../../tensor/tensor';
import { attributeText, bareText, resultName, variablesOf } from './python';

/** An elementwise operation over its first input, and its derivative. */
export interface OperationCurve {
  readonly sampled: Sampled;
  readonly range: readonly [number, number];
  readonly input: string;
  readonly result: string;
  /** Arguments that stay as they are, e.g. `b = 3`. */
  readonly fixed: readonly string[];
}

const RANGE = [-5, 5] as const;
const SCOUTS = 1001;
const POINTS = 301;
/** A smaller share of finite values moves the range to where they are. */
const MOSTLY = 0.6;
const MARGIN = 0.08;

/** A step this many times its neighbour's, and no smaller share of the whole, is a jump: nothing lies between. */
const SUDDEN = 8;
const SMALL = 0.1;
/** Where slopes are known, so much more than they explain is a jump. */
const STEEPER = 2;
const NOISE = 1e-3;

interface Values {
  readonly y: Float64Array;
  readonly slope: Float64Array | null;
}

function evaluated(
  op: OpDefinition,
  x: readonly number[],
  second: number | null,
  attributes: Attributes
): Values {
  const first = new Tensor(Float64Array.from(x), [x.length], 'float64');
  const inputs = second === null ? [first] : [first, pythonScalar(second)];
  return noGrad(() => {
    const output = call(op, inputs, attributes);
    const local = op.gradFn === null ? null : op.local(0, inputs, output, attributes);
    const y = Float64Array.from(output.values());
    // Backward gives numbers also where the value is NaN, as for the logarithm of a negative number.
    const slope = local?.values().map((value, i) => (Number.isNaN(y[i]) ? NaN : value));
    return { y, slope: slope ? Float64Array.from(slope) : null };
  });
}

/** Where a curve jumps between a point and the next; its slopes tell more, where they are known. */
function jumps(y: Float64Array, slope: Float64Array | null, dx: number): Set<number> {
  const finite = y.filter((value) => Number.isFinite(value));
  const span = finite.length > 0 ? Math.max(...finite) - Math.min(...finite) : 0;
  const step = (i: number): number => {
    const size = Math.abs((y[i + 1] ?? NaN) - (y[i] ?? NaN));
    return Number.isFinite(size) ? size : Infinity;
  };
  const isSudden = (i: number): boolean =>
    step(i) > SMALL * span && step(i) > SUDDEN * Math.min(step(i - 1), step(i + 1));
  const isUnexplained = (
    i: number,
    [from = NaN, to = NaN]: readonly (number | undefined)[]
  ): boolean => {
    const [rise, noise] = [(y[i + 1] ?? NaN) - (y[i] ?? NaN), NOISE * span];
    const [least, most] = [Math.min(from, to, 0), Math.max(from, to, 0)];
    return rise > STEEPER * most * dx + noise || rise < STEEPER * least * dx - noise;
  };
  const places = new Set<number>();
  for (let i = 0; i + 1 < y.length; i++) {
    const isJump = slope ? isUnexplained(i, [slope[i], slope[i + 1]]) : isSudden(i);
    if (step(i) < Infinity && isJump) places.add(i);
  }
  return places;
}

/** Points with a gap wherever a curve jumps. */
function parted(x: readonly number[], values: Values): { x: Float64Array } & Values {
  const { y, slope } = values;
  const dx = (x[1] ?? 0) - (x[0] ?? 0);
  const torn = {
    y: jumps(y, slope, dx),
    slope: slope ? jumps(slope, null, dx) : new Set<number>()
  };
  const [xs, ys, slopes]: [number[], number[], number[]] = [[], [], []];
  const between = (of: Float64Array, i: number): number =>
    ((of[i] ?? NaN) + (of[i + 1] ?? NaN)) / 2;
  x.forEach((at, i) => {
    xs.push(at);
    ys.push(y[i] ?? NaN);
    slopes.push(slope?.[i] ?? NaN);
    if (!torn.y.has(i) && !torn.slope.has(i)) return;
    xs.push((at + (x[i + 1] ?? at)) / 2);
    ys.push(torn.y.has(i) ? NaN : between(y, i));
    slopes.push(torn.slope.has(i) || !slope ? NaN : between(slope, i));
  });
  return {
    x: Float64Array.from(xs),
    y: Float64Array.from(ys),
    slope: slope ? Float64Array.from(slopes) : null
  };
}

/** The part of the usual range in which an operation has values. */
function rangeOf(scouts: readonly number[], y: Float64Array): readonly [number, number] {
  const known = scouts.filter((_, i) => Number.isFinite(y[i]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length >= MOSTLY * SCOUTS) return RANGE;
  const margin = Math.max((last - first) * MARGIN, 0.01);
  return [Math.max(RANGE[0], first - margin), Math.min(RANGE[1], last + margin)];
}

/** The curve of an elementwise operation with one input, or with two of which the second is fixed; else null. */
export function curveOf(op: OpDefinition): OperationCurve | null {
  const [sample] = op.samples;
  if (!op.elementwise || !sample || op.inputs.length > 2) return null;
  const [, other] = sample.inputs;
  const second = other === undefined ? null : numbersOfSample(other);
  if (typeof second === 'object' && second !== null) return null;
  const attributes = bind(op, sample.attributes ?? {});
  const [input = 'x', secondName = ''] = variablesOf(op, sample.inputs.length);
  const result = resultName([input, secondName]);
  try {
    const scouts = grid(...RANGE, SCOUTS);
    const range = rangeOf(scouts, evaluated(op, scouts, second, attributes).y);
    const points = grid(...range, POINTS);
    const { x, y, slope } = parted(points, evaluated(op, points, second, attributes));
    return {
      sampled: {
        ...{ kind: 'curve', input, result, x, slope },
        value: { node: result, y },
        reason: null,
        isContinuous: true
      },
      range,
      input,
      result,
      fixed: [
        ...(other === undefined ? [] : [`${secondName} = ${bareText(other)}`]),
        ...Object.entries(attributes).map(
          ([name, value]) => `${name} = ${attributeText(value, op.attributes[name]?.kind ?? '')}`
        )
      ]
    };
  } catch (error) {
    if (error instanceof TorchError) return null;
    throw error;
  }
}
