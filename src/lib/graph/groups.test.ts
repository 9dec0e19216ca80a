import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { documents } from '../../../tests/random-documents';
import { sweep } from '../sweep/sweep';
import { refused } from '../../../tests/graphs';
import { identical } from '../tensor/tensor';
import { operations } from '../ops/registry';
import { randoms } from '../ops/catalog/random';
import { dropout } from '../ops/catalog/dropout';
import { nodeName, type Document } from './document';
import {
  addToGroup,
  duplicate,
  group,
  remove,
  setCollapsed,
  setNoGrad,
  ungroup,
  type Edit
} from './edits';
import { boundaryOf, groupOf, groupPorts, MAX_PORTS, membersOf } from './groups';
import { compileKernel } from './kernel/kernel';
import { applyPatch } from './patch';
import { compile, computesSame } from './program';
import { run, type Run } from './run';

function after(doc: Document, edit: Edit): Document {
  if (!edit.ok) throw new Error(edit.reason);
  return applyPatch(doc, edit.patch);
}
const ids = (doc: Document, ...names: string[]): string[] => names.map((n) => named(doc, n).id);
/** The document with these nodes as a group; the group's id too. */
function grouped(doc: Document, ...names: string[]): { doc: Document; id: string } {
  const next = after(doc, group(doc, ids(doc, ...names)));
  return { doc: next, id: groupOf(next, named(next, names[0] ?? '').id) ?? '' };
}
function withoutGrad(doc: Document, ...names: string[]): Document {
  const { doc: next, id } = grouped(doc, ...names);
  return after(next, setNoGrad(next, id, true));
}
const ran = (doc: Document): Run => run(compile(doc));
const numbers = (doc: Document, of: 'outputs' | 'gradients'): Record<string, number> =>
  Object.fromEntries([...ran(doc)[of]].map(([id, t]) => [nodeName(doc, id), t.item()]));

/** f = p + p², p = uv: at u = 2, v = 1 its gradients are 5 and 10. */
const f = formula('p = u*v\nf = p + p**2', { u: 2, v: 1 });

function expectSameRun(a: Run, b: Run): void {
  for (const of of ['outputs', 'gradients'] as const) {
    expect([...b[of].keys()]).toEqual([...a[of].keys()]);
    for (const [id, t] of a[of]) {
      const other = b[of].get(id);
      expect(other && identical(t, other) && other.requiresGrad === t.requiresGrad).toBe(true);
    }
  }
  expect(b.diagnostics).toEqual(a.diagnostics);
  expect(b.trace.map(({ kind, node }) => [kind, node])).toEqual(
    a.trace.map(({ kind, node }) => [kind, node])
  );
}

/** Operations that give the same whenever they run. */
const repeatable = operations.flatMap((op) =>
  randoms.includes(op) || op === dropout ? [] : [op.name]
);

it('a group changes nothing that is computed, whatever is in it and however it is shown', () => {
  const wishes = fc.array(fc.tuple(fc.nat(3), fc.array(fc.nat(11), { maxLength: 5 })), {
    minLength: 1,
    maxLength: 6
  });
  fc.assert(
    fc.property(documents({ ops: repeatable, steps: 8 }), wishes, (start, list) => {
      let doc = start;
      for (const [kind, places] of list) {
        const all = Object.keys(doc.nodes);
        const chosen = places.map((k) => all[k % all.length] ?? '');
        const [first = ''] = Object.keys(doc.groups ?? {});
        const edits = [
          () => group(doc, chosen),
          () => ungroup(doc, chosen),
          () => setCollapsed(doc, first, chosen.length % 2 === 0),
          () => addToGroup(doc, chosen[0] ?? '', first)
        ];
        const edit = edits[kind]?.();
        if (edit?.ok) doc = applyPatch(doc, edit.patch);
      }
      expect(computesSame(start, doc)).toBe(true);
      expectSameRun(ran(start), ran(doc));
    }),
    { numRuns: 60 }
  );
});

