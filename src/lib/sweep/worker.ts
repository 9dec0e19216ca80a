import type { SweepQuestion } from './protocol';
import { SweepServer } from './server';

/** Milliseconds between two looks at the messages. */
const BUDGET = 40;

const server = new SweepServer(
  (answer) => postMessage(answer),
  () => new Promise((resolve) => setTimeout(resolve)),
  BUDGET
);

addEventListener('message', ({ data }: MessageEvent<SweepQuestion>) => server.ask(data));
