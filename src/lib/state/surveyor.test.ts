import { describe, expect, it, vi } from 'vitest';
import { formula, named, withInput } from '../../../tests/graphs';
import type { Document } from '../graph/document';
import type { Answer, Question, TrainMessage } from '../train/protocol';
import { Surveyor } from './surveyor.svelte';
import { pagePort } from './train-port';

const valley = (x = 0, y = 0, z = 1): Document => formula('f = (x - 1)**2 + z*y**2', { x, y, z });
const options = (doc: Document) => ({
  x: { node: named(doc, 'x').id, index: 0 },
  xSpan: [-1, 1] as const,
  y: { node: named(doc, 'y').id, index: 0 },
  ySpan: [-1, 1] as const
});

describe('pictures of the loss', () => {
  it('come finer and finer, and stay while the point on them moves', async () => {
    const surveyor = new Surveyor((answer) => pagePort(answer));
    const doc = valley();
    surveyor.askSurface(doc, 1, options(doc));
    await vi.waitFor(() => expect(surveyor.surface).toMatchObject({ columns: 65 }));
    surveyor.dispose();
  });

  it('are asked for again only where the ground has changed', () => {
    const sent: TrainMessage[] = [];
    let answer: (answer: Answer) => void = () => undefined;
    const surveyor = new Surveyor((take) => {
      answer = take;
      return { send: (message) => void sent.push(message), close: () => undefined };
    });
    const ask = (doc: Document): void => surveyor.askSurface(doc, 1, options(doc));
    ask(valley());
    ask(valley(0.5, -0.5));
    expect(sent).toHaveLength(1);
    // While the first is being drawn the others wait, and only the last is drawn.
    ask(valley(0, 0, 2));
    ask(valley(0, 0, 3));
    expect(sent).toHaveLength(1);
    const [first] = sent as Question[];
    answer({ kind: 'done', of: 'surface', id: first?.id ?? 0, revision: 1 });
    expect(sent).toHaveLength(2);
    expect(named((sent[1] as Question).document, 'z')).toMatchObject({ value: 3 });
  });

  it('of an older question are dropped', () => {
    let answer: (answer: Answer) => void = () => undefined;
    const surveyor = new Surveyor((take) => {
      answer = take;
      return { send: () => undefined, close: () => undefined };
    });
    const doc = valley();
    surveyor.askSurface(doc, 1, options(doc));
    surveyor.clear('surface');
    const surface = { ...options(doc), columns: 1, rows: 1, z: new Float64Array(1) };
    answer({ kind: 'surface', surface, id: 1, revision: 1 });
    expect(surveyor.surface).toBeNull();
  });

  it('say what is wrong with the document', async () => {
    const surveyor = new Surveyor((answer) => pagePort(answer));
    const doc = withInput(valley(), 'x', { value: [1, 2] });
    surveyor.askSurface(doc, 1, options(doc));
    await vi.waitFor(() =>
      expect(surveyor.surface).toMatchObject({ message: expect.stringContaining('shape') })
    );
  });
});
