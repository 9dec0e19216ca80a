import type { ElkNode } from 'elkjs/lib/elk-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { example } from '../exchange/examples';
import { toJson } from '../exchange/json';
import { toFragment } from '../exchange/share';
import { emptyDocument, type Document } from '../graph/document';
import { setChart, setTitle, setValue } from '../graph/edits';
import { DocumentStore } from '../graph/store';
import { buildFormula, importFile, importText, shareLink, tidy } from './actions';
import { Editor } from './editor.svelte';
import type { Session } from './session.svelte';
import type { Workspace } from './workspace.svelte';

/** Answers a layout when the test says so. */
let settle: ((outcome: 'placed' | 'failed') => void)[] = [];
const stopElk = vi.hoisted(() => vi.fn());
vi.mock('./elk', () => ({
  stopElk,
  elk: () => ({
    layout: (graph: ElkNode) =>
      new Promise<ElkNode>((resolve, reject) => {
        const children = graph.children?.map((child, k) => ({ ...child, x: k * 500, y: 7 })) ?? [];
        settle.push((outcome) => {
          if (outcome === 'placed') resolve({ ...graph, children });
          else reject(new Error('no layout'));
        });
      })
  })
}));

beforeEach(() => {
  vi.useFakeTimers();
  settle = [];
});
afterEach(() => {
  vi.useRealTimers();
});

/** As much of a session as the verbs ask for. */
function open(doc: Document) {
  const editor = new Editor(new DocumentStore(doc));
  const fitView = vi.fn();
  const finish = vi.fn();
  const session = { editor, canvas: { fitView }, player: { finish } } as unknown as Session;
  return { session, editor, fitView, finish };
}

const start = (): Document => example('quadratic') ?? emptyDocument();
const inputOf = (doc: Document, name: string) =>
  Object.values(doc.nodes).find((node) => node.kind === 'input' && node.name === name);
const valueOf = (doc: Document, name: string) => {
  const node = inputOf(doc, name);
  return node?.kind === 'input' ? node.value : undefined;
};

describe('building a formula', () => {
  it('replaces the content in one undo step, laid out, and goes to the end', async () => {
    const { session, editor, fitView, finish } = open(start());
    const before = editor.document;
    const built = buildFormula(session, 'z = w*x + b');
    settle[0]?.('placed');
    expect(await built).toEqual([]);
    expect(editor.document.meta.title).toBe('z = w*x + b');
    expect(Object.values(editor.document.nodes).every(({ y }) => y === 7)).toBe(true);
    expect(valueOf(editor.document, 'x')).toBe(2);
    expect(fitView).toHaveBeenCalled();
    expect(finish).toHaveBeenCalled();
    editor.undo();
    expect(editor.document).toEqual(before);
    expect(editor.canUndo).toBe(false);
  });

  it('answers with what is wrong, and changes nothing', async () => {
    const { session, editor } = open(start());
    const before = editor.document;
    expect(await buildFormula(session, 'x + )')).not.toHaveLength(0);
    expect(editor.document).toBe(before);
    expect(editor.canUndo).toBe(false);
  });

  it.each(['failed', 'late'] as const)(
    'keeps the plain placement of a layout that is %s',
    async (how) => {
      const { session, editor } = open(start());
      const built = buildFormula(session, 'a*b');
      if (how === 'failed') settle[0]?.('failed');
      else vi.advanceTimersByTime(2000);
      await built;
      expect(Object.keys(editor.document.nodes)).toHaveLength(3);
      expect(Object.values(editor.document.nodes).some(({ y }) => y === 7)).toBe(false);
      expect(stopElk).toHaveBeenCalled();
    }
  );

  it('drops the graph where the document has changed meanwhile, and says so', async () => {
    const { session, editor } = open(start());
    const built = buildFormula(session, 'a*b');
    editor.do(setTitle(editor.document, 'Changed'));
    settle[0]?.('placed');
    await built;
    expect(inputOf(editor.document, 'x')).toBeDefined();
    expect(editor.document.meta.title).toBe('Changed');
    expect(editor.notices).toHaveLength(1);
  });

  it('builds the latest of two formulas, whichever layout comes first', async () => {
    const { session, editor } = open(start());
    const first = buildFormula(session, 'a*b');
    const second = buildFormula(session, 'c*d');
    settle[1]?.('placed');
    await second;
    settle[0]?.('placed');
    await first;
    expect(inputOf(editor.document, 'c')).toBeDefined();
    expect(inputOf(editor.document, 'a')).toBeUndefined();
    expect(editor.notices).toEqual([]);
  });

  it("keeps the chart's range for an input that is still there", async () => {
    const { session, editor } = open(start());
    editor.do(setChart(editor.document, { from: 0, to: 50, derivative: false }));
    const same = buildFormula(session, 'sin(x)');
    settle[0]?.('placed');
    await same;
    expect(editor.document.meta.chart).toEqual({
      input: null,
      from: 0,
      to: 50,
      derivative: false
    });
    const other = buildFormula(session, 'sin(t)');
    settle[1]?.('placed');
    await other;
    expect(editor.document.meta.chart).toEqual({ input: null, from: -5, to: 5, derivative: false });
  });
});

