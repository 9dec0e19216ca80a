import { describe, expect, test } from 'vitest';
import { buildFormula } from '../../formula';
import {
  type Document,
  emptyDocument,
  nodesInOrder,
  type TensorLiteral
} from '../../graph/document';
import { addFunction, connect, type Edit, setFunction } from '../../graph/edits';
import { applyPatch } from '../../graph/patch';
import type { DType } from '../../tensor/dtype';
import { parseNotebook } from '../notebook';
import { classCode, torchSpelling } from './body';
import { formats } from './formats';
import { tensorCode } from './literal';
import { numpyScript } from './numpy';
import { torchNotebook, torchScript } from './torch';

function formula(source: string, at: Readonly<Record<string, TensorLiteral>> = {}): Document {
  const built = buildFormula(source, { at });
  if (!built.ok) throw new Error(built.errors[0]?.message);
  return built.document;
}

/** The document with a function of its first node. */
function withFunction(doc: Document, name: string, forward: string, backward: string): Document {
  const apply = (before: Document, edit: Edit): Document => {
    if (!edit.ok) throw new Error(edit.reason);
    return applyPatch(before, edit.patch);
  };
  const added = addFunction(doc, { x: 0, y: 0 });
  const id = added.ok ? (added.select?.nodes[0] ?? '') : '';
  let next = apply(doc, added);
  next = apply(next, setFunction(next, id, { name, inputs: ['i'], forward, backward }));
  return apply(next, connect(next, nodesInOrder(doc)[0]?.id ?? '', id, 'i'));
}

/** Lines of a script between imports and backward. */
const steps = (doc: Document): string[] =>
  torchScript(doc)
    .split('\n')
    .filter((line) => /^\w+ = /.test(line) && !line.includes('requires_grad'));

const fn = (forward: string, backward: string, inputs = ['i']): string =>
  classCode({ name: 'Own', inputs, forward, backward }, 'Own', torchSpelling);

const bodies = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('        '))
    .map((line) => line.slice(8));

