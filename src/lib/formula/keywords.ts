const LOOP = "Loops can't be drawn as a graph: write the steps one by one";
const BRANCH =
  'A graph has no `if`: write `where(condition, a, b)`, which keeps both branches in the graph';
const LOGIC = 'asks for one truth value, which a tensor with several elements has not';
const DEFINITION = 'Nothing is defined here: write only the steps, e.g. `y = x ** 2`';
const IMPORT = 'Nothing has to be imported: functions like `torch.exp` are known';
const FLOW = "can't be used in a formula";

/** Python's keywords that a formula can't use, and why. */
export const unsupportedKeywords: ReadonlyMap<string, string> = new Map([
  ['lambda', "`lambda` can't be used in a formula: a formula is itself one function"],
  ['for', LOOP],
  ['in', LOOP],
  ['while', LOOP],
  ['break', LOOP],
  ['continue', LOOP],
  ['if', BRANCH],
  ['elif', BRANCH],
  ['else', BRANCH],
  ...['and', 'or', 'not'].map((word): [string, string] => [
    word,
    `\`${word}\` ${LOGIC}: write \`logical_${word}(${word === 'not' ? 'a' : 'a, b'})\``
  ]),
  ['def', DEFINITION],
  ['class', DEFINITION],
  ['import', IMPORT],
  ['from', IMPORT],
  ['print', 'Nothing has to be printed: every node shows its value'],
  ...[
    'as',
    'assert',
    'async',
    'await',
    'del',
    'except',
    'finally',
    'global',
    'is',
    'nonlocal',
    'pass',
    'raise',
    'try',
    'with',
    'yield'
  ].map((word): [string, string] => [word, `\`${word}\` ${FLOW}`])
]);

/** Keywords with a meaning here. */
export const supportedKeywords: ReadonlySet<string> = new Set(['return', 'None', 'True', 'False']);

/** Names that stand for a number. `e` is not among them: learners use it as a variable. */
export const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['inf', Infinity],
  ['nan', NaN],
  ...['torch', 'math'].flatMap((module): [string, number][] => [
    [`${module}.pi`, Math.PI],
    [`${module}.e`, Math.E],
    [`${module}.inf`, Infinity],
    [`${module}.nan`, NaN]
  ])
]);

/** Whether a node or an input may be called so. */
export function isVariableName(name: string): boolean {
  return (
    /^[A-Za-z_]\w*$/.test(name) &&
    !unsupportedKeywords.has(name) &&
    !supportedKeywords.has(name) &&
    !constants.has(name)
  );
}
