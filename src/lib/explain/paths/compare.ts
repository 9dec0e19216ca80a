import type { Run } from '../../graph/run';
import { functionReport, standing } from '../../graph/verdict';
import { numberText } from '../../ops/latex';
import { noGrad } from '../../autograd/mode';
import { Tensor } from '../../tensor/tensor';
import { said, type Said } from '../said';
import type { Symbolic } from '../symbolic/symbolic';
import { between, cutsBetween, firstCuts } from './cuts';
import { differences, type Difference, type Differences } from './difference';
import { flowFrom, forwardEvents, type Flow } from './flow';

/** The three answers at one element; null where there is none. */
export interface Answers {
  readonly element: number;
  readonly grad: number | null;
  readonly symbolic: number | null;
  readonly difference: number | null;
}

/** Whether the gradient, the symbolic derivative and the finite difference say the same, and why not. */
export interface Comparison {
  readonly standing: 'agree' | 'kink' | 'part' | 'open';
  /** The verdict in a few words, for a badge. */
  readonly headline: string;
  /** The likely reason, with the nodes that it names. */
  readonly reasons: readonly Said[];
  /** The answers at the element that the verdict is about. */
  readonly shown: Answers | null;
  /** Elements that were looked at, and how many there are. */
  readonly checked: number;
  readonly of: number;
}

