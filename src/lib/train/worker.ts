import type { TrainMessage } from './protocol';
import { TrainServer } from './server';

/** Milliseconds between two looks at the messages. */
const BUDGET = 40;

const server = new TrainServer(
  (answer) => postMessage(answer),
  (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  BUDGET
);

addEventListener('message', ({ data }: MessageEvent<TrainMessage>) => server.take(data));
