import { answer } from './answer';
import type { Request, Response } from './protocol';

self.onmessage = ({ data }: MessageEvent<Request>) => {
  const response: Response = { id: data.id, answer: answer(data) };
  self.postMessage(response);
};
