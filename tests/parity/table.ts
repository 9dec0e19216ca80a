// Makes every comparison with PyTorch, prints the table and writes it into README.md: `npx tsx tests/parity/table.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { Worst } from './compare';
import { fixtures } from './fixtures';
import {
  aligned,
  allChecks,
  between,
  END,
  familyTable,
  isCounted,
  keyOf,
  markdown,
  note,
  operationTable,
  runCheck,
  START,
  Tallies
} from './summary';

const { checks, problems } = allChecks();
const tallies = new Tallies();
const failures: string[] = [...problems];
for (const check of checks) {
  const worst = new Worst();
  try {
    runCheck(check, worst);
    if (isCounted(check)) note(tallies, check, worst);
  } catch (error) {
    failures.push(`${keyOf(check)}\n    ${String(error).replaceAll('\n', '\n    ')}`);
  }
}

console.log(aligned(operationTable(tallies)));
console.log(`\n${aligned(familyTable(tallies))}`);
if (failures.length > 0) {
  console.error(
    `\n${failures.length} differ from PyTorch ${fixtures('ops').torch}:\n${failures.join('\n')}`
  );
  process.exitCode = 1;
}

const readme = new URL('../../README.md', import.meta.url);
const text = readFileSync(readme, 'utf8');
const old = between(text);
if (failures.length > 0) {
  console.error('README.md is left as it is.');
} else if (old === null) {
  console.error(`README.md has no ${START} … ${END}.`);
  process.exitCode = 1;
} else {
  const table = `\n\n${markdown(familyTable(tallies))}\n\n`;
  writeFileSync(
    readme,
    text.replace(START + old + END, () => START + table + END)
  );
}
