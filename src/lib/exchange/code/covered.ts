import type { Attributes } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import type { Tensor } from '../../tensor/tensor';
import type { Spelling } from './body';
import { named } from './call';
import { atom, elementwiseCode, numberCode, operandText, type Code } from './python';
import { numpyRules } from './shapes';

/** Nested calls repeat their arguments, so that texts could grow without end. */
export const MAX_EXPRESSION = 2000;

/** Ends the writing: an operation has no counterpart here. */
export class Uncovered extends Error {
  constructor(readonly operations: readonly string[]) {
    super();
  }
}

/** The result of an operation in NumPy, or null for one that isn't covered. */
export function forwardCode(
  op: OpDefinition,
  args: readonly Code[],
  attributes: Attributes,
  inputs: readonly Tensor[] = [],
  output: Tensor | null = null
): Code | null {
  if (op.elementwise) {
    const isCondition = output ? output.dtype === 'bool' : op.gradFn === null;
    const code = elementwiseCode(op, args, attributes, isCondition);
    return code.text.length > MAX_EXPRESSION ? null : code;
  }
  const rule = numpyRules.get(op.name);
  const text = rule?.forward({ args: args.map(operandText), inputs, output, attributes }) ?? null;
  return text === null ? null : { text, binds: 0 };
}

/** Custom functions keep their bodies; calls of operations in them become NumPy's. */
export const numpySpelling: Spelling = {
  module: 'np',
  modules: ['np', 'math'],
  base: null,
  call: (op, operands, attributes) => {
    const args = operands.map(({ text, number, isAtom }): Code => {
      if (number !== null) return /^[A-Za-z_]/.test(text) ? atom(text) : numberCode(number);
      return isAtom ? atom(text) : { text, binds: 0 };
    });
    const code = forwardCode(op, args, attributes);
    if (!code) throw new Uncovered([op.name]);
    return { ...named(code.text), isAtom: operandText(code) === code.text };
  }
};