describe('calls', () => {
  test.each([
    ['y = x + 1', 'y = x + 1'],
    ['y = -x', 'y = -x'],
    ['y = (-2) ** x', 'y = (-2) ** x'],
    ['y = x ** -1', 'y = x ** -1'],
    ['y = x - -0.5', 'y = x - (-0.5)'],
    ['y = x > 0', 'y = x > 0'],
    ['y = x @ x', 'y = x @ x'],
    ['y = x * inf', 'y = x * torch.inf'],
    ['y = softplus(x)', 'y = F.softplus(x)'],
    ['y = maximum(x, 0)', 'y = torch.maximum(x, torch.tensor(0))'],
    ['y = x.sum(dim=0, keepdim=True)', 'y = torch.sum(x, dim=0, keepdim=True)'],
    ['y = sum(x, keepdim=True)', 'y = torch.sum(x, dim=None, keepdim=True)'],
    ['y = softmax(x, 0)', 'y = torch.softmax(x, dim=0)'],
    ['y = max(x, 0)', 'y = torch.max(x, dim=0).values'],
    ['y = x.reshape(2, 1)', 'y = x.reshape(2, 1)'],
    ['y = x.split(1)', 'y = x.split(1)[0]'],
    ['y = cat([x, x])', 'y = torch.cat([x, x])'],
    ["y = einsum('i,i->', x, x)", "y = torch.einsum('i,i->', x, x)"],
    ["y = mse_loss(x, x, reduction='sum')", "y = F.mse_loss(x, x, reduction='sum')"],
    ['y = detach(x)', 'y = x.detach()']
  ])('%s', (source, expected) => {
    expect(steps(formula(source, { x: [1, 2] }))).toEqual([expected]);
  });

  test('a text that sets an operation can’t end its quotes', () => {
    const doc = formula("y = einsum('i->i', x)", { x: [1, 2] });
    const nodes = Object.fromEntries(
      Object.entries(doc.nodes).map(([id, node]) => [
        id,
        node.kind === 'op' ? { ...node, attributes: { equation: "'); import os\n'\\" } } : node
      ])
    );
    const code = torchScript({ ...doc, nodes });
    expect(code).toContain("# y = torch.einsum('\\'); import os\\n\\'\\\\', x)");
    expect(code).not.toMatch(/^(?!#).*import os/m);
  });

  test('a title stays a comment', () => {
    const doc = emptyDocument('a\nimport os\r\u2028import sys');
    for (const format of formats) {
      if (['json', 'notebook', 'svg'].includes(format.id)) continue;
      const written = format.write(doc, {});
      expect(written.ok && written.text).not.toMatch(/^(?!#).*import (os|sys)/mu);
    }
    const [title] = parseNotebook(torchNotebook(emptyDocument('<b> [a](b)'))).cells;
    expect(title?.source).toBe('# \\<b\\> \\[a\\]\\(b\\)');
  });
});

describe('values', () => {
  const code = (
    value: TensorLiteral & (number | readonly number[] | readonly number[][]),
    dtype: DType = 'float32'
  ) =>
    tensorCode(value, dtype, { start: 'T(', linspace: 'L', options: () => [], module: 'torch' }, 0);

  test.each([
    [2, 'float32', 'T(2.0)'],
    [-0, 'float32', 'T(-0.0)'],
    [2, 'int64', 'T(2)'],
    [1.5, 'int64', 'T(1.5)'],
    [[1, 0], 'bool', 'T([True, False])'],
    [Math.fround(0.1), 'float32', 'T(0.1)'],
    [Math.fround(0.1), 'float64', 'T(0.10000000149011612)'],
    [[0, 0.25, 0.5, 0.75, 1], 'float32', 'L(0, 1, 5)'],
    [[1, 2, 3], 'float32', 'T([1.0, 2.0, 3.0])']
  ] as const)('%j in %s', (value, dtype, expected) => {
    expect(code(value, dtype)).toBe(expected);
  });

  test('long lists are broken into lines that fit', () => {
    const rows = Array.from({ length: 3 }, () => Array.from({ length: 30 }, (_, k) => k * k));
    const lines = code(rows).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(88);
    expect(lines[0]).toBe('T([');
    expect(lines.at(-1)).toBe('])');
  });
});

describe('custom functions', () => {
  test('bodies stay as they are, comments too', () => {
    const text = fn(
      '# keeps the input\nctx.save_for_backward(i)  # for later\nreturn i ** 2',
      'i, = ctx.saved_tensors\nreturn grad_output * 2 * i'
    );
    expect(text).toBe(`class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, i):
        # keeps the input
        ctx.save_for_backward(i)  # for later
        return i ** 2

    @staticmethod
    def backward(ctx, grad_output):
        i, = ctx.saved_tensors
        return grad_output * 2 * i`);
  });

  test('what backward reads without unpacking is unpacked, and a last value is returned', () => {
    const text = fn(
      'ctx.save_for_backward(i, i * j, j); i * j',
      'grad_output * j, grad_output * i',
      ['i', 'j']
    );
    expect(bodies(text)).toEqual([
      'ctx.save_for_backward(i, i * j, j)',
      'return i * j',
      'i, _, j = ctx.saved_tensors',
      'return grad_output * j, grad_output * i'
    ]);
  });

  test('calls get their full names, and functions of plain numbers become numbers', () => {
    const text = fn(
      'k = exp(0)\nreturn sigmoid(i.sum(dim=0)) * k + pi + maximum(i, 0.5) + sub(2, i)',
      'return None'
    );
    expect(bodies(text)).toEqual([
      'k = 1',
      'return torch.sigmoid(torch.sum(i, dim=0)) * k + torch.pi + torch.maximum(i, i.new_tensor(0.5)) + (2 - i)',
      'return None'
    ]);
  });

  test('spaces that Python refuses become plain ones, and dead code is left out', () => {
    const text = fn('return\u00a0i\u200b*\u20602\nreturn i', 'grad_output * 2');
    expect(bodies(text)).toEqual(['return i * 2', 'return grad_output * 2']);
  });

  test('two functions of one name are two classes, and one that is used twice is one', () => {
    const body = (factor: number) =>
      [`return i * ${factor}`, `return grad_output * ${factor}`] as const;
    let doc = formula('y = x', { x: 2 });
    for (const factor of [2, 3, 2]) doc = withFunction(doc, 'Own', ...body(factor));
    const code = torchScript(doc);
    expect(code.match(/^class \w+/gm)).toEqual(['class Own', 'class Own_2']);
    expect(code.match(/\w+\.apply\(x\)/g)).toEqual([
      'Own.apply(x)',
      'Own_2.apply(x)',
      'Own.apply(x)'
    ]);
  });
});

describe('NumPy', () => {
  test('an operation that isn’t covered is named', () => {
    expect(numpyScript(formula('y = sum(softmax(x, 0))', { x: [1, 2] }))).toEqual({
      ok: false,
      reason: expect.stringMatching(/^softmax can’t be written out/) as string
    });
  });

  test('nested calls in a function are refused before they grow without end', () => {
    const forward = `return ${'gelu('.repeat(30)}i${')'.repeat(30)}`;
    const doc = withFunction(formula('y = x', { x: 2 }), 'Deep', forward, 'return grad_output');
    expect(numpyScript(doc)).toMatchObject({ ok: false });
    expect(torchScript(doc)).toContain('F.gelu(F.gelu(');
  });
});
