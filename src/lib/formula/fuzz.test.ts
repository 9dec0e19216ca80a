import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../../tests/expressions';
import { backward } from '../autograd/backward';
import { applyFunction } from '../autograd/function';
import { documentSchema, LIMITS, type FunctionSource } from '../graph/document';
import { compile } from '../graph/program';
import { customFunction } from '../graph/execute';
import { run } from '../graph/run';
import { TorchError } from '../tensor/errors';
import { tensor } from '../tensor/tensor';
import type { FormulaError } from './ast';
import { buildFormula } from './build';
import { compileFunction } from './function';
import { parseAt, parseTensor } from './literal';
import { parseFormula } from './parse';

/** Pieces that formulas are made of, and some that they are not. */
const pieces = [
  ...['x', 'y', 'i', 'grad_output', 'ctx', 'torch', 'F', 'pi', 'nan', 'None', 'True', '_'],
  ...['2', '0', '.5', '5.', '1e3', '1_0', '0x1f', '007', '1e999', 'sin', 'pow', 'where', 'sum'],
  ...['+', '-', '*', '/', '**', '//', '%', '@', '~', '<', '==', '!=', '=', ':=', '^', '|', '&&'],
  ...['(', ')', '[', ']', '{', ',', '.', ';', ':', '\n', '\n  ', '\r\n', '\t', ' ', '\\\n', '#'],
  ...['"', "'", '²', '×', '−', 'π', 'α', '🙂', '\u0000', '\ud800', '\ufeff', '\u2028', '`'],
  ...['if', 'for', 'lambda', 'return', 'and', 'import', 'linspace', 'zeros', 'tensor', 'x='],
  ...['.sum()', 'sin(', 'exponent=', 'ctx.saved_tensors', 'ctx.save_for_backward(', 'i, = ']
];
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(''));

/** A formula of which a part was left out, doubled or overwritten. */
const mutated = fc
  .tuple(
    expressions(['x', 'y', 'i']),
    fc.array(fc.tuple(fc.nat(200), fc.nat(6), fc.constantFrom('', ...pieces)), {
      minLength: 1,
      maxLength: 3
    })
  )
  .map(([{ text }, changes]) =>
    changes.reduce((before, [place, length, piece]) => {
      const at = place % (before.length + 1);
      return before.slice(0, at) + piece + before.slice(at + length);
    }, text)
  );

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
  soup,
  mutated
);

/** A place in the source, and something said. */
function expectErrors(source: string, errors: readonly FormulaError[]): void {
  expect(errors.length).toBeGreaterThan(0);
  const said = errors.map(({ from, message }) => `${from} ${message}`);
  expect(new Set(said).size, 'nothing is said twice of one place').toBe(said.length);
  for (const { from, to, message } of errors.slice(0, 20)) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(to).toBeLessThanOrEqual(source.length);
    expect(message).toMatch(/\S/);
    expect(message).not.toMatch(/undefined|\[object|NaN|Infinity/);
    expect(message.length).toBeLessThan(400);
  }
}

function tryFormula(source: string): void {
  const parsed = parseFormula(source);
  if (!parsed.ok) expectErrors(source, parsed.errors);
  const built = buildFormula(source);
  if (!built.ok) return expectErrors(source, built.errors);
  expect(v.is(documentSchema, built.document), 'is a valid document').toBe(true);
  run(compile(built.document));
}

function tryFunction(fn: FunctionSource): void {
  const compiled = compileFunction(fn);
  if (!compiled.ok) {
    for (const error of compiled.errors) {
      const source = error.where === 'inputs' ? fn.inputs.join(', ') : fn[error.where];
      expectErrors(source, [error]);
    }
    return;
  }
  const leaf = tensor([2, 3], { requiresGrad: true });
  try {
    const { output } = applyFunction(customFunction(fn.name, compiled.fn), [leaf]);
    backward(output, { gradient: output });
  } catch (error) {
    // Shapes and counts may be wrong, and PyTorch says so; nothing else may happen.
    if (!(error instanceof TorchError)) throw error;
  }
}

describe('whatever is written', () => {
  it('a formula is built or refused, with places', () => {
    fc.assert(fc.property(texts, tryFormula), { numRuns: 1500 });
  });

  it('a function is compiled or refused, with places', () => {
    const inputs = fc.constantFrom<string[][]>(['i'], ['i'], ['i'], ['x', 'y'], [''], []);
    fc.assert(
      fc.property(texts, texts, inputs, (forward, backward, names) => {
        tryFunction({ name: 'F', inputs: names, forward, backward });
        tryFunction({ name: 'F', inputs: ['i'], forward: 'return i', backward });
      }),
      { numRuns: 800 }
    );
  });

  it('a value and values by name are read or refused', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const parsed of [parseTensor(text), parseAt(text), parseAt(`x=${text}`)]) {
          if (!parsed.ok) expect(parsed.message).toMatch(/\S/);
        }
      }),
      { numRuns: 1500 }
    );
  });
});

describe('the longest texts', () => {
  const filled = (piece: string, length: number): string =>
    piece.repeat(Math.floor(length / piece.length));
  const long = [
    ...['x', '+', '*', '-', '**', '(', '[', ')', 'f(', 'sin(', 'x.', 'x;', 'x,', 'x ', '1_', '1e'],
    ...[
      'x=',
      'a,b=',
      '"',
      '"\n',
      "'",
      '²',
      '🙂',
      '\\\n',
      '#\n',
      '\n',
      ' ',
      '=',
      '<x',
      '[1],',
      '-1,'
    ],
    ...['sinn(x);', 'x=x+1;', 'x=x*x;', 'i,=', 'zeros(9999),', 'return ', '.sum()', 'tensor(']
  ];

  // Each takes a small part of a second; one that grows with the square or worse does not end in this time.
  const timeout = 30_000;

  it.each(long)('of %j only are answered', { timeout }, (piece) => {
    for (const end of ['', 'x']) {
      const source = filled(piece, LIMITS.source - 1) + end;
      tryFormula(source);
      tryFunction({ name: 'F', inputs: ['i'], forward: source, backward: source });
    }
    parseTensor(filled(piece, 20_000));
    parseAt(`x=${filled(piece, 20_000)}1`);
  });

  it.each(['-', '1+', '1;', '[1],'])('of %j for a value are answered', { timeout }, (piece) => {
    expect(parseTensor(`${filled(piece, 299_000)}1`).ok).toBe(false);
  });

  it('of many different letters are answered', { timeout }, () => {
    const letters = Array.from({ length: 60_000 }, (_, k) => String.fromCharCode(0x3400 + k));
    expect(parseTensor(letters.join('')).ok).toBe(false);
  });
});

it('nothing is evaluated', () => {
  const hit: string[] = [];
  Object.assign(globalThis, { trap: () => hit.push('called') });
  const attempts = [
    'trap()',
    'globalThis.trap()',
    'x.constructor.constructor(1)()',
    'constructor(x)',
    '__proto__.trap()',
    'x[trap()]',
    '`${trap()}`',
    '(lambda: trap())()',
    '__import__("os")',
    'eval("trap()")',
    'Function("trap()")()',
    'x=>trap()',
    'import("trap")',
    'x;trap();y'
  ];
  for (const attempt of attempts) {
    tryFormula(attempt);
    tryFunction({ name: 'F', inputs: ['i'], forward: attempt, backward: attempt });
    parseTensor(attempt);
    parseAt(`x=${attempt}`);
  }
  Reflect.deleteProperty(globalThis, 'trap');
  expect(hit).toEqual([]);
});