describe('tidying', () => {
  it('moves all nodes in one undo step', async () => {
    const { session, editor } = open(start());
    const before = editor.document;
    const tidied = tidy(session);
    settle[0]?.('placed');
    await tidied;
    expect(Object.values(editor.document.nodes).every(({ y }) => y === 7)).toBe(true);
    editor.undo();
    expect(editor.document).toEqual(before);
  });

  it('leaves a graph that has changed meanwhile, and one that has no layout', async () => {
    const { session, editor } = open(start());
    const tidied = tidy(session);
    editor.do(setValue(editor.document, inputOf(editor.document, 'x')?.id ?? '', 5));
    const changed = editor.document;
    settle[0]?.('placed');
    await tidied;
    expect(editor.document).toBe(changed);

    const failing = tidy(session);
    settle[1]?.('failed');
    await failing;
    expect(editor.document).toBe(changed);
    expect(editor.notices).toHaveLength(2);
  });
});

describe('sharing', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('puts the document into a link, unless it is too large for one', () => {
    vi.stubGlobal('window', { location: { origin: 'https://example.org', pathname: '/app/' } });
    const doc = start();
    expect(shareLink(doc)).toBe(`https://example.org/app/#${toFragment(doc)}`);
    const x = inputOf(doc, 'x');
    const large = Object.fromEntries(
      Array.from({ length: 30 }, (_, k) => [
        `x${k}`,
        { ...x, id: `x${k}`, value: new Array<number>(10_000).fill(1.5) }
      ])
    ) as Document['nodes'];
    expect(shareLink({ ...doc, nodes: large })).toBeNull();
  });
});

describe('importing', () => {
  const openNew = vi.fn(() => Promise.resolve());
  const workspace = { openNew } as unknown as Workspace;
  const file = (text: string, name = 'graph.json') => new File([text], name);
  beforeEach(() => openNew.mockClear());

  it('opens a file, a text and a link as a document of its own', async () => {
    const doc = start();
    expect(await importFile(workspace, file(toJson(doc), 'GRAPH.JSON'))).toBeNull();
    expect(await importText(workspace, toJson(doc))).toBeNull();
    const link = ` https://example.org/app/#${toFragment(doc)}\n`;
    expect(await importText(workspace, link)).toBeNull();
    expect(openNew.mock.calls).toEqual([[doc], [doc], [doc]]);
  });

  it.each([
    ['a notebook', file('{}', 'lab.ipynb'), /lab\.ipynb.*\.json/],
    ['a file without an ending', file('{}', 'graph'), /\.json/],
    ['something else', file('{"a": 1}'), /no Backflow document/],
    ['half a file', file(toJson(start()).slice(0, 300)), /cut off/]
  ])('says what is wrong with %s', async (_, given, words) => {
    expect(await importFile(workspace, given)).toMatch(words);
    expect(openNew).not.toHaveBeenCalled();
  });

  it('says what is wrong with a damaged link', async () => {
    expect(await importText(workspace, 'https://example.org/#doc=AAAAnonsense')).toMatch(/damaged/);
    expect(openNew).not.toHaveBeenCalled();
  });

  it('survives a file that is gone', async () => {
    const gone = file('{}');
    gone.text = () => Promise.reject(new Error('gone'));
    expect(await importFile(workspace, gone)).toMatch(/could not be read/);
  });
});
