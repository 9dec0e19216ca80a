import { ESLint, RuleTester } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { rule } from './floors.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { parser: ts.parser } });
const down = (filename: string, code: string) => ({ filename, code });
const fault = (filename: string, code: string, messageId: string) => ({
  filename,
  code,
  errors: [{ messageId }]
});

tester.run('floors', rule, {
  valid: [
    down('src/lib/ops/define.ts', "import type { Tensor } from '../tensor/tensor';"),
    down('src/lib/ops/catalog/arithmetic.ts', "import { elementwise } from '../elementwise';"),
    down('src/lib/autograd/backward.ts', "import { operation } from '$lib/ops/registry';"),
    down('src/lib/formula/build.ts', "import { emptyDocument } from '../graph/document';"),
    down('src/lib/graph/document.ts', "import * as v from 'valibot';"),
    down('src/lib/state/editor.svelte.ts', "import { tick } from 'svelte';"),
    down('src/lib/ui/canvas/node.ts', "import { useSvelteFlow } from '@xyflow/svelte';"),
    down('src/routes/page.ts', "import { Editor } from '$lib/state/editor.svelte';"),
    down('src/cli/graph.ts', "import { toPython } from '../lib/exchange/python';"),
    down('src/app.d.ts', "import '$lib/ui/common/theme';"),
    down('tests/e2e/canvas.test.ts', "import '$lib/ui/common/theme';")
  ],
  invalid: [
    fault('src/lib/tensor/tensor.ts', "import { call } from '../ops/dispatch';", 'up'),
    fault('src/lib/ops/define.ts', "import type { Tape } from '$lib/autograd/tape';", 'up'),
    fault('src/lib/ops/define.ts', "export * from '../autograd';", 'up'),
    fault('src/lib/ops/define.ts', "export { backward } from '../autograd/backward';", 'up'),
    fault('src/lib/ops/define.ts', "type Tape = import('../autograd/tape').Tape;", 'up'),
    fault('src/lib/ops/define.ts', "const tape = import('../autograd/tape');", 'up'),
    fault('src/lib/ops/catalog/flow.ts', "import '../../autograd/tape';", 'up'),
    fault('src/lib/sweep/host.ts', "import Work from '../explain/work?worker';", 'up'),
    fault(
      'src/lib/sweep/host.ts',
      "new Worker(new URL('../explain/worker.ts', import.meta.url));",
      'up'
    ),
    fault('src/lib/explain/frame.ts', "import { player } from '../state/player.svelte';", 'up'),
    fault('src/lib/ui/common/link.ts', "import '../../../routes/links';", 'up'),
    fault('src/lib/graph/run.ts', "import { main } from '../../cli/graph';", 'up'),
    fault('src/cli/graph.ts', "import '../lib/state/editor.svelte';", 'up'),
    fault('src/lib/graph/run.ts', "import { writable } from 'svelte/store';", 'page'),
    fault('src/lib/graph/run.ts', "import type { Node } from '@xyflow/svelte';", 'page'),
    fault('src/lib/exchange/link.ts', "import { page } from '$app/state';", 'page'),
    fault('src/lib/graph/run.svelte.ts', 'export const n = 1;', 'runes'),
    fault('src/lib/misc/helpers.ts', 'export const n = 1;', 'homeless')
  ]
});

describe('the project config', { timeout: 30_000 }, () => {
  const eslint = new ESLint();
  const rulesBroken = async (filePath: string, code: string) => {
    const [result] = await eslint.lintText(code, { filePath });
    return result?.messages.map((message) => message.ruleId);
  };

  it('keeps the floors', async () => {
    const code = "import '../ui/canvas/node';\n";
    expect(await rulesBroken('src/lib/graph/run.ts', code)).toEqual(['floors/down']);
    expect(await rulesBroken('src/lib/graph/run.test.ts', code)).toEqual([]);
    expect(await rulesBroken('src/routes/run.ts', code)).toEqual([]);
  });

  it('keeps the page out of the headless floors', async () => {
    const code = 'export const title = document.title;\n';
    expect(await rulesBroken('src/lib/exchange/title.ts', code)).toEqual(['no-restricted-globals']);
    expect(await rulesBroken('src/lib/state/title.ts', code)).toEqual([]);
    const local = 'export const title = (document: { title: string }) => document.title;\n';
    expect(await rulesBroken('src/lib/exchange/title.ts', local)).toEqual([]);
  });

  it('lets nothing evaluate a string', async () => {
    const file = 'src/lib/formula/run.ts';
    expect(await rulesBroken(file, "eval('1');\n")).toEqual(['no-eval']);
    expect(await rulesBroken(file, "setTimeout('1', 0);\n")).toEqual(['no-implied-eval']);
    expect(await rulesBroken(file, "export const f = new Function('1');\n")).toEqual([
      'no-new-func'
    ]);
  });

  it('keeps files short', async () => {
    const long = 'export {};\n'.repeat(401);
    expect(await rulesBroken('src/lib/graph/long.ts', long)).toContain('max-lines');
    expect(await rulesBroken('src/lib/graph/long.ts', `${'\n// why\n'.repeat(401)}`)).toEqual([]);
  });
});
