import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetful, second } from '../../../tests/function-sources';
import { withInput } from '../../../tests/graphs';
import { isNear } from '../../../tests/parity/differences';
import { onNumbers, steady } from '../../../tests/plain-attributes';
import { documents, evenly } from '../../../tests/random-documents';
import type { Document, FunctionSource } from '../graph/document';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { operation, operations } from '../ops/registry';
import { evaluateSingly, evaluateTogether, type Stretch } from './evaluate';
import { between, sweptInput } from './path';
import { prepare, stretchOf } from './plan';
import { sweep } from './sweep';

/** The stretch of a document's program, or null where a sweep would not draw a curve. */
function stretchIn(doc: Document): { stretch: Stretch; together: boolean } | null {
  const program = compile(doc);
  const plan = prepare(doc, null);
  const input = sweptInput(program, null);
  if (plan.kind !== 'plan' || !input) return null;
  return {
    stretch: stretchOf(run(program), input, plan.result),
    together: plan.isPointwise
  };
}

const everyOp = steady;
const pointwise = operations.filter((op) => op.elementwise).map(({ name }) => name);
const functions: FunctionSource[] = [
  forgetful,
  {
    name: 'Product',
    inputs: ['a', 'b'],
    forward: 'ctx.save_for_backward(a, b)\nreturn a * b',
    backward: 'a, b = ctx.saved_tensors\nreturn grad_output * b, grad_output * a'
  },
  second
];
const points = [-3, -1.7, -1, -0.25, 0, 0.4, 1, 2, 2.9];

describe('random graphs', () => {
  it('give the same numbers all at once and one by one', () => {
    let checked = 0;
    fc.assert(
      fc.property(documents({ ops: pointwise, functions }), (doc) => {
        const found = stretchIn(doc);
        if (!found?.together) return;
        checked += 1;
        expect(evaluateTogether(found.stretch, points)).toEqual(
          evaluateSingly(found.stretch, points)
        );
      }),
      { numRuns: 400 }
    );
    expect(checked).toBeGreaterThan(200);
  });

  it('give at every point what a run of the whole document there gives', () => {
    const values = fc.oneof(evenly, fc.constant([1, -2, 0.5]), fc.constant([2]));
    fc.assert(
      fc.property(
        documents({ ops: everyOp, functions, values }),
        fc.constantFrom(...points),
        (doc, at) => {
          const input = sweptInput(compile(doc), null);
          if (!input || typeof input.value === 'object') return;
          const found = sweep(doc, { input: input.id, from: at, to: at + 1, count: 2 });
          const moved = run(compile(withInput(doc, input.name, { value: at })));
          const root = moved.outputs.get(doc.meta.result ?? '');
          if (found.kind === 'unavailable') {
            // There is nothing to draw either where the document itself can't run.
            if (found.why !== 'fault') expect(root?.numel === 1).toBe(false);
            return;
          }
          // How many elements there are may depend on values, as with one_hot.
          if (root?.numel !== 1) {
            expect(found.value?.y[0]).toBeNaN();
            return;
          }
          expect(found.value?.y[0]).toEqual(root.item());
          const failed = moved.diagnostics.some(({ kind }) => kind === 'backward');
          if (!failed) expect(found.slope?.[0]).toEqual(moved.gradients.get(input.id)?.item());
          expect(found.slope === null).toBe(found.reason !== null);
        }
      ),
      { numRuns: 400 }
    );
  });

  it('agree with finite differences', () => {
    // A loss refuses weights that require a gradient, and has kinks of its own; softshrink makes 0 of NaN.
    const smooth = onNumbers.filter(
      (name) => !['detach', 'softshrink'].includes(name) && operation(name)?.family !== 'loss'
    );
    const right = functions.filter(({ name }) => name === 'Product');
    const values = fc.oneof(evenly, fc.constant([1, -2, 0.5]));
    let checked = 0;
    const at = [-2.371, -0.613, 0.457, 1.729];
    fc.assert(
      fc.property(
        documents({ ops: smooth, functions: right, dtypes: ['float64'], values }),
        (doc) => {
          const found = stretchIn(doc);
          if (!found) return;
          const { stretch, together } = found;
          const evaluate = together ? evaluateTogether : evaluateSingly;
          const { slope } = evaluate(stretch, at);
          if (!slope) return;
          const difference = (h: number): number[] => {
            const [right, left] = [h, -h].map(
              (shift) =>
                evaluate(
                  stretch,
                  at.map((point) => point + shift)
                ).y
            );
            return at.map((_, i) => ((right?.[i] ?? NaN) - (left?.[i] ?? NaN)) / (2 * h));
          };
          const [wide, narrow] = [difference(1e-4), difference(5e-5)];
          slope.forEach((given, i) => {
            const [coarse = NaN, fine = NaN] = [wide?.[i], narrow?.[i]];
            // Where differences disagree among themselves, near a kink or pole, they say nothing.
            const isSettled = isNear(coarse, fine, 1e-6) && Math.abs(fine) < 1e6;
            if (!isSettled || !Number.isFinite(given)) return;
            checked += 1;
            if (!isNear(given, fine, 1e-4))
              expect.fail(`at ${at[i]}: ${given}, difference ${fine}`);
          });
        }
      ),
      { numRuns: 400 }
    );
    expect(checked).toBeGreaterThan(300);
  });

  it('know what lies between an input and the result', () => {
    fc.assert(
      fc.property(documents({ ops: everyOp, functions }), (doc) => {
        const program = compile(doc);
        const input = sweptInput(program, null);
        const ids = input ? between(program, input.id).map(({ node }) => node.id) : [];
        const reaches = (from: string, to: string): boolean =>
          from === to ||
          Object.values(doc.edges).some(
            ({ source, target }) => source === from && reaches(target, to)
          );
        const expected = Object.keys(doc.nodes).filter(
          (id) =>
            id !== input?.id && reaches(input?.id ?? '', id) && reaches(id, doc.meta.result ?? '')
        );
        expect([...ids].sort()).toEqual(expected.sort());
      }),
      { numRuns: 100 }
    );
  });
});
