export type * from './ast';
export { buildFormula, type BuildOptions, type Built } from './build';
export {
  compileFunction,
  usesGradOutput,
  type Compiled,
  type CompiledFunction,
  type FunctionError,
  type Interpreter,
  type Saved
} from './function';
export { isVariableName } from './keywords';
export {
  formatTensorLiteral,
  parseAt,
  parseTensor,
  type ParsedAt,
  type ParsedTensor
} from './literal';
export { MAX_FORMULA, parseBody, parseFormula, type Result } from './parse';
