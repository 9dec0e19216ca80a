/** Edits: small pure functions from a document to a patch. One edit is one undo step. */
export { clipSchema, copyNodes, duplicate, paste, type Clip } from './clip';
export type { Edit } from './edit';
export {
  addToGroup,
  group,
  moveBetween,
  moveGroup,
  removeFromGroup,
  renameGroup,
  setCollapsed,
  setNoGrad,
  ungroup
} from './groups';
export { setChart, setResult, setTitle } from './meta';
export {
  addFunction,
  addInput,
  addOperation,
  move,
  remove,
  rename,
  setAttribute,
  setConstant,
  setDType,
  setFunction,
  setRequiresGrad,
  setValue
} from './nodes';
export { bindColumns, markParameters, setTable, setTraining, setValues } from './training';
export { connect, whyNotConnect } from './wiring';
