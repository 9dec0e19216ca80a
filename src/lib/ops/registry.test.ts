import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { argumentOf } from '../../../tests/parity/arguments';
import { sampleTitle, sampleToJson } from '../../../tests/parity/samples-format';
import { argumentOrder, bind, startingAttributes } from './attributes';
import { call } from './dispatch';
import { latex, latexAtom, nameLatex, numberLatex, type Latex } from './latex';
import {
  functionOperation,
  methodOperation,
  operation,
  operations,
  operatorOperation
} from './registry';

const repeated = (names: readonly string[]): string[] =>
  names.filter((name, i) => names.indexOf(name) !== i);

describe('names', () => {
  it('are unique', () => {
    expect(repeated(operations.map((op) => op.name))).toEqual([]);
    expect(repeated(operations.flatMap((op) => op.torch.functions))).toEqual([]);
    expect(repeated(operations.flatMap((op) => op.torch.methods))).toEqual([]);
  });

  it('have one operation per operator and number of operands', () => {
    const operators = operations.flatMap((op) =>
      op.torch.operator ? [`${op.torch.operator} of ${op.inputs.length}`] : []
    );
    expect(repeated(operators)).toEqual([]);
  });

  it('find their operation', () => {
    for (const op of operations) {
      expect(operation(op.name)).toBe(op);
      for (const name of op.torch.functions) expect(functionOperation(name), name).toBe(op);
      for (const name of op.torch.methods) expect(methodOperation(name), name).toBe(op);
      const { operator } = op.torch;
      if (operator) expect(operatorOperation(operator, op.inputs.length)).toBe(op);
    }
  });

  it('are found under the names that people write', () => {
    const relu = operation('relu');
    for (const name of ['relu', 'F.relu', 'torch.relu', 'torch.nn.functional.relu']) {
      expect(functionOperation(name), name).toBe(relu);
    }
    expect(functionOperation('softplus')).toBe(operation('softplus'));
    expect(operatorOperation('-', 1)).toBe(operation('neg'));
    expect(operatorOperation('-', 2)).toBe(operation('sub'));
    for (const name of ['torch.nothing', 'nothing', 'np.exp', 'F.exp']) {
      expect(functionOperation(name), name).toBeUndefined();
    }
    expect([operation('nothing'), methodOperation('where'), operatorOperation('<<', 2)]).toEqual([
      undefined,
      undefined,
      undefined
    ]);
  });
});

