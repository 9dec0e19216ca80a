import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { formula, named } from './graphs';
import { example } from '../src/lib/exchange/examples';
import { toJson } from '../src/lib/exchange/json';
import { edgeId } from '../src/lib/graph/document';
import { applyPatch } from '../src/lib/graph/patch';
import type { Report } from '../src/lib/exchange/report';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'backflow-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file for the command to read. */
function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

async function graph(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const command = ['run', '--silent', 'graph', '--', ...args];
    return { code: 0, ...(await promisify(execFile)('npm', command, { cwd: root })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

/** `y = x**2`, with other edges into `y`. */
function rewired(source: string | null): string {
  const doc = formula('y = x**2');
  const y = named(doc, 'y').id;
  const id = edgeId(y, 'input');
  const edge =
    source === null ? null : { id, source: named(doc, source).id, target: y, input: 'input' };
  return toJson(applyPatch(doc, { edges: { [id]: edge } }));
}
const circle = (): string => rewired('y');
const open = (): string => rewired(null);

describe('npm run graph', { timeout: 30_000 }, () => {
  it('prints a formula with values and gradients', async () => {
    const { code, stdout, stderr } = await graph('--formula', 'x**2+2*x+1', '--at', 'x=2');
    expect([code, stderr]).toEqual([0, '']);
    const { nodes, edges } = JSON.parse(stdout) as Report;
    expect(nodes[0]).toEqual({
      id: nodes[0]?.id,
      name: 'x',
      op: 'input',
      value: 2,
      grad: 6,
      grad_fn: null,
      is_leaf: true,
      requires_grad: true
    });
    expect(nodes.at(-1)).toMatchObject({ value: 9, grad: 1, grad_fn: 'AddBackward0' });
    expect(edges).toHaveLength(5);
  });

  it('prints a logistic unit', async () => {
    const at = 'w0=2,x0=-1,w1=-3,x1=-2,w2=-3';
    const { stdout } = await graph('--formula', '1/(1+exp(-(w0*x0+w1*x1+w2)))', '--at', at);
    const { nodes } = JSON.parse(stdout) as Report;
    const grads = nodes.filter(({ op }) => op === 'input').map(({ name, grad }) => [name, grad]);
    expect(Object.fromEntries(grads)).toEqual({
      w0: expect.closeTo(-0.1966, 4),
      x0: expect.closeTo(0.3932, 4),
      w1: expect.closeTo(-0.3932, 4),
      x1: expect.closeTo(-0.5898, 4),
      w2: expect.closeTo(0.1966, 4)
    });
  });

  it('says how it is used', async () => {
    const { code, stdout } = await graph('-h');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^usage: /)]);
  });

  it('prints a document, custom functions included', async () => {
    const doc = example('custom-upstream');
    const { stdout } = await graph(file('sq.json', doc ? toJson(doc) : ''));
    const { nodes } = JSON.parse(stdout) as Report;
    const [x, square] = ['input', 'SQ'].map((op) => nodes.find((node) => node.op === op));
    expect([x?.grad, square?.grad, square?.grad_fn]).toEqual([4, 3, 'SQBackward']);
  });

  it.each([
    ['lab.py', (code: string) => code],
    [
      'lab.ipynb',
      (code: string) =>
        JSON.stringify({
          cells: code.split('\n\n').map((source) => ({
            cell_type: 'code',
            source,
            metadata: {},
            outputs: [],
            execution_count: null
          })),
          metadata: {},
          nbformat: 4,
          nbformat_minor: 4
        })
    ]
  ])('prints what %s computed', async (name, write) => {
    const code =
      'import torch\nu = torch.tensor(1., requires_grad=True)\n\nv = torch.tensor(2., requires_grad=True)\nf = v*u + u**2\nf.backward()';
    const { stdout, stderr } = await graph(file(name, write(code)));
    expect(stderr).toBe('');
    const { nodes } = JSON.parse(stdout) as Report;
    const shown = nodes.map(({ name, value, grad, grad_fn }) => [name, value, grad, grad_fn]);
    expect(shown).toEqual([
      ['u', 1, 4, null],
      ['v', 2, 1, null],
      ['mul', 2, 1, 'MulBackward0'],
      ['pow', 1, 1, 'PowBackward0'],
      ['f', 3, 1, 'AddBackward0']
    ]);
  });

  it.each([
    ['a faulty formula', ['--formula', 'x + )'], /^--formula: column 5: /],
    ['a value for nobody', ['--formula', 'x**2', '--at', 'y=1'], /no input `y`/],
    ['a value that is none', ['--formula', 'x**2', '--at', 'x=two'], /^--at: x: /],
    ['a result that is no scalar', ['--formula', 'x**2', '--at', 'x=[1,2]'], /scalar outputs/],
    ['a file that is not there', ['nothing.json'], /no such file/],
    ['a Python file that is not there', ['lab.py'], /lab\.py: there is no such file/],
    ['a damaged notebook', [file('damaged.ipynb', '{')], /no JSON/],
    ['a program that fails', [file('fails.py', 'x = 1\nx.y\n')], /line 2: AttributeError: /],
    ['a program without tensors', [file('none.py', 'x = 1\n')], /computed nothing with tensors/],
    ['a document that goes in circles', [file('circle.json', circle())], /`y` depends on itself/],
    ['a document with an open input', [file('open.json', open())], /^y has nothing at `input`/],
    ['a file of another kind', [file('other.json', '{}')], /no Backflow document/],
    ['too few arguments', [], /^usage: /],
    ['options of its own', ['--formul', 'x'], /formul.*usage/]
  ])('says in one line what is wrong with %s', async (_, args, words) => {
    const { code, stdout, stderr } = await graph(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
