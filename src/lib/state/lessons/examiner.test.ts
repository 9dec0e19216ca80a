import { describe, expect, it } from 'vitest';
import { answer } from './answer';
import { Examiner, type WorkerLike } from './examiner';
import type { Request } from './protocol';

/** A worker that answers at once, or never. */
class Worker implements WorkerLike {
  static made: Worker[] = [];
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  isEnded = false;

  constructor(private readonly isStuck: boolean) {
    Worker.made.push(this);
  }

  postMessage(request: Request): void {
    if (this.isStuck) return;
    const data = structuredClone({ id: request.id, answer: answer(structuredClone(request)) });
    queueMicrotask(() => this.onmessage?.({ data } as MessageEvent));
  }

  terminate(): void {
    this.isEnded = true;
  }
}

const source =
  '# T\n\nS.\n\n## A\n\n:::question{answer="grad(x)"}\nWhat?\n\n::wrong[No.]{answer="9"}\n:::\n';
const asked = `${source.replace(':::question', '::graph{formula="y = x**2" at="x=2"}\n\n:::question')}`;

describe('the examiner', () => {
  it('reads and judges, and nothing that it says is more than data', async () => {
    const examiner = new Examiner(() => new Worker(false));
    const lesson = await examiner.ask({ kind: 'parse', source: asked });
    expect(lesson?.faults).toEqual([]);
    const question = lesson?.steps[0]?.blocks.find((block) => block.kind === 'question');
    const [field] = question?.fields ?? [];
    if (!question || !field) throw new Error('there is no question');
    const judged = (typed: string) =>
      examiner.ask({ kind: 'judge', field, typed, wrong: question.wrong });
    expect(await judged('4')).toMatchObject({ state: 'right' });
    expect(await judged('9')).toMatchObject({ state: 'wrong', foreseen: 0 });
    expect(await judged('-4')).toMatchObject({ words: 'The size is right; look at the sign.' });
    expect(await judged('2')).toMatchObject({ state: 'wrong', foreseen: null });
    examiner.close();
  });

  it('gives up what takes too long, and goes on with another worker', async () => {
    Worker.made = [];
    const examiner = new Examiner(() => new Worker(Worker.made.length === 0), 20);
    expect(await examiner.ask({ kind: 'parse', source })).toBeNull();
    expect(Worker.made[0]?.isEnded).toBe(true);
    expect((await examiner.ask({ kind: 'parse', source: asked }))?.title).toBe('T');
    examiner.close();
  });

  it('says nothing where the worker fails', async () => {
    const broken = new Worker(true);
    const examiner = new Examiner(() => broken);
    const answered = examiner.ask({ kind: 'parse', source });
    broken.onerror?.({} as ErrorEvent);
    expect(await answered).toBeNull();
  });
});
