import { backward } from '../../autograd/backward';
import { bind } from '../../ops/attributes';
import type { OpDefinition, Sample } from '../../ops/define';
import { call } from '../../ops/dispatch';
import { countedLike, kindOfSample, sampleTensor } from '../../ops/sample';
import { TorchError } from '../../tensor/errors';
import { tensorText } from '../../tensor/print';
import { defaultGenerator, manualSeed } from '../../tensor/random';
import { fullLike, type Tensor } from '../../tensor/tensor';
import { argumentText, callText, resultName, variablesOf } from './python';

/** A line of Python, and what it prints. */
export interface Line {
  readonly code: string;
  readonly prints: string | null;
  /** Whether it prints a value or a gradient. */
  readonly of: 'forward' | 'backward';
}

/** A sample as a Python program with what PyTorch prints. */
export interface Example {
  /** The call by itself, e.g. `torch.add(a, b)`. */
  readonly call: string;
  readonly lines: readonly Line[];
  readonly output: Tensor | null;
  /** Gradient that arrived at each argument; null where none did. */
  readonly grads: readonly (Tensor | null)[];
}

/** PyTorch's words for a fault, as the last line of a traceback has them. */
export function faultText(error: unknown): string {
  if (error instanceof TorchError) return `${error.type}: ${error.message}`;
  throw error;
}

const SEED = 0;
/** A gradient that is smaller everywhere is a sum that cancels. */
const NOTHING = 1e-6;

interface Ran {
  readonly args: readonly Tensor[];
  readonly output: Tensor;
}

function ran(op: OpDefinition, sample: Sample): Ran {
  const args = sample.inputs.map((value) => sampleTensor(value, { requiresGrad: true }));
  return { args, output: call(op, args, bind(op, sample.attributes ?? {})) };
}

/** Whether a call draws random numbers: then the next one is another. */
function isRandom(op: OpDefinition, sample: Sample): boolean {
  const next = (): number => defaultGenerator.random();
  manualSeed(SEED);
  const undisturbed = next();
  manualSeed(SEED);
  ran(op, sample);
  return next() !== undisturbed;
}

/** Runs backward with ones upstream, or with 1, 2, 3 … where ones cancel out (as for softmax); says how in Python. */
function ranBackward(op: OpDefinition, sample: Sample, name: string): { how: string; ran: Ran } {
  const attempt = (upstream: (like: Tensor) => Tensor): Ran => {
    manualSeed(SEED);
    const made = ran(op, sample);
    backward(made.output, { gradient: upstream(made.output) });
    return made;
  };
  const ones = attempt((like) => fullLike(like, 1));
  const { output } = ones;
  if (output.shape.length === 0) return { how: `${name}.backward()`, ran: ones };
  const cancels = ones.args.every(
    ({ grad }) => grad?.values().every((value) => Math.abs(value) < NOTHING) ?? true
  );
  const weighted = cancels && output.numel > 1 ? attempt(countedLike) : null;
  const tells = weighted?.args.some(({ grad }) =>
    grad?.values().some((value) => Math.abs(value) >= NOTHING)
  );
  if (!weighted || !tells) return { how: `${name}.sum().backward()`, ran: ones };
  const shape = output.shape.join(', ');
  const range = `torch.arange(1.0, ${output.numel + 1})`;
  const upstream = output.shape.length === 1 ? range : `${range}.reshape(${shape})`;
  return { how: `${name}.backward(${upstream})  # ones would cancel out`, ran: weighted };
}

/** Turns a sample into Python and runs it. */
export function exampleOf(op: OpDefinition, sample: Sample): Example {
  const names = variablesOf(op, sample.inputs.length);
  const result = resultName(names);
  const isNumber = (k: number): boolean => {
    const value = sample.inputs[k];
    return value !== undefined && kindOfSample(value) === 'scalar';
  };
  const lines: Line[] = [];
  const add = (code: string, prints: string | null = null, of: Line['of'] = 'forward'): void => {
    lines.push({ code, prints, of });
  };
  sample.inputs.forEach((value, k) => {
    const start = `${names[k] ?? ''} = `;
    if (!isNumber(k)) add(start + argumentText(value, start.length));
  });
  const texts = sample.inputs.map((value, k) =>
    isNumber(k) ? argumentText(value) : (names[k] ?? '')
  );
  const expression = callText(op, texts, sample);
  try {
    if (isRandom(op, sample))
      lines.unshift({ code: 'torch.manual_seed(0)', prints: null, of: 'forward' });
    manualSeed(SEED);
    const { output } = ran(op, sample);
    add(`${result} = ${expression}`);
    add(`print(${result})`, tensorText(output));
    if (!output.requiresGrad)
      return { call: expression, lines, output, grads: names.map(() => null) };
    const { how, ran: done } = ranBackward(op, sample, result);
    add(how);
    done.args.forEach(({ requiresGrad, grad }, k) => {
      if (requiresGrad)
        add(`print(${names[k] ?? ''}.grad)`, grad ? tensorText(grad) : 'None', 'backward');
    });
    return { call: expression, lines, output, grads: done.args.map(({ grad }) => grad) };
  } catch (error) {
    add(expression, faultText(error));
    return { call: expression, lines, output: null, grads: names.map(() => null) };
  }
}
