import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { numpyScript } from '../../src/lib/exchange/code/numpy';
import { torchScript } from '../../src/lib/exchange/code/torch';
import type { Document } from '../../src/lib/graph/document';
import { compile } from '../../src/lib/graph/program';
import { run, type Run } from '../../src/lib/graph/run';
import { manualSeed } from '../../src/lib/tensor/random';
import type { DType } from '../../src/lib/tensor/dtype';
import type { Tensor } from '../../src/lib/tensor/tensor';
import { exportCases, inDouble } from './cases-exports';
import { expectClose, flatten } from './compare';
import { REGENERATE } from './fixtures';
import { fromJson, type JsonNumbers } from './samples-format';

interface Value {
  readonly value: JsonNumbers;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** What PyTorch and NumPy made of the code of a document, by the nodes' names. */
interface ExportFixture {
  readonly case: string;
  readonly script: string;
  readonly values: Readonly<Record<string, Value>>;
  /** Of leaves that require grad. */
  readonly grads: Readonly<Record<string, JsonNumbers | null>>;
  readonly numpyScript: string | null;
  readonly numpy: {
    readonly values: Readonly<Record<string, JsonNumbers>>;
    readonly grads: Readonly<Record<string, JsonNumbers>>;
  } | null;
}

const file = new URL('./fixtures/exports.json', import.meta.url);
const { torch, cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  torch: string;
  cases: ExportFixture[];
};

function ran(doc: Document): Run {
  manualSeed(0);
  return run(compile(doc));
}

const byName = (doc: Document, map: ReadonlyMap<string, Tensor>): Map<string, Tensor> =>
  new Map([...map].map(([id, t]) => [doc.nodes[id]?.name ?? id, t]));

/** Leaves get their gradient when they have all of it. */
const leafGradients = ({ trace }: Run): Map<string, Tensor> =>
  new Map(
    trace.flatMap((event): [string, Tensor][] =>
      event.kind === 'accumulate' ? [[event.node, event.grad]] : []
    )
  );

/** NumPy's float64 rounds after other steps than ours. */
const NEAR = 1e-6;

function expectNear(actual: Tensor, expected: JsonNumbers, what: string): void {
  const wanted = flatten(fromJson(expected));
  const given = actual.values();
  expect(given.length, `size of ${what}`).toBe(wanted.length);
  wanted.forEach((value, i) => {
    const one = given[i] ?? NaN;
    const same =
      Object.is(one, value) ||
      one === value ||
      Math.abs(one - value) <= NEAR * Math.max(1, Math.abs(value));
    if (!same) expect.fail(`${what}, element ${i}: the engine says ${one}, NumPy ${value}`);
  });
}

describe(`exported code as PyTorch ${torch} runs it`, () => {
  it('has a fixture for every case', () => {
    expect(
      cases.map((entry) => entry.case),
      REGENERATE
    ).toEqual(exportCases.map(({ name }) => name));
  });

  for (const fixture of cases) {
    const found = exportCases.find(({ name }) => name === fixture.case);
    if (!found) continue;
    const { document: doc } = found;

    it(`${fixture.case} in PyTorch`, () => {
      expect(torchScript(doc), REGENERATE).toBe(fixture.script);
      const done = ran(doc);
      const outputs = byName(doc, done.outputs);
      const grads = byName(doc, leafGradients(done));
      expect([...outputs.keys()].sort()).toEqual(Object.keys(fixture.values).sort());
      for (const [name, expected] of Object.entries(fixture.values)) {
        const output = outputs.get(name);
        if (output) expectClose(output, expected, name);
      }
      for (const [name, expected] of Object.entries(fixture.grads)) {
        const grad = grads.get(name);
        if (expected === null) expect(grad, `gradient of ${name}`).toBeUndefined();
        else if (!grad) expect.fail(`${name} has no gradient`);
        else {
          const { dtype, shape } = fixture.values[name] ?? { dtype: 'float32', shape: [] };
          expectClose(grad, { value: expected, dtype, shape }, `gradient of ${name}`);
        }
      }
    });

    it(`${fixture.case} in NumPy`, () => {
      const numpy = numpyScript(doc);
      expect(numpy.ok ? numpy.text : null, REGENERATE).toBe(fixture.numpyScript);
      if (!fixture.numpy) return;
      const double = inDouble(doc);
      const done = ran(double);
      const outputs = byName(double, done.outputs);
      expect([...outputs.keys()].sort()).toEqual(Object.keys(fixture.numpy.values).sort());
      for (const [name, expected] of Object.entries(fixture.numpy.values)) {
        const output = outputs.get(name);
        if (output) expectNear(output, expected, name);
      }
      const gradients = byName(double, done.gradients);
      const wanted = done.diagnostics.some(({ kind }) => kind === 'backward')
        ? []
        : [...gradients.keys()];
      expect(wanted.sort()).toEqual(Object.keys(fixture.numpy.grads).sort());
      for (const [name, expected] of Object.entries(fixture.numpy.grads)) {
        const gradient = gradients.get(name);
        if (gradient) expectNear(gradient, expected, `gradient of ${name}`);
      }
    });
  }
});
