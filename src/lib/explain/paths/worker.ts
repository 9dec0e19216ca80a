import { answer } from './answer';
import type { DerivativeQuestion } from './protocol';

addEventListener('message', ({ data }: MessageEvent<DerivativeQuestion>) =>
  postMessage(answer(data))
);
