// The floors of the house as a lint rule: imports go down or sideways, never up, and the floors that must
// also run in Node and in workers know neither Svelte nor the page.
import path from 'node:path';

/** @type {Readonly<Record<string, number>>} */
const RANKS = {
  'src/lib/tensor': 0,
  'src/lib/ops': 1,
  'src/lib/autograd': 2,
  'src/lib/graph': 3,
  'src/lib/formula': 3,
  'src/lib/sweep': 3,
  'src/lib/python': 3,
  'src/lib/train': 3,
  'src/lib/explain': 4,
  'src/lib/exchange': 4,
  'src/lib/lessons': 4,
  // Commands stand beside the house: they use every headless floor, and no floor uses them.
  'src/cli': 4.5,
  'src/lib/state': 5,
  'src/lib/ui': 6,
  'src/routes': 7
};
/** From here up, Svelte and the page are known. */
const PAGE = 5;
const PAGE_PACKAGES = /^(svelte|@sveltejs\/|@xyflow\/|paneforge|\$app\/)/;

/** Folders of the floors that have no page, for rules about globals. */
export const headless = Object.keys(RANKS).filter((folder) => (RANKS[folder] ?? 0) < PAGE);

/** @param {string} file path from the project's root, with slashes */
function folderOf(file) {
  return /^src\/(?:lib\/[^/]+|[^/]+)(?=\/|$)/.exec(file)?.[0] ?? '';
}

/** @type {import('eslint').Rule.RuleModule} */
export const rule = {
  meta: {
    type: 'problem',
    docs: { description: 'Keep imports from going up the floors' },
    schema: [],
    messages: {
      up: 'Imports go down only: {{target}} is on a higher floor than {{folder}}.',
      page: '{{folder}} also runs in Node and in workers, so it can\'t use "{{target}}".',
      runes: 'Runes belong to floor 5 and up: {{folder}} holds no Svelte files.',
      homeless: '{{folder}} stands on no floor: give it a rank in tests/floors.mjs.'
    }
  },
  create(context) {
    const from = (/** @type {string} */ file) =>
      path.relative(context.cwd, path.resolve(context.cwd, file)).split(path.sep).join('/');
    const file = from(context.filename);
    const folder = folderOf(file);
    const rank = RANKS[folder];
    if (rank === undefined) {
      if (!/^src\/lib\/./.test(file)) return {};
      return {
        Program: (node) => context.report({ node, messageId: 'homeless', data: { folder } })
      };
    }

    /** @param {import('estree').Node | null | undefined} source */
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const target = source.value.replace(/[?#].*$/, '');
      const report = (/** @type {string} */ messageId) =>
        context.report({ node: source, messageId, data: { folder, target } });
      if (rank < PAGE && PAGE_PACKAGES.test(target)) return report('page');
      let reached = '';
      if (/^\$lib(\/|$)/.test(target)) reached = target.replace('$lib', 'src/lib');
      else if (target.startsWith('.')) reached = from(path.join(path.dirname(file), target));
      if ((RANKS[folderOf(reached)] ?? 0) > rank) report('up');
    };

    return {
      Program(node) {
        if (rank < PAGE && /\.svelte(\.[jt]s)?$/.test(file)) {
          context.report({ node, messageId: 'runes', data: { folder } });
        }
      },
      ImportDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      /** `import('…').Name` in a type. @param {any} node */
      TSImportType: (node) => check(node.source),
      // Workers are reached by `new URL('…', import.meta.url)`.
      'NewExpression[callee.name="URL"][arguments.1.object.type="MetaProperty"]': (
        /** @type {import('estree').NewExpression} */ node
      ) => check(/** @type {import('estree').Node} */ (node.arguments[0]))
    };
  }
};
