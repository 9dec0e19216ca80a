// First, because Pyodide's modules look around as they load.
import './early';
import type { PyodideAPI } from 'pyodide';
import type { PythonEvent, PythonFault, RunOutcome } from '../../../python/events';
import { createRuntime } from '../../../python/runtime';
import { LIMITS, type Answer, type Question } from '../protocol';
import { boot, type Parts } from './boot';
import { confine, limitMemory } from './confine';
import { closeDoors } from './doors';
import { Meter } from './meter';

/** Bytes that Python may use. */
const MEMORY = 1 << 30;
/** Number of the signal that Ctrl+C sends. */
const SIGINT = 2;

const FRONT = '../../../python/front/';
const files = import.meta.glob<string>('../../../python/front/**/*.py', {
  query: '?raw',
  import: 'default',
  eager: true
});
const sources = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.slice(FRONT.length), text])
);

const clip = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

const clippedFault = (fault: PythonFault): PythonFault => ({
  name: clip(fault.name, LIMITS.name),
  message: clip(fault.message, LIMITS.traceback),
  // The end names the exception.
  traceback: fault.traceback.slice(-LIMITS.traceback),
  line: fault.line
});

/** What a run that showed too much ends with, wherever it was when it was told. */
function floodFault(fault: PythonFault | null): PythonFault {
  const [characters, lines] = [LIMITS.characters, LIMITS.lines].map((n) => n.toLocaleString('en'));
  const message = `a run may show ${characters} characters, ${lines} lines and ${LIMITS.figures} figures, and this one shows more`;
  const name = 'OutputLimit';
  return { name, message, traceback: `${name}: ${message}`, line: fault?.line ?? null };
}

function serve(pyodide: PyodideAPI, say: (answer: Answer) => void): (question: Question) => void {
  const signals = new Uint8Array(1);
  let current = 0;
  let meter = new Meter();

  const emit = (event: PythonEvent): void => {
    const wasFull = meter.isFull;
    const admitted = meter.admit(event);
    if (admitted) say({ kind: 'event', id: current, event: admitted });
    if (!meter.isFull) return;
    // Told again with each further text: a program may catch the exception.
    signals[0] = SIGINT;
    if (!wasFull) say({ kind: 'flood', id: current });
  };
  const runtime = createRuntime(pyodide, sources, emit);
  pyodide.setInterruptBuffer(signals);

  const run = ({ id, code, file, echo }: Extract<Question, { kind: 'run' }>): RunOutcome => {
    current = id;
    meter = new Meter();
    const { fault, exit, tensors } = runtime.run(code, { file, echo });
    signals[0] = 0;
    const ended = meter.isFull ? floodFault(fault) : fault;
    return {
      fault: ended && clippedFault(ended),
      exit,
      tensors: tensors.slice(0, LIMITS.tensors)
    };
  };

  return (question) => {
    const { id } = question;
    if (question.kind === 'run') {
      // It answers for all that Python code does, so what it throws means that Python itself is gone.
      try {
        say({ kind: 'done', id, outcome: run(question) });
      } catch (error) {
        say({ kind: 'broken', message: clip(String(error), LIMITS.traceback) });
      }
      return;
    }
    try {
      if (question.kind === 'graph') {
        say({ kind: 'graph', id, graph: runtime.graph(question.name, question.file) });
      } else {
        runtime.restart();
        say({ kind: 'restarted', id });
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      say({ kind: 'refused', id, message: clip(message, LIMITS.traceback) });
    }
  };
}

async function begin(parts: Parts, port: MessagePort): Promise<void> {
  const say = (answer: Answer): void => port.postMessage(answer);
  try {
    limitMemory(MEMORY);
    const pyodide = await boot(parts);
    const answer = serve(pyodide, say);
    closeDoors(pyodide);
    confine(globalThis);
    port.onmessage = ({ data }: MessageEvent<Question>) => answer(data);
    say({ kind: 'ready' });
  } catch (error) {
    say({ kind: 'broken', message: clip(String(error), LIMITS.traceback) });
  }
}

addEventListener(
  'message',
  ({ data, ports: [port] }: MessageEvent<Parts>) => {
    if (port) void begin(data, port);
  },
  { once: true }
);
