import type { OpDefinition } from '../../src/lib/ops/define';
import { call } from '../../src/lib/ops/dispatch';
import { operation, operations } from '../../src/lib/ops/registry';
import { TorchError } from '../../src/lib/tensor/errors';
import { tensorText } from '../../src/lib/tensor/print';
import { Tensor } from '../../src/lib/tensor/tensor';
import { fixtureArgument } from './arguments';
import type { Check, Checks } from './check';
import { expectSame, fail } from './compare';
import { attempt } from './engine';
import { fixtures, REGENERATE, type ErrorFixture } from './fixtures';
import { attributesFromJson } from './samples-format';

const firstLine = (message: string): string => message.split('\n')[0] ?? '';

function compare(op: OpDefinition, fixture: ErrorFixture): void {
  const inputs = fixture.inputs.map((value) => fixtureArgument(value, 'float32'));
  const attributes = attributesFromJson(fixture.attributes ?? {}, op.attributes);
  const found = attempt(() => call(op, inputs, attributes));
  if (!(found instanceof TorchError)) {
    const shown = found instanceof Tensor ? tensorText(found) : String(found);
    fail(`the engine answers ${shown}\nPyTorch refuses: ${fixture.message}`);
  }
  const how = fixture.compare;
  if (how !== 'type') {
    const message = how === 'first line' ? firstLine(found.message) : found.message;
    expectSame(message, fixture.message, 'message');
  }
  expectSame(found.type, fixture.error, `type of "${found.message}"`);
}

/** Each call that PyTorch refuses. */
export function errorChecks(): Checks {
  const checks: Check[] = [];
  const problems: string[] = [];
  const covered = new Set<string>();
  for (const fixture of fixtures('errors').calls) {
    const op = operation(fixture.op);
    if (!op) {
      problems.push(`errors.json calls ${fixture.op}, which is no operation: ${REGENERATE}`);
      continue;
    }
    covered.add(op.name);
    const given = JSON.stringify(fixture.inputs).replaceAll(',"dtype":"float32"', '');
    const attributes = fixture.attributes ? ` ${JSON.stringify(fixture.attributes)}` : '';
    checks.push({
      suite: 'errors',
      op,
      title: `refuses ${fixture.cause}: ${given}${attributes}`,
      run: () => compare(op, fixture)
    });
  }
  for (const op of operations) {
    if (!covered.has(op.name)) problems.push(`bad calls of ${op.name} are ${REGENERATE}`);
  }
  return { checks, problems };
}