const near = (a: number, b: number, tolerance: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance;

interface Looked extends Answers {
  readonly detail: Difference | null;
  /** Which of the others the gradient parts from. */
  readonly fromDifference: boolean;
  readonly fromSymbolic: boolean;
}

function look(
  grads: readonly number[] | null,
  symbolic: Symbolic,
  found: Differences,
  isDouble: boolean
): Looked[] {
  if (found.kind === 'none' && (!grads || symbolic.kind !== 'formula')) return [];
  const places =
    found.kind === 'found'
      ? found.list.map(({ element }) => element)
      : (grads ?? []).slice(0, 64).map((_, k) => k);
  const largest = (grads ?? []).reduce(
    (most, grad) => (Number.isFinite(grad) ? Math.max(most, Math.abs(grad)) : most),
    1e-3
  );
  return places.map((element, k) => {
    const detail = found.kind === 'found' ? (found.list[k] ?? null) : null;
    const grad = grads ? (grads[element] ?? NaN) : null;
    const value = symbolic.kind === 'formula' ? symbolic.valueAt(element) : null;
    const difference = detail?.central ?? null;
    const size = Math.max(Math.abs(grad ?? 0), Math.abs(difference ?? 0));
    const tolerance =
      (isDouble ? 1e-5 * size + 1e-8 * largest : 1e-3 * size + 1e-5 * largest) +
      10 * (detail?.error ?? 0);
    return {
      element,
      grad,
      symbolic: value,
      difference,
      detail,
      fromDifference: difference !== null && !near(grad ?? 0, difference, tolerance),
      fromSymbolic: value !== null && !near(grad ?? 0, value, tolerance)
    };
  });
}

/** Nodes between the two whose rule jumps at the values that they have now. */
function kinksBetween(run: Run, top: string, bottom: string): string[] {
  const events = forwardEvents(run);
  return between(run, top, bottom).flatMap((one) => {
    const event = events.get(one.node.id);
    if (one.kind !== 'op' || !event || !one.op.elementwise || !one.op.kinks) return [];
    const { op, attributes } = one;
    const isKinked = event.inputs.some(({ source, value }, k) => {
      if (source === null || value.numel > 10_000) return false;
      const slopes = [-1, 1].map((side) => {
        const inputs = event.inputs.map((input, j) => {
          const t = input.value;
          const values = t
            .values()
            .map((x) => (j === k ? x + side * 1e-6 * Math.max(1, Math.abs(x)) : x));
          return j === k || t.dtype.startsWith('float')
            ? new Tensor(Float64Array.from(values), t.shape, 'float64')
            : t;
        });
        return noGrad(() => {
          const output = op.forward(inputs, attributes);
          return op.local(k, inputs, output, attributes)?.values() ?? [];
        });
      });
      const [before = [], after = []] = slopes;
      return before.some((slope, i) => {
        const other = after[i] ?? slope;
        return Math.abs(slope - other) > 1e-3 * Math.max(1, Math.abs(slope));
      });
    });
    return isKinked ? [one.node.id] : [];
  });
}

function customReasons(run: Run, top: string, bottom: string): Said[] {
  return between(run, top, bottom).flatMap((one) => {
    if (one.kind !== 'custom' || one.node.id === bottom) return [];
    const report = functionReport(run, one.node.id);
    return report && standing(report.worst) === 'wrong'
      ? [said`The backward of ${{ node: one.node.id }} is wrong: ${report.message}`]
      : [];
  });
}

/** Ways that the difference sees and the gradient doesn't; what is no float stays the same while a value moves a little. */
function cutReasons(run: Run, flow: Flow | null, top: string, bottom: string): Said[] {
  return firstCuts(cutsBetween(run, flow, top, bottom), bottom)
    .filter(({ reason }) => reason !== 'not-floating')
    .slice(0, 4)
    .map(({ node, source, reason }) =>
      reason === 'stopped'
        ? said`Backward stopped before it went from ${{ node }} to ${{ node: source }}.`
        : said`The value also goes through ${{ node }}, where no gradient flows back to ${{ node: source }}: .grad leaves that way out, on purpose, and the difference sees it.`
    );
}

function reasonsFor(
  run: Run,
  top: string,
  bottom: string,
  worst: Looked,
  isDouble: boolean
): Said[] {
  const numbers = [worst.grad, worst.symbolic, worst.difference];
  const custom = customReasons(run, top, bottom);
  if (custom.length > 0) return custom;
  if (numbers.some((value) => value !== null && !Number.isFinite(value))) {
    return [
      said`One of them is no finite number here: the program runs over an edge of what is defined, or over what a float can hold.`
    ];
  }
  const cuts = cutReasons(run, flowFrom(run, top), top, bottom);
  if (cuts.length > 0) return cuts;
  const { grad, difference } = worst;
  if (!isDouble && grad !== null && difference !== null) {
    const size = Math.max(Math.abs(grad), Math.abs(difference));
    if (Math.abs(grad - difference) < 0.1 * size) {
      return [
        said`The gradient is computed in float32, which rounds to seven digits; the difference in float64.`
      ];
    }
  }
  return [said`Nothing that Backflow knows explains it.`];
}

const place = (element: number, of: number): string => (of > 1 ? ` at element ${element}` : '');

/** Holds the gradient of one node with respect to another against the symbolic derivative and finite differences. */
export function compare(run: Run, top: string, bottom: string, symbolic: Symbolic): Comparison {
  const flow = flowFrom(run, top);
  const grad = flow?.gradients.get(bottom) ?? null;
  const base = run.outputs.get(bottom);
  const of = base?.numel ?? 0;
  const found = differences(run, top, bottom);
  const isDouble = base?.dtype === 'float64' && run.outputs.get(top)?.dtype === 'float64';
  const looked = look(grad?.values() ?? null, symbolic, found, isDouble);
  const checked = looked.length;
  const open = (why: string): Comparison => ({
    standing: 'open',
    headline: 'Nothing to compare',
    reasons: [said`${why}`],
    shown: looked[0] ?? null,
    checked,
    of
  });
  if (found.kind === 'none' && symbolic.kind !== 'formula') {
    return open(`There is no finite difference: ${found.why}.`);
  }
  if (!grad && base?.isLeaf && !base.requiresGrad) {
    const [first] = looked;
    const slope = first?.difference ?? null;
    return {
      ...open('It does not require a gradient, so none is computed.'),
      headline: 'No gradient is computed',
      reasons:
        slope === null
          ? [said`${{ node: bottom }} does not require a gradient.`]
          : [
              said`${{ node: bottom }} does not require a gradient. Moving it would change the value all the same: by ${numberText(rounded(slope))} for each unit${place(first?.element ?? 0, of)}.`
            ]
    };
  }
  const parting = looked.filter(
    ({ fromDifference, fromSymbolic }) => fromDifference || fromSymbolic
  );
  const kinked = looked.filter(({ detail }) => detail && detail.shape !== 'smooth');
  const others = parting.filter(({ detail }) => !detail || detail.shape === 'smooth');
  const names = [
    grad ? 'the gradient' : null,
    symbolic.kind === 'formula' ? 'the symbolic derivative' : null,
    found.kind === 'found' ? 'the finite difference' : null
  ].filter((name) => name !== null);
  const [worst] = others;
  if (worst) {
    const odd = oddOne(worst, names.length);
    return {
      standing: 'part',
      headline: `They part${place(worst.element, of)}: ${odd}`,
      reasons: reasonsFor(run, top, bottom, worst, isDouble),
      shown: worst,
      checked,
      of
    };
  }
  const [kink] = kinked;
  if (kink?.detail) {
    const { left, right, shape } = kink.detail;
    const nodes = kinksBetween(run, top, bottom).slice(0, 3);
    const where = place(kink.element, of);
    return {
      standing: 'kink',
      headline: shape === 'jump' ? `A jump${where}` : `A kink${where}`,
      reasons: [
        shape === 'jump'
          ? said`The value jumps here, so no number is its slope; ${String(kink.grad === null ? 'none' : numberText(kink.grad))} is what PyTorch’s rules give.`
          : said`The slope is ${numberText(rounded(left))} to the left and ${numberText(rounded(right))} to the right, so neither a formula nor a difference can say it: ${kink.grad === null ? 'None' : numberText(kink.grad)} is PyTorch’s convention.`,
        ...nodes.map((node) => said`It is at ${{ node }}.`)
      ],
      shown: kink,
      checked,
      of
    };
  }
  if (!grad && found.kind === 'found') {
    // Without a gradient there is agreement only in that nothing changes.
    return {
      standing: 'agree',
      headline: 'The value doesn’t change either',
      reasons: [said`There is no gradient, and moving the value changes nothing.`],
      shown: looked[0] ?? null,
      checked,
      of
    };
  }
  if (names.length < 2) return open('There is only one of the three.');
  return {
    standing: 'agree',
    headline:
      names.length === 3
        ? 'All three agree'
        : `${capital(names[0] ?? '')} and ${names[1] ?? ''} agree`,
    reasons: [],
    shown: looked[0] ?? null,
    checked,
    of
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** A slope as a difference can know it. */
const rounded = (value: number): number => Number(value.toPrecision(5));

/** Which of the answers stands alone. */
function oddOne(
  { grad, fromDifference, fromSymbolic, symbolic, difference }: Looked,
  count: number
): string {
  const text = (value: number | null): string =>
    value === null ? 'None' : numberText(rounded(value));
  if (count < 3 || symbolic === null || difference === null) {
    return difference === null
      ? `.grad is ${text(grad)}, the formula gives ${text(symbolic)}`
      : `.grad is ${text(grad)}, the finite difference ${text(difference)}`;
  }
  if (fromDifference && fromSymbolic) {
    const scale = Math.max(1, Math.abs(symbolic));
    return Math.abs(symbolic - difference) <= 1e-3 * scale
      ? `.grad is ${text(grad)}, the other two say ${text(difference)}`
      : `${text(grad)}, ${text(symbolic)} and ${text(difference)}`;
  }
  return fromDifference
    ? `the finite difference is ${text(difference)}, the other two say ${text(grad)}`
    : `the formula gives ${text(symbolic)}, the other two say ${text(grad)}`;
}
