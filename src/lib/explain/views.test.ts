import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documents } from '../../../tests/random-documents';
import { forgetful } from '../../../tests/function-sources';
import { sampleDocument } from '../../../tests/sample-document';
import { torchLines, torchScript } from '../exchange/code/torch';
import { buildFormula } from '../formula';
import { backwardDocument } from '../graph/derivative';
import { expandedDocument } from '../graph/derivative/orders';
import { type Document, emptyDocument } from '../graph/document';
import { compile } from '../graph/program';
import { backwardAgain, run, type Run } from '../graph/run';
import { operations } from '../ops/registry';
import { TorchError } from '../tensor/errors';
import { derivativeLatex, orderText } from './derivatives';
import { follow } from './following';
import { Timeline } from './frames';
import { litLine } from './lit';
import { modesOf, modesSentence, modesVerdict } from './modes';
import { accumulatedBy, arrivedBy, evaluationTable, partText, tableFocus } from './table';

function built(formula: string, at: Parameters<typeof buildFormula>[1] = {}): Document {
  const made = buildFormula(formula, at);
  if (!made.ok) throw new Error(made.errors[0]?.message);
  return made.document;
}

/** A document of each operation, as far as PyTorch takes the sample. */
const samples: [Document, Run][] = operations.flatMap((op) =>
  op.samples.slice(0, 1).flatMap((sample): [Document, Run][] => {
    try {
      const doc = sampleDocument(op, sample);
      return [[doc, run(compile(doc))]];
    } catch (error) {
      if (error instanceof TorchError) return [];
      throw error;
    }
  })
);

/** Holds a claim over all operations and over random documents. */
function overAll(claim: (doc: Document, ran: Run) => void): void {
  for (const [doc, ran] of samples) claim(doc, ran);
  fc.assert(
    fc.property(documents({ functions: [forgetful] }), (doc) => claim(doc, run(compile(doc)))),
    { numRuns: 40 }
  );
}

describe('the evaluation table', () => {
  it('fills values downwards and gradients upwards', () => {
    const doc = built('y = x**2 + 2*x + 1', { at: { x: 2 } });
    const { program, trace } = run(compile(doc));
    const { rows, left } = evaluationTable(doc, program, trace);
    expect(left).toEqual([]);
    expect(rows.map(({ name, made }) => [name, made])).toEqual([
      ['x', 1],
      ['pow', 2],
      ['mul', 3],
      ['add', 4],
      ['y', 5]
    ]);
    const parts = (cursor: number): string[][] =>
      rows.map((row) => arrivedBy(row, cursor).map(({ part }, k) => partText(part, k === 0)));
    expect(parts(trace.length)).toEqual([['2', '4'], ['1'], ['1'], ['1'], ['1']]);
    expect(parts(6)).toEqual([[], [], [], [], ['1']]);
    expect(rows[0]?.arrivals.at(-1)?.sum.item()).toBe(6);
  });

  it('has one row per instruction in program order, and its adjoints are the gradients of the run', () => {
    overAll((doc, { program, trace, gradients, outputs }) => {
      const { rows, places } = evaluationTable(doc, program, trace);
      expect(rows.map(({ node }) => node)).toEqual(program.instructions.map((one) => one.node.id));
      rows.forEach((row, k) => {
        expect(places.get(row.node)).toBe(k);
        expect(row.made !== null).toBe(outputs.has(row.node));
        expect(row.arrivals.at(-1)?.sum).toBe(gradients.get(row.node));
        for (const { at, part } of row.arrivals) {
          const event = trace[at - 1];
          const given = event?.kind === 'contribution' ? event.contribution : event;
          expect(given === part || (event?.kind === 'seed' && event.grad === part)).toBe(true);
        }
      });
      trace.forEach((event, i) => {
        const focus = tableFocus(event);
        const row = rows[places.get(focus?.node ?? '') ?? -1];
        const wanted =
          focus?.cell === 'value'
            ? row?.made
            : event.kind === 'accumulate'
              ? row?.accumulated.find((at) => at === i + 1)
              : row?.arrivals.find(({ at }) => at === i + 1)?.at;
        expect(wanted).toBe(i + 1);
      });
    });
  });

  it('has the parts and the sum of the running backward alone', () => {
    const doc = built('y = x**2 + 2*x + 1', { at: { x: 2 } });
    const { program, trace } = backwardAgain(run(compile(doc), { retainGraph: true }));
    const [x] = evaluationTable(doc, program, trace).rows;
    const timeline = new Timeline(trace);
    const shown = trace.map((_, i) => {
      const from = timeline.passStart(i + 1);
      const parts = x ? arrivedBy(x, i + 1, from).map(({ part }) => part.item()) : [];
      return [parts, x && accumulatedBy(x, i + 1, from) !== null];
    });
    const once = [
      ...[
        [[], false],
        [[], false],
        [[], false],
        [[], false]
      ],
      ...[
        [[2], false],
        [[2, 4], false],
        [[2, 4], true]
      ]
    ];
    expect(shown.slice(5)).toEqual([...once, ...once]);
  });

  it('names what can’t run, and stays empty for an empty document', () => {
    const doc = emptyDocument();
    expect(evaluationTable(doc, compile(doc), []).rows).toEqual([]);
    const circle: Document = {
      ...doc,
      nodes: {
        a: { id: 'a', name: 'a', x: 0, y: 0, order: 0, kind: 'op', op: 'neg', constants: {} }
      },
      edges: { 'a.input': { id: 'a.input', source: 'a', target: 'a', input: 'input' } }
    };
    expect(evaluationTable(circle, compile(circle), []).left).toEqual(['a']);
  });
});

