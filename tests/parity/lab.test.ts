import { describe, expect, it } from 'vitest';
import { expectOutcome, type Outcome } from './compare';
import { assignmentCases } from './cases-assignments';
import { autogradCases } from './cases-autograd';
import { changeCases } from './cases-changes';
import { functionCases } from './cases-functions';
import { labCases } from './cases-lab';
import { fixtures, REGENERATE } from './fixtures';

const { torch, cases } = fixtures('lab');
const onEngine: Record<string, () => Outcome> = {
  ...labCases,
  ...autogradCases,
  ...changeCases,
  ...assignmentCases,
  ...functionCases
};

/** Answered by the floors above the engine, which hold themselves against the same fixtures. */
const ABOVE_THE_ENGINE = ['row 5 warning', 'row 12 numpy'];

/** Where the engine follows a newer PyTorch than the one that wrote the fixtures. */
const NEWER: Record<string, string> = {
  'item of several':
    'PyTorch 2.1 renamed the error: a Tensor with 2 elements cannot be converted to Scalar'
};

describe(`lab and autograd as PyTorch ${torch} answers`, () => {
  for (const { case: name, outcome } of cases) {
    if (ABOVE_THE_ENGINE.includes(name)) continue;
    it(name, () => {
      const run = onEngine[name];
      if (!run) expect.fail(`"${name}" has a fixture and no case on the engine`);
      if (NEWER[name]) expect(() => expectOutcome(run(), outcome, name)).toThrow();
      else expectOutcome(run(), outcome, name);
    });
  }

  it('has a fixture for every case', () => {
    const known = cases.map((entry) => entry.case);
    const missing = Object.keys(onEngine).filter((name) => !known.includes(name));
    expect(missing, REGENERATE).toEqual([]);
  });
});
