import frame from './frame.js?raw';
import type { Question } from './protocol';

/** What the frame gets to work with. */
export interface Files {
  readonly script: ArrayBuffer;
  readonly binary: ArrayBuffer;
  readonly library: ArrayBuffer;
}

/** The line to one worker. */
export interface Link {
  ask(question: Question): void;
  /** Ends the worker at once, whatever it does. */
  close(): void;
}

/** A place where Python runs and can do no harm. */
export interface Sandbox {
  /** Starts a worker; one that was there before is ended. */
  start(hear: (data: unknown) => void, broken: (message: string) => void): Link;
  /** Takes all of it away. */
  close(): void;
}

/** What the frame says of itself and of the worker of that number. */
type Report =
  | { readonly kind: 'open' }
  | { readonly kind: 'broken'; readonly number: number; readonly message: string };

/** How long the frame may take to answer, in milliseconds; it has nothing to load. */
const PATIENCE = 20_000;

/**
 * The frame's page. Everything is forbidden but its one script, WebAssembly, and a worker of what the page hands
 * over; the worker inherits the policy. The page's own policy applies besides.
 */
function framePage(nonce: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    'worker-src blob:'
  ].join('; ');
  // As the HTML parser would have it: the hash in the page's policy is that of such lines.
  const script = frame.replaceAll('\r\n', '\n');
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script nonce="${nonce}">${script}</script>`;
}

const nonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join('');

/** A hidden frame with an origin of its own, which can reach neither the page nor what it keeps. */
export function openSandbox(files: Files): Promise<Sandbox> {
  const host = document.createElement('iframe');
  host.setAttribute('sandbox', 'allow-scripts');
  host.hidden = true;
  host.title = 'Python';
  host.srcdoc = framePage(nonce());
  const { port1: control, port2 } = new MessageChannel();

  let started = 0;
  let broken: (message: string) => void = () => undefined;
  const start: Sandbox['start'] = (hear, onbroken) => {
    const { port1: line, port2: end } = new MessageChannel();
    const number = ++started;
    line.onmessage = ({ data }: MessageEvent<unknown>) => hear(data);
    broken = onbroken;
    control.postMessage(number, [end]);
    return {
      ask: (question) => line.postMessage(question),
      close() {
        line.onmessage = null;
        line.close();
        if (number !== started) return;
        broken = () => undefined;
        control.postMessage(null);
      }
    };
  };

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      host.remove();
      reject(new Error('the browser does not open its sandbox'));
    }, PATIENCE);
    control.onmessage = ({ data }: MessageEvent<Report>) => {
      if (data.kind === 'open') {
        clearTimeout(timer);
        resolve({ start, close: () => host.remove() });
      } else if (data.number === started) broken(data.message);
    };
    host.addEventListener(
      'load',
      () => {
        const { script, binary, library } = files;
        // An origin of its own has no name that could be given for a target.
        host.contentWindow?.postMessage(files, '*', [port2, script, binary, library]);
      },
      { once: true }
    );
    document.body.append(host);
  });
}
