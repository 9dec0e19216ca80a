import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DType } from '../tensor/dtype';
import { moved, type Memory, numbersOf } from './optimizer';
import type { OptimizerSettings } from './settings';

type Values = number | readonly number[];
interface Fixtures {
  readonly runs: readonly {
    readonly settings: OptimizerSettings;
    readonly dtype: DType;
    readonly start: Values;
    readonly steps: readonly { readonly grad: Values; readonly after: Values }[];
  }[];
}
const path = new URL('../../../tests/parity/fixtures/optimizers.json', import.meta.url);
const { runs } = JSON.parse(readFileSync(path, 'utf8')) as Fixtures;

function numbers(values: Values, dtype: DType) {
  const flat = [values].flat();
  const made = numbersOf(flat.length, dtype);
  made.set(flat);
  return made;
}

describe('the optimisers take the steps that PyTorch takes', () => {
  it.each(
    runs.map((run) => {
      const size = [run.start].flat().length;
      return [`${JSON.stringify(run.settings)} on ${size} of ${run.dtype}`, run] as const;
    })
  )('%s', (_, { settings, dtype, start, steps }) => {
    let value = numbers(start, dtype);
    let memory: Memory | null = null;
    for (const { grad, after } of steps) {
      const step = moved(settings, value, numbers(grad, dtype), memory);
      value = step.after;
      memory = step.memory;
      expect([...value]).toEqual([...numbers(after, dtype)]);
    }
  });
});
