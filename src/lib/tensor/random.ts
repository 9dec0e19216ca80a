import { TorchError } from './errors';
import { BLOCK, bend } from './normal';

const WORDS = 624;
const SHIFT = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const TWIST = 0x9908b0df;
const TWO_32 = 2 ** 32;

/** What `torch.Generator()` is seeded with before somebody seeds it. */
const DEFAULT_SEED = 67280421310721;

/** Mersenne twister. Source: Matsumoto and Nishimura, https://doi.org/10.1145/272991.272995 */
class Twister {
  private readonly state = new Uint32Array(WORDS);
  private next = WORDS;

  constructor(seed: number) {
    const { state } = this;
    state[0] = seed;
    for (let i = 1; i < WORDS; i++) {
      const before = state[i - 1] ?? 0;
      state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  private refill(): void {
    const { state } = this;
    for (let i = 0; i < WORDS; i++) {
      const following = state[(i + 1) % WORDS] ?? 0;
      const mixed = ((state[i] ?? 0) & UPPER) | (following & LOWER);
      state[i] =
        (state[(i + SHIFT) % WORDS] ?? 0) ^ (mixed >>> 1) ^ ((following & 1) === 1 ? TWIST : 0);
    }
    this.next = 0;
  }

  /** The words, then how many of them were used. */
  get words(): number[] {
    return [...this.state, this.next];
  }

  set words(words: readonly number[]) {
    this.state.set(words.slice(0, WORDS));
    this.next = words[WORDS] ?? WORDS;
  }

  /** A whole number of 32 bits. */
  word(): number {
    if (this.next >= WORDS) this.refill();
    let y = this.state[this.next++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }
}

/** The dtypes that uniform and normal numbers come in. */
export type RandomDType = 'float32' | 'float64';

/**
 * PyTorch's generator of pseudo-random numbers on the CPU: the same seed gives the same numbers, call by call.
 * Source: https://pytorch.org/docs/stable/generated/torch.Generator.html
 */
export class Generator {
  private twister = new Twister(DEFAULT_SEED % TWO_32);
  /** The second of two normal numbers that were made at once. */
  private spare: number | null = null;

  /**
   * Starts the sequence that belongs to a seed.
   * @throws TorchError for what isn't a whole number
   */
  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed)) throw new TorchError('Overflow when unpacking long');
    // The twister takes the lower 32 bits.
    this.twister = new Twister(((seed % TWO_32) + TWO_32) % TWO_32);
    this.spare = null;
    return this;
  }

  /** Where the sequence stands: what to set it back by, as `get_state`. */
  get state(): readonly number[] {
    return [...this.twister.words, this.spare ?? NaN];
  }

  /** @throws TorchError for what is no state */
  set state(state: readonly number[]) {
    if (state.length !== WORDS + 2) throw new TorchError('RNG state is wrong size');
    this.twister.words = state;
    const spare = state[WORDS + 1] ?? NaN;
    this.spare = Number.isNaN(spare) ? null : spare;
  }

  /** 32 random bits. */
  random(): number {
    return this.twister.word();
  }

  /** 64 random bits. */
  random64(): bigint {
    const high = BigInt(this.random());
    return (high << 32n) | BigInt(this.random());
  }

  /** From 0 to below 1, in steps of 2^−24 or 2^−53. */
  uniform(dtype: RandomDType): number {
    if (dtype === 'float32') return (this.random() & 0xffffff) * 2 ** -24;
    const high = this.random() & 0x1fffff;
    return (high * TWO_32 + this.random()) * 2 ** -53;
  }

  /** One standard normal number in double precision; they are made in pairs. Source: Box and Muller, 1958. */
  private normal(): number {
    if (this.spare !== null) {
      const kept = this.spare;
      this.spare = null;
      return kept;
    }
    const angle = 2 * Math.PI * this.uniform('float64');
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform('float64')));
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Fills with uniform numbers, as `torch.rand`. */
  fillUniform(data: Float32Array | Float64Array): void {
    const dtype = data instanceof Float32Array ? 'float32' : 'float64';
    for (let i = 0; i < data.length; i++) data[i] = this.uniform(dtype);
  }

  /** Fills with standard normal numbers, as `torch.randn`: from 16 elements on in blocks of 16 where memory is in order. */
  fillNormal(data: Float32Array | Float64Array, isContiguous = true): void {
    const size = data.length;
    if (size < BLOCK || !isContiguous) {
      for (let i = 0; i < size; i++) data[i] = this.normal();
      return;
    }
    this.fillUniform(data);
    for (let start = 0; start + BLOCK <= size; start += BLOCK) {
      bend(data.subarray(start, start + BLOCK));
    }
    if (size % BLOCK === 0) return;
    // What is left over is less than a block: the last 16 are drawn anew.
    const last = data.subarray(size - BLOCK);
    this.fillUniform(last);
    bend(last);
  }

  /** A whole number from `low` to below `high`, as `torch.randint`. */
  integer(low: number, high: number): number {
    const range = high - low;
    if (range < TWO_32) return (this.random() % range) + low;
    return Number(BigInt.asUintN(64, this.random64()) % BigInt(range)) + low;
  }

  /** The numbers 0 … n − 1 shuffled, as `torch.randperm`. */
  permutation(n: number): Float64Array {
    const order = Float64Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const other = i + (this.random() % (n - i));
      const moved = order[i] ?? 0;
      order[i] = order[other] ?? 0;
      order[other] = moved;
    }
    return order;
  }

  /** True with this probability, as `Tensor.bernoulli_`. */
  bernoulli(probability: number): boolean {
    return this.uniform('float64') < probability;
  }
}

/** The generator that operations draw from where nobody names another one. */
export const defaultGenerator = new Generator();

/** Runs what draws from the default generator on another one. */
export function drawingFrom<R>(generator: Generator, run: () => R): R {
  if (generator === defaultGenerator) return run();
  const before = defaultGenerator.state;
  defaultGenerator.state = generator.state;
  try {
    return run();
  } finally {
    generator.state = defaultGenerator.state;
    defaultGenerator.state = before;
  }
}

/** Seeds the default generator, as `torch.manual_seed`. */
export const manualSeed = (seed: number): Generator => defaultGenerator.manualSeed(seed);