describe('the code line by line', () => {
  it('is the script that is exported, and has every node that runs in one statement', () => {
    overAll((doc, ran) => {
      const lines = torchLines(doc, { ran });
      expect(lines.map(({ text }) => `${text}\n`).join('')).toBe(torchScript(doc));
      const starts = lines.flatMap(({ node }, k) =>
        node !== null && node !== lines[k - 1]?.node ? [node] : []
      );
      expect([...starts].sort()).toEqual(
        ran.program.instructions.map(({ node }) => node.id).sort()
      );
    });
  });

  it('has a line for every step', () => {
    overAll((doc, ran) => {
      const lines = torchLines(doc, { ran });
      for (const event of ran.trace) {
        const lit = litLine(event);
        expect(
          lines.some(({ node, isBackward }) =>
            lit?.node === null ? isBackward : node === lit?.node
          )
        ).toBe(true);
      }
    });
    expect(litLine(null)).toBeNull();
  });
});

describe('forward mode beside reverse mode', () => {
  it('counts what ran: three inputs and one output', () => {
    const doc = built('f = u*v*w', { at: { u: 2, v: 3, w: 4 } });
    const modes = modesOf(doc, run(compile(doc)));
    expect(modes.primal).toEqual({ operations: 2, numbers: 2 });
    // u' * v, then that * w.
    expect(modes.forward).toEqual({ operations: 2, numbers: 2 });
    // Two products for each of two factors.
    expect(modes.reverse).toEqual({ operations: 4, numbers: 4 });
    // The third input moves the last product alone.
    expect(modesSentence(modes)).toBe(
      '3 inputs, 1 output: forward mode needs 3 passes = 11 operations, reverse mode 1 pass = 6 operations.'
    );
    expect(modesVerdict(modes)).toMatch(/^Here reverse mode takes less/);
    expect(modes.check).toEqual({ tangent: 12, product: 12, agrees: true });
  });

  it('agrees with the gradient along any direction, over all operations and random graphs', () => {
    let checks = 0;
    overAll((doc, ran) => {
      for (const direction of ['ones', 0] as const) {
        const modes = modesOf(doc, ran, null, direction);
        if (modes.check && ran.diagnostics.length === 0) {
          checks += 1;
          const { tangent, product, agrees } = modes.check;
          const isOpen = Number.isNaN(tangent) !== Number.isNaN(product);
          expect(agrees, `${doc.meta.title}: ${tangent}, ${product}`).toBe(isOpen ? null : true);
        }
        if (modes.forwardFault) expect(modes.forwardFault).toContain('jvp');
      }
    });
    expect(checks).toBeGreaterThan(200);
  });

  it('has the adjoints of the run', () => {
    const doc = built('y = sum(relu(x) * x)', { at: { x: [-1, 2, 3] } });
    const ran = run(compile(doc));
    for (const { node, adjoint } of modesOf(doc, ran).rows) {
      expect(adjoint?.tolist()).toEqual(ran.gradients.get(node)?.tolist());
    }
  });

  it('says what it can’t do', () => {
    const none = emptyDocument();
    expect(modesSentence(modesOf(none, run(compile(none))))).toContain('No input requires');
    const faulty = built('f = sum(a * b) + c', { at: { a: [1, 2, 3], b: [1, 2], c: 1 } });
    const modes = modesOf(faulty, run(compile(faulty)));
    expect(modesSentence(modes)).toBe(
      'The result has no value, so neither mode has anything to differentiate.'
    );
    expect([modes.forward, modes.reverse, modes.check]).toEqual([null, null, null]);
  });
});

describe('the backward graph in step with the run', () => {
  it('lights nodes at every step and ends with all of them computed', () => {
    overAll((doc, ran) => {
      const graph = backwardDocument(doc, { outputs: ran.outputs });
      if (!graph.ok) return;
      // The steps of functions' bodies are among those of a timeline.
      const { events } = new Timeline(ran.trace);
      const picture = new Timeline(run(compile(graph.document)).trace);
      const { cursors, lit } = follow(graph, events, picture.events);
      expect(cursors).toHaveLength(events.length + 1);
      cursors.forEach((cursor, k) => expect(cursor).toBeGreaterThanOrEqual(cursors[k - 1] ?? 0));
      expect(cursors.at(-1)).toBe(picture.forwardEnd);
      events.forEach((event, k) => {
        if (event.kind === 'leaf' || event.kind === 'forward') {
          expect([...(lit[k + 1] ?? [])]).toEqual([event.node]);
        }
        // What is lit has been computed by then.
        const made = new Set(picture.events.slice(0, cursors[k + 1]).map(({ node }) => node));
        for (const id of lit[k + 1] ?? []) expect(made.has(id)).toBe(true);
      });
    });
  });

  it('goes to any order, with names and formulas for each', () => {
    const doc = built('f = u*v + (u*v)**2', { at: { u: 2, v: 1 } });
    const [u = '', v = ''] = Object.keys(doc.nodes);
    const mixed = expandedDocument(doc, [u, v]);
    if (!mixed.ok) throw new Error(mixed.message);
    const { outputs, program } = run(compile(mixed.last.document));
    // ∂²f/∂u∂v = 1 + 4uv
    expect(outputs.get(program.result ?? '')?.item()).toBe(9);
    expect(derivativeLatex(mixed.last.derivative)).toBe(
      '\\frac{\\partial^{2} f}{\\partial u \\, \\partial v}'
    );
    const twice = expandedDocument(doc, [u, u]);
    expect(twice.ok && derivativeLatex(twice.last.derivative)).toBe(
      '\\frac{\\partial^{2} f}{\\partial u^{2}}'
    );
    expect([1, 2, 7].map(orderText)).toEqual(['First order', 'Second order', '7th order']);
  });
});
