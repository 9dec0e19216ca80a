import { TorchError } from '../src/lib/tensor/errors';

/** How a call is refused, `Type: message`; `taken` where it isn't. @throws what is no TorchError */
export function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TorchError) return `${error.type}: ${error.message}`;
    throw error;
  }
  return 'taken';
}
