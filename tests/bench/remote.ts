import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { said } from './peer';
import type { Peer, Runner } from './peer';

/** What an engine's process is asked, a line of JSON each; it answers `{ ok }` or `{ error }` in another. */
export type Request =
  | { readonly prepare: unknown }
  | { readonly time: number; readonly iterations: number }
  | { readonly results: number };
type Answer = { readonly ok: unknown } | { readonly error: string };

/** An engine in a process of its own, so that none pays for another's garbage or for what the compiler learnt of it. */
export interface Remote {
  readonly peer: Peer;
  end(): void;
}

export function remote(command: string, args: readonly string[]): Remote {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async <T>(request: Request): Promise<T> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const next = await answers.next();
    if (next.done) throw new Error('its process has ended');
    const answer = JSON.parse(next.value) as Answer;
    if ('error' in answer) throw new Error(answer.error);
    return answer.ok as T;
  };
  // Writing to a process that has ended is reported by the missing answer.
  child.stdin.on('error', () => undefined);
  const peer: Peer = async (workload) => {
    const names = await ask<string[]>({ prepare: workload });
    return names.map((name, index): Runner => ({
      peer: name,
      time: (iterations) => ask({ time: index, iterations }),
      results: () => ask({ results: index })
    }));
  };
  return { peer, end: () => void child.stdin.end() };
}

/** The other side: answers for an engine until the input ends. */
export async function serve(start: () => Peer | Promise<Peer>): Promise<void> {
  let runners: Runner[] = [];
  let peer: Peer | null = null;
  const handle = async (request: Request): Promise<unknown> => {
    if ('prepare' in request) {
      peer ??= await start();
      runners = await peer(request.prepare as Parameters<Peer>[0]);
      return runners.map((one) => one.peer);
    }
    const index = 'time' in request ? request.time : request.results;
    const found = runners[index];
    if (!found) throw new Error(`there is no runner ${index}`);
    return 'time' in request ? found.time(request.iterations) : found.results();
  };
  for await (const line of createInterface({ input: process.stdin })) {
    let answer: Answer;
    try {
      answer = { ok: await handle(JSON.parse(line) as Request) };
    } catch (error) {
      answer = { error: said(error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
