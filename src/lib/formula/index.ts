export type { FormulaError } from './ast';
export { buildFormula, type BuildOptions, type Built } from './build';
export {
  compileFunction,
  type Compiled,
  type CompiledFunction,
  type FunctionError
} from './function';
export {
  formatTensorLiteral,
  parseAt,
  parseTensor,
  type ParsedAt,
  type ParsedTensor
} from './literal';
export { parseFormula, type Result } from './parse';
export { parseAttribute, type ParsedAttribute } from './setting';
