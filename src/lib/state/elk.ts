import ELK, { type ELK as Elk } from 'elkjs/lib/elk-api';
import elkWorker from 'elkjs/lib/elk-worker.min.js?url';

let engine: Elk | null = null;

/** The layout engine, in a worker that starts with the first layout. */
export function elk(): Elk {
  engine ??= new ELK({ workerFactory: () => new Worker(elkWorker) });
  return engine;
}

/** Ends a layout that takes too long; the next one starts afresh. */
export function stopElk(): void {
  engine?.terminateWorker();
  engine = null;
}