describe('under no_grad', () => {
  it('a result has no history, and the gradient is what PyTorch gives without that path', () => {
    // with torch.no_grad(): q = p ** 2 — then f.backward() leaves u.grad = 1 and v.grad = 2.
    const doc = withoutGrad(f, 'pow');
    expect(numbers(doc, 'outputs')).toEqual(numbers(f, 'outputs'));
    expect(numbers(doc, 'gradients')).toEqual({ f: 1, p: 1, u: 1, v: 2 });
    const made = ran(doc).outputs.get(named(doc, 'pow').id);
    expect([made?.requiresGrad, made?.gradFn, made?.isLeaf]).toEqual([false, null, true]);
  });

  it('a leaf is what it was', () => {
    const doc = withoutGrad(f, 'u', 'pow');
    expect(ran(doc).outputs.get(named(doc, 'u').id)?.requiresGrad).toBe(true);
    expect(numbers(doc, 'gradients')).toMatchObject({ u: 1, v: 2 });
  });

  it('backward from inside fails in PyTorch’s words, and grad mode is as it was', () => {
    const doc = withoutGrad(f, 'f');
    const { diagnostics, gradients } = ran(doc);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn'
    ]);
    expect(gradients.size).toBe(0);
    expect(numbers(f, 'gradients')).toMatchObject({ u: 5, v: 10 });
  });

  it('counts as another computation, and a switch of what cuts nothing as the same one', () => {
    const doc = withoutGrad(f, 'pow');
    expect(computesSame(f, doc)).toBe(false);
    const [id = ''] = Object.keys(doc.groups ?? {});
    expect(computesSame(f, after(doc, setNoGrad(doc, id, false)))).toBe(true);
    expect(computesSame(doc, after(doc, setCollapsed(doc, id, true)))).toBe(true);
    expect(computesSame(doc, after(doc, ungroup(doc, ids(doc, 'pow'))))).toBe(false);
  });

  it('kernels and sweeps have the same derivatives', () => {
    const doc = withoutGrad(f, 'pow');
    const kernel = compileKernel(compile(doc));
    expect(kernel?.gradient(named(doc, 'u').id)).toBe(1);
    const found = sweep(doc, { input: named(doc, 'u').id, from: -2, to: 2, count: 5 });
    if (found.kind === 'unavailable') throw new Error(found.reason.message);
    expect(found.slope && [...found.slope]).toEqual([1, 1, 1, 1, 1]);
    expect(found.value && [...found.value.y]).toEqual([2, 0, 0, 2, 6]);

    const all = withoutGrad(f, 'p');
    const cut = sweep(all, { input: named(all, 'u').id, from: -2, to: 2, count: 5 });
    expect(cut).toMatchObject({ slope: null });
    expect(() => refused(cut)).toThrow();
  });
});

describe('the ends of a group', () => {
  it('are the edges across it, and what is used outside or by nobody', () => {
    const { doc, id } = grouped(f, 'p', 'pow');
    const ends = boundaryOf(doc, id);
    const words = ({ source, target, input }: { source: string; target: string; input: string }) =>
      `${doc.nodes[source]?.name ?? ''} → ${doc.nodes[target]?.name ?? ''}.${input}`;
    expect(ends.entering.map(words)).toEqual(['u → p.input', 'v → p.other']);
    expect(ends.leaving.map(words)).toEqual(['p → f.input', 'pow → f.other']);
    expect(ends.outputs).toEqual(ids(doc, 'p', 'pow'));
    const whole = grouped(f, 'u', 'v', 'p', 'pow', 'f');
    expect(boundaryOf(whole.doc, whole.id)).toMatchObject({
      entering: [],
      leaving: [],
      outputs: ids(f, 'f')
    });
  });

  it('have a port each, parallel edges too, and a common one where there are many', () => {
    const square = formula('y = x * x', { x: 3 });
    const one = grouped(square, 'y');
    const ports = groupPorts(one.doc, boundaryOf(one.doc, one.id));
    expect(ports.inputs.map(({ label }) => label)).toEqual(['x → y.input', 'x → y.other']);
    expect(new Set(ports.inputs.map(({ id }) => id)).size).toBe(2);

    const sum = Array.from({ length: 20 }, (_, k) => `x**${k + 2}`).join(' + ');
    const many = formula(`y = ${sum}`, { x: 1 });
    const powers = Object.values(many.nodes).flatMap((node) =>
      node.kind === 'op' && node.op === 'pow' ? [node.name] : []
    );
    const wide = grouped(many, ...powers);
    const { inputs, inputOf, outputs } = groupPorts(wide.doc, boundaryOf(wide.doc, wide.id));
    expect([inputs.length, outputs.length]).toEqual([MAX_PORTS, MAX_PORTS]);
    expect(inputs.at(-1)?.label).toBe('9 more');
    const known = new Set(inputs.map(({ id }) => id));
    for (const { id } of boundaryOf(wide.doc, wide.id).entering) {
      expect(known.has(inputOf(id))).toBe(true);
    }
  });
});

it('copies of whole groups are groups of their own, and removed nodes take empty groups with them', () => {
  const { doc, id } = grouped(f, 'p', 'pow');
  const twice = after(doc, duplicate(doc, ids(doc, 'p', 'pow')));
  expect(Object.values(twice.groups ?? {}).map(({ name }) => name)).toEqual(['Group 1', 'Group 2']);
  const part = after(doc, duplicate(doc, ids(doc, 'p')));
  expect(groupOf(part, named(part, 'p_2').id)).toBeNull();
  const less = after(doc, remove(doc, ids(doc, 'p'), []));
  expect(membersOf(less, id).map(({ name }) => name)).toEqual(['pow']);
  expect(after(less, remove(less, ids(less, 'pow'), [])).groups).toBeUndefined();
});
