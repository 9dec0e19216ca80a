import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/lib/ops/registry';
import { Worst } from './compare';
import { fixtures } from './fixtures';
import { KNOWN } from './known';
import {
  aligned,
  allChecks,
  between,
  countsIn,
  familyTable,
  isCounted,
  keyOf,
  markdown,
  note,
  runCheck,
  Tallies
} from './summary';

const { checks, problems } = allChecks();
const { torch } = fixtures('ops');
const tallies = new Tallies();

it('has fixtures for every operation and sample, and no others', () => {
  expect(problems).toEqual([]);
});

it('knows only of differences that are looked for', () => {
  const keys = new Set(checks.map(keyOf));
  expect(Object.keys(KNOWN).filter((key) => !keys.has(key))).toEqual([]);
});

for (const op of operations) {
  describe(`${op.name} as PyTorch ${torch} computes it`, () => {
    for (const check of checks) {
      if (check.op !== op) continue;
      it(check.title, () => {
        const worst = new Worst();
        runCheck(check, worst);
        if (isCounted(check)) note(tallies, check, worst);
      });
    }
  });
}

it("has README's table up to date: if not, run `npx tsx tests/parity/table.ts`", () => {
  const counted = new Tallies();
  for (const check of checks) if (isCounted(check)) note(counted, check, new Worst());
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(countsIn(between(readme) ?? '')).toEqual(countsIn(markdown(familyTable(counted))));
});

afterAll(() => {
  console.log(
    `Parity with PyTorch ${torch}, worst relative errors:\n${aligned(familyTable(tallies))}`
  );
});
