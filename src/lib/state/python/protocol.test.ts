import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../graph/document';
import { LIMITS, readAnswer } from './protocol';

const outcome = {
  fault: { name: 'ValueError', message: 'no', traceback: 'Traceback …', line: 3 },
  exit: null,
  tensors: [{ name: 'y', shape: [2, 3], gradFn: 'AddBackward0' }]
};
const graph = { document: emptyDocument(), lines: { a: 1 }, notes: ['one'] };
const text = (value: unknown, stream: unknown = 'stdout') => ({
  kind: 'event',
  id: 1,
  event: { kind: 'text', stream, text: value }
});

describe('what a worker may say', () => {
  it.each([
    { kind: 'ready' },
    text('hello\n'),
    text('oh\n', 'stderr'),
    { kind: 'event', id: 1, event: { kind: 'result', text: '42' } },
    { kind: 'flood', id: 1 },
    { kind: 'done', id: 2, outcome },
    { kind: 'done', id: 2, outcome: { fault: null, exit: 3, tensors: [] } },
    { kind: 'graph', id: 3, graph },
    { kind: 'restarted', id: 4 },
    { kind: 'refused', id: 5, message: 'no' },
    { kind: 'broken', message: 'gone' }
  ])('%j', (message) => {
    expect(readAnswer(structuredClone(message))).toEqual(message);
  });

  it.each([
    ['nothing', null],
    ['text', 'ready'],
    ['an unknown kind', { kind: 'open', url: 'https://example.org' }],
    ['more than it has', { kind: 'ready', also: 1 }],
    ['an id that is no number', { kind: 'flood', id: '1' }],
    ['an id that is negative', { kind: 'flood', id: -1 }],
    ['another stream', text('x', 'stdin')],
    ['a number for a text', text(1)],
    ['a text that is too long', text('x'.repeat(LIMITS.characters + 1))],
    [
      'a line that is none',
      { kind: 'done', id: 1, outcome: { ...outcome, fault: { ...outcome.fault, line: 0 } } }
    ],
    [
      'too many tensors',
      {
        kind: 'done',
        id: 1,
        outcome: { ...outcome, tensors: Array(LIMITS.tensors + 1).fill(outcome.tensors[0]) }
      }
    ],
    ['an outcome without its parts', { kind: 'done', id: 1, outcome: {} }],
    ['notes that are none', { kind: 'graph', id: 1, graph: { ...graph, notes: [{}] } }]
  ])('nothing is taken that is %s', (_, message) => {
    expect(readAnswer(message)).toBeNull();
  });

  it('a document that is none is refused with the reason', () => {
    const answer = readAnswer({
      kind: 'graph',
      id: 7,
      graph: { ...graph, document: { nodes: 1 } }
    });
    expect(answer).toEqual({ kind: 'refused', id: 7, message: 'This is no Backflow document.' });
  });

  it('a figure that is none is said in its place', () => {
    const answer = readAnswer({ kind: 'event', id: 7, event: { kind: 'figure', figure: '<svg>' } });
    expect(answer).toMatchObject({ event: { kind: 'text', stream: 'stderr' } });
  });
});
