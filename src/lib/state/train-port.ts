import type { Answer, TrainMessage } from '../train/protocol';
import { TrainServer } from '../train/server';

/** Milliseconds that a slice may take where the page itself has to compute. */
const PAGE_BUDGET = 8;

/** What trains and surveys. */
export interface TrainPort {
  send(message: TrainMessage): void;
  close(): void;
}

/** @param failed called when what computes breaks down */
export type OpenPort = (answer: (answer: Answer) => void, failed: () => void) => TrainPort;

/** Computes in the page, in slices that are short enough to go unnoticed. */
export function pagePort(answer: (answer: Answer) => void): TrainPort {
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));
  const server = new TrainServer(answer, pause, PAGE_BUDGET);
  return { send: (message) => server.take(message), close: () => server.stop() };
}

/** Computes in a worker, or in the page where none can be made. */
export const workerPort: OpenPort = (answer, failed) => {
  if (typeof Worker === 'undefined') return pagePort(answer);
  try {
    const worker = new Worker(new URL('../train/worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => answer(data));
    worker.addEventListener('error', failed);
    worker.addEventListener('messageerror', failed);
    return { send: (message) => worker.postMessage(message), close: () => worker.terminate() };
  } catch {
    return pagePort(answer);
  }
};
