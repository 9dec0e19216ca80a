import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../../tests/graphs';
import { torchLines } from '../../exchange/code/torch';
import { example } from '../../exchange/examples';
import { Timeline } from '../../explain/frames';
import { litLine } from '../../explain/lit';
import type { Document, FunctionSource } from '../../graph/document';
import { compile } from '../../graph/program';
import { run } from '../../graph/run';
import { litLines } from './lit-lines';

/** The lines that light up, step by step, and after a stroke those that go on meanwhile. */
function shown(doc: Document): string[] {
  const ran = run(compile(doc));
  const lines = torchLines(doc, { ran });
  return new Timeline(ran.trace).events.map((event) => {
    const { lit, running } = litLines(lines, litLine(event));
    const texts = (ks: ReadonlySet<number>): string =>
      [...ks].map((k) => lines[k]?.text.trim() ?? '').join(' ¶ ');
    return running.size > 0 ? `${texts(lit)} / ${texts(running)}` : texts(lit);
  });
}

describe('the lines of the program that light up', () => {
  it('are those of a function’s own code while it runs', () => {
    const doc = example('custom-upstream');
    expect(doc && shown(doc)).toEqual([
      'x = torch.tensor(2.0, requires_grad=True)',
      'ctx.save_for_backward(i) / square = SQ.apply(x)',
      'return i ** 2 / square = SQ.apply(x)',
      'square = SQ.apply(x)',
      'z = 3 * square',
      'z.backward() / z.backward()',
      'z = 3 * square / z.backward()',
      'i, = ctx.saved_tensors / z.backward()',
      'return 2 * i / z.backward()',
      'square = SQ.apply(x) / z.backward()',
      'x = torch.tensor(2.0, requires_grad=True) / z.backward()'
    ]);
  });

  it('are found among comments and over several lines, for each node that has the function', () => {
    const fn: FunctionSource = {
      name: 'Own',
      inputs: ['i'],
      forward: '# first\n\nctx.save_for_backward(i)  # kept\na = (i *\n  i)\nreturn a + 1',
      backward: 'i, = ctx.saved_tensors\nreturn grad_output * 2 * i'
    };
    const base = formula('y = exp(x); z = exp(y)', { x: 1 });
    const own = (name: string) => {
      const { id, x, y, order } = named(base, name);
      return [id, { id, name, x, y, order, kind: 'custom' as const, fn }] as const;
    };
    const doc: Document = {
      ...base,
      nodes: { ...base.nodes, ...Object.fromEntries([own('y'), own('z')]) },
      edges: Object.fromEntries(
        Object.values(base.edges).map((edge) => {
          const id = `${edge.target}.i`;
          return [id, { ...edge, id, input: 'i' }];
        })
      )
    };
    const texts = shown(doc);
    for (const name of ['y', 'z']) {
      const call = texts.filter((text) => text.includes(` / ${name} = Own.apply`));
      expect(call.map((text) => text.split(' / ')[0])).toEqual([
        'ctx.save_for_backward(i)  # kept',
        'a = (i *',
        'return a + 1'
      ]);
    }
    expect(texts.filter((text) => text.startsWith('i, = ctx.saved_tensors'))).toHaveLength(2);
  });

  it('are none before the first step', () => {
    const { lit, running } = litLines([], null);
    expect([lit.size, running.size]).toEqual([0, 0]);
  });
});
