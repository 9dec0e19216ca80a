import { expect, it } from 'vitest';
import { VERSION } from './document';
import { migrate } from './migrate';

const steps = {
  1: (doc: object) => ({ ...doc, second: true }),
  2: (doc: object) => ({ ...doc, third: true })
};

it('takes a document through every version to this one', () => {
  expect(migrate({ version: 1 }, steps, 3)).toEqual({ version: 3, second: true, third: true });
  expect(migrate({ version: 2 }, steps, 3)).toEqual({ version: 3, third: true });
});

it('leaves alone what is of this version, or of none that it knows', () => {
  for (const version of [VERSION, VERSION + 1, 0, -1e9, 0.5, NaN, '1', null, undefined]) {
    const value = { version };
    expect(migrate(value)).toBe(value);
  }
});