describe.each(operations.map((op) => [op.name, op] as const))('%s', (_, op) => {
  it('says in one sentence what it does', () => {
    expect(op.summary).toMatch(/^[A-Z].*[^.]\.$/);
    expect(op.summary).not.toMatch(/\.\s/);
    if (op.kinks !== undefined) expect(op.kinks).toMatch(/^\S.*\.$/);
  });

  it('names the page that documents it', () => {
    const url = new URL(op.source);
    expect(url.origin).toBe('https://pytorch.org');
    expect(url.pathname).toMatch(/^\/docs\/stable\/[\w.-]+(\/[\w.-]+)*\.html$/);
  });

  it('has PyTorch names', () => {
    expect(op.torch.functions.length).toBeGreaterThan(0);
    for (const name of op.torch.functions) expect(name).toMatch(/^torch\.[\w.]+$/);
    for (const name of op.torch.methods) expect(name).toMatch(/^\w+$/);
  });

  it('has inputs with names and symbols of their own', () => {
    if (op.family === 'creation' && op.inputs.length === 0) expect(op.gradFn).toBeNull();
    else expect(op.inputs.length).toBeGreaterThan(0);
    const names = [...op.inputs.map((input) => input.name), ...Object.keys(op.attributes)];
    expect(repeated(names)).toEqual([]);
    for (const name of names) expect(name).toMatch(/^[a-z_]\w*$/i);
    expect(repeated(op.inputs.map((input) => input.symbol))).toEqual([]);
    const firstOptional = op.inputs.findIndex((input) => input.optional);
    if (firstOptional >= 0) {
      const rest = op.inputs.slice(firstOptional);
      expect(rest.every((input) => input.optional)).toBe(true);
    }
    expect(op.inputs.slice(0, -1).some((input) => input.variadic)).toBe(false);
  });

  it('says what each attribute is for, and gives it a value of its kind', () => {
    for (const [name, spec] of Object.entries(op.attributes)) {
      expect(spec.summary, name).toMatch(/^[A-Z].*[^.]\.$/);
      if (spec.choices) expect(spec.choices, name).toContain(spec.default);
      if (spec.start !== undefined) expect(spec.default, `start of ${name}`).toBeUndefined();
    }
    expect(bind(op, startingAttributes(op))).toEqual(startingAttributes(op));
    const required = Object.values(op.attributes).some((spec) => spec.default === undefined);
    expect(op.defaults === null).toBe(required);
    if (op.defaults) expect(bind(op, {})).toEqual(op.defaults);
  });

  it('has a signature of exactly its arguments', () => {
    const order = argumentOrder(op).filter((name) => name !== '*');
    const names = [...op.inputs.map((input) => input.name), ...Object.keys(op.attributes)];
    expect([...order].sort()).toEqual(names.sort());
    expect(argumentOrder(op).filter((name) => name === '*').length).toBeLessThanOrEqual(1);
    expect(argumentOrder(op).at(-1)).not.toBe('*');
  });

  it('has at least two samples, with an argument for every input that needs one', () => {
    expect(op.samples.length).toBeGreaterThanOrEqual(2);
    const required = op.inputs.filter((input) => !input.optional).length;
    for (const { inputs, attributes = {} } of op.samples) {
      expect(inputs.length).toBeGreaterThanOrEqual(required);
      if (!op.inputs.at(-1)?.variadic) expect(inputs.length).toBeLessThanOrEqual(op.inputs.length);
      expect(() => bind(op, attributes)).not.toThrow();
    }
    expect(repeated(op.samples.map((sample) => sampleTitle(sampleToJson(sample))))).toEqual([]);
  });

  it('has LaTeX that KaTeX sets, for names, numbers and whole expressions', () => {
    const symbols = op.inputs.map((input) => nameLatex(input.symbol));
    const [x, y] = [nameLatex('x'), nameLatex('learning_rate')];
    const arguments_: Latex[][] = [
      symbols,
      ...[-2, 0, 0.5, 1e-7, -3e12, Infinity, -Infinity, NaN].map((value) =>
        op.inputs.map(() => numberLatex(value))
      ),
      op.inputs.map(() => latex.neg(latex.add(x, y))),
      op.inputs.map(() => latex.div(x, latex.pow(y, numberLatex(2))))
    ];
    for (const args of arguments_) {
      const formulas = [
        op.latex(args, startingAttributes(op)),
        ...op.inputs.map((_, k) => op.localLatex(k, args, latexAtom('z'), startingAttributes(op)))
      ];
      for (const formula of formulas) {
        if (formula === null) continue;
        expect(formula).not.toMatch(/undefined|\[object/);
        expect(formula).not.toBe('');
        const render = (): string =>
          katex.renderToString(formula, { throwOnError: true, strict: 'error' });
        expect(render, formula).not.toThrow();
      }
    }
  });

  it('shows a local derivative where a gradient flows', () => {
    const args = op.inputs.map((input) => nameLatex(input.symbol));
    const shown = op.inputs.map(
      (_, k) => op.localLatex(k, args, latexAtom('z'), startingAttributes(op)) !== null
    );
    if (op.gradFn === null) expect(shown).not.toContain(true);
    if (op.elementwise) {
      const { vjps } = op.elementwise(startingAttributes(op));
      expect(shown).toEqual(vjps.map((vjp) => vjp !== null));
      expect(shown.includes(true)).toBe(op.gradFn !== null);
    }
  });

  it('gives local derivatives as numbers exactly where it shows one', () => {
    const sample = op.samples.find(({ inputs }) => inputs.length === op.inputs.length);
    if (!sample) return;
    const attributes = bind(op, sample.attributes ?? {});
    const inputs = sample.inputs.map((value) => argumentOf(value, 'float64'));
    const output = call(op, inputs, attributes);
    const args = op.inputs.map((input) => nameLatex(input.symbol));
    op.inputs.forEach((_, k) => {
      const formula = op.localLatex(k, args, latexAtom('z'), attributes);
      const number = op.local(k, inputs, output, attributes);
      if (formula === null) expect(number).toBeNull();
      else if (op.elementwise) expect(number).not.toBeNull();
    });
  });
});
