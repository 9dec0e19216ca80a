import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PythonEvent } from '../../python/events';
import { Connection } from './connection';
import type { Question } from './protocol';
import type { Sandbox } from './sandbox';

/** A sandbox whose worker says what a test lets it say. */
class FakeSandbox implements Sandbox {
  readonly workers: {
    asked: Question[];
    isOpen: boolean;
    say: (data: unknown) => void;
    breakDown: (message: string) => void;
  }[] = [];

  start: Sandbox['start'] = (hear, broken) => {
    const worker = { asked: [] as Question[], isOpen: true, say: hear, breakDown: broken };
    this.workers.push(worker);
    return {
      ask: (question) => void worker.asked.push(question),
      close: () => void (worker.isOpen = false)
    };
  };

  close = (): void => undefined;

  get worker() {
    const worker = this.workers.at(-1);
    if (!worker) throw new Error('there is no worker');
    return worker;
  }
}

const OPTIONS = { file: 'a.py', echo: false };
const done = (id: number) => ({
  kind: 'done',
  id,
  outcome: { fault: null, exit: null, tensors: [] }
});

describe('the connection to Python', () => {
  let sandbox: FakeSandbox;
  let connection: Connection;
  let lost: string[];

  beforeEach(() => {
    sandbox = new FakeSandbox();
    lost = [];
    connection = new Connection(sandbox, (message) => lost.push(message));
  });
  afterEach(() => vi.useRealTimers());

  it('has started when the worker says so', async () => {
    sandbox.worker.say({ kind: 'ready' });
    expect(await connection.started).toBe(true);
  });

  it('hears a run’s events and its end, and nothing of another’s', async () => {
    sandbox.worker.say({ kind: 'ready' });
    const heard: PythonEvent[] = [];
    const reply = connection.run('print(1)', OPTIONS, (event) => heard.push(event));
    const [question] = sandbox.worker.asked;
    const event = { kind: 'text', stream: 'stdout', text: '1\n' } as const;
    const id = question?.id ?? 0;
    sandbox.worker.say({ kind: 'event', id: id + 1, event });
    sandbox.worker.say(done(id + 1));
    sandbox.worker.say({ kind: 'event', id, event });
    sandbox.worker.say(done(id));
    expect((await reply).kind).toBe('done');
    expect(heard).toEqual([event]);
    sandbox.worker.say({ kind: 'event', id, event });
    expect(heard).toHaveLength(1);
  });

  it('ends the worker at once when it is stopped, and starts another', async () => {
    sandbox.worker.say({ kind: 'ready' });
    const { worker } = sandbox;
    const reply = connection.run('while True: pass', OPTIONS, () => undefined);
    connection.stop();
    expect((await reply).kind).toBe('stopped');
    expect(worker.isOpen).toBe(false);
    expect(sandbox.workers).toHaveLength(2);
    sandbox.worker.say({ kind: 'ready' });
    expect(await connection.started).toBe(true);
  });

  it('ends a run that goes on after it has shown too much', async () => {
    vi.useFakeTimers();
    sandbox.worker.say({ kind: 'ready' });
    const reply = connection.run('…', OPTIONS, () => undefined);
    sandbox.worker.say({ kind: 'flood', id: sandbox.worker.asked[0]?.id });
    await vi.advanceTimersByTimeAsync(2000);
    expect((await reply).kind).toBe('flooded');
    expect(sandbox.workers).toHaveLength(2);
  });

  it('lets a run end by itself after it has shown too much', async () => {
    vi.useFakeTimers();
    sandbox.worker.say({ kind: 'ready' });
    const reply = connection.run('…', OPTIONS, () => undefined);
    const id = sandbox.worker.asked[0]?.id ?? 0;
    sandbox.worker.say({ kind: 'flood', id });
    sandbox.worker.say(done(id));
    await vi.advanceTimersByTimeAsync(2000);
    expect((await reply).kind).toBe('done');
    expect(sandbox.workers).toHaveLength(1);
  });

  it.each([
    ['breaks down', (worker: FakeSandbox['worker']) => worker.breakDown('out of memory')],
    ['says so', (worker: FakeSandbox['worker']) => worker.say({ kind: 'broken', message: 'gone' })],
    ['says what is no message', (worker: FakeSandbox['worker']) => worker.say({ kind: 'hello' })]
  ])('starts another worker when one %s in a run', async (_, fail) => {
    sandbox.worker.say({ kind: 'ready' });
    const reply = connection.run('…', OPTIONS, () => undefined);
    fail(sandbox.worker);
    expect((await reply).kind).toBe('broken');
    expect(sandbox.workers).toHaveLength(2);
    expect(lost).toEqual([]);
  });

  it('is lost when Python breaks down as it starts: another would too', async () => {
    sandbox.worker.breakDown('no WebAssembly');
    expect(await connection.started).toBe(false);
    expect(lost).toEqual(['no WebAssembly']);
    expect(sandbox.workers).toHaveLength(1);
  });
});
