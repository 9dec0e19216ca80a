import { allocate, cast, type DType, fitsInteger, isFloating, type Storage } from './dtype';
import { TorchError } from './errors';
import { contiguousStrides, numel, sameShape, type Shape } from './shape';

export type NestedNumbers = number | readonly NestedNumbers[];

/** What a tensor knows of the function that made it. The autograd floor fills it in. */
export interface GradFn {
  /** Name as printed in `grad_fn=<…>`, e.g. `PowBackward0`. */
  readonly name: string;
  /** Dotted class name as `print(t.grad_fn)` shows it. */
  readonly qualifiedName: string;
}

/** What a view knows of the tensor that it looks into. The autograd floor fills it in. */
export interface ViewLink {
  /** The tensor that owns the elements; never itself a view. */
  readonly base: Tensor;
  /** The function that made the view, or a newer one where its base has changed in place since. */
  gradFn(): GradFn | null;
  setGradFn(next: GradFn | null): void;
}

/** A count that never repeats: what happened later has the higher number. */
let clock = 0;
export const tick = (): number => ++clock;

const NO_DIMENSIONS: Shape = [];

let lastChange = 0;
/** When any tensor was last changed in place. */
export const lastChangeTime = (): number => lastChange;

/**
 * An n-dimensional array with PyTorch's autograd attributes. Scalars are 0-d tensors.
 * Source: https://pytorch.org/docs/stable/tensors.html
 */
export class Tensor {
  /** A leaf's accumulated gradient; null (Python's None) before the first backward. */
  grad: Tensor | null = null;
  /** True for a Python number that met a tensor: it never decides the dtype within its category. */
  isPythonScalar = false;
  /** Set where a gradient can flow through the view to its base. */
  view: ViewLink | null = null;
  /** What a backward pass that runs has brought to a leaf; the autograd floor's alone. */
  arrival: object | null = null;
  private wantsGrad = false;
  private ownGradFn: GradFn | null = null;
  /** The tensor whose elements these are, where several share them. */
  private owner: Tensor | null = null;
  /** When its elements were changed in place. */
  private changes: number[] | null = null;
  /** The number of a 0-d tensor without storage. */
  private bare = NaN;

  /** @param storage null for a 0-d tensor whose number comes by `holding` */
  constructor(
    private storage: Storage | null,
    readonly shape: Shape,
    readonly dtype: DType,
    readonly strides: readonly number[] = contiguousStrides(shape),
    readonly offset = 0
  ) {}

  /**
   * A 0-d tensor of a number that its dtype can hold. It gets storage when somebody asks: most such tensors live for one
   * step of a computation, and an array is the dearest part of them.
   */
  static holding(value: number, dtype: DType): Tensor {
    const made = new Tensor(null, NO_DIMENSIONS, dtype, NO_DIMENSIONS, 0);
    made.bare = value;
    return made;
  }

  /** Where the elements are; other tensors may have theirs there too. */
  get data(): Storage {
    if (this.storage !== null) return this.storage;
    // Python numbers are kept in double precision whatever their dtype.
    const made = allocate(this.isPythonScalar ? 'float64' : this.dtype, 1);
    made[0] = this.bare;
    this.storage = made;
    return made;
  }

  /** The first element; of a 0-d tensor the only one. */
  get first(): number {
    return this.storage === null ? this.bare : (this.storage[this.offset] ?? NaN);
  }

  get gradFn(): GradFn | null {
    return this.view === null ? this.ownGradFn : this.view.gradFn();
  }

  set gradFn(next: GradFn | null) {
    if (this.view === null) this.ownGradFn = next;
    else this.view.setGradFn(next);
  }

  get requiresGrad(): boolean {
    return this.wantsGrad || (this.view !== null && this.view.gradFn() !== null);
  }

  set requiresGrad(wanted: boolean) {
    this.wantsGrad = wanted;
  }

  get isLeaf(): boolean {
    return this.gradFn === null;
  }

  /** The tensor that counts the changes of the elements. */
  private get root(): Tensor {
    return this.owner ?? this;
  }

  /** Another tensor on the same elements: a change through one shows in the other, and in its version. */
  sharing(shape: Shape, strides: readonly number[], offset: number): Tensor {
    const made = new Tensor(this.data, shape, this.dtype, strides, offset);
    made.owner = this.root;
    return made;
  }

  /** The same elements under another identity, without history. */
  alias(): Tensor {
    return this.sharing(this.shape, this.strides, this.offset);
  }

  /** The same elements whose changes through the other tensor nobody counts, as `t.data`. */
  untracked(): Tensor {
    return new Tensor(this.data, this.shape, this.dtype, this.strides, this.offset);
  }

  /** Takes over another tensor's elements and keeps its own identity and history, as `t.data = source`. */
  adopt(source: Tensor): void {
    this.storage = source.data;
    const { shape, dtype, strides, offset } = source;
    Object.assign(this as { -readonly [K in keyof Tensor]: Tensor[K] }, {
      shape,
      dtype,
      strides,
      offset
    });
  }

  /** How often the elements were changed in place, PyTorch's `_version`; as it was at `time` if that is given. */
  version(time = Infinity): number {
    return this.root.changes?.filter((at) => at <= time).length ?? 0;
  }

  /** Notes that the elements have changed. */
  changed(): void {
    lastChange = tick();
    (this.root.changes ??= []).push(lastChange);
  }

  /** Whether the elements have changed since `time`. */
  hasChangedSince(time: number): boolean {
    const { changes } = this.root;
    return changes !== null && (changes.at(-1) ?? 0) > time;
  }

  get numel(): number {
    return numel(this.shape);
  }

  get isContiguous(): boolean {
    const expected = contiguousStrides(this.shape);
    return this.strides.every((step, i) => step === expected[i] || (this.shape[i] ?? 1) <= 1);
  }

  /**
   * The only element as a number.
   * @throws TorchError when there isn't exactly one element.
   */
  item(): number {
    if (this.numel !== 1) {
      throw new TorchError(
        `a Tensor with ${this.numel} elements cannot be converted to Scalar`,
        'RuntimeError'
      );
    }
    return this.first;
  }

  /** All elements in row-major order. */
  values(): number[] {
    if (this.shape.length === 0) return [this.first];
    const { data, offset } = this;
    const out = new Array<number>(this.numel);
    if (this.isContiguous) {
      for (let i = 0; i < out.length; i++) out[i] = data[offset + i] ?? NaN;
      return out;
    }
    let next = 0;
    const visit = (dim: number, position: number): void => {
      if (dim === this.shape.length) {
        out[next++] = data[position] ?? NaN;
        return;
      }
      const size = this.shape[dim] ?? 0;
      const step = this.strides[dim] ?? 0;
      for (let i = 0; i < size; i++) visit(dim + 1, position + i * step);
    };
    visit(0, offset);
    return out;
  }

  /** Nested lists, as Python's `tolist()`; a number for 0-d tensors. */
  tolist(): NestedNumbers {
    const flat = this.values();
    let next = 0;
    const build = (dim: number): NestedNumbers => {
      if (dim === this.shape.length) return flat[next++] ?? NaN;
      return Array.from({ length: this.shape[dim] ?? 0 }, () => build(dim + 1));
    };
    return build(0);
  }
}

/** The shape of nested lists, by the first of each. */
export function shapeOf(value: NestedNumbers): number[] {
  const shape: number[] = [];
  let level: NestedNumbers | undefined = value;
  while (typeof level === 'object') {
    shape.push(level.length);
    level = level[0];
  }
  return shape;
}

/**
 * A leaf tensor from a number or nested lists.
 * @throws TorchError for ragged lists, for what no integer holds (NaN, infinity) where they are asked for, and when
 * a tensor that isn't floating should require a gradient.
 * Source: https://pytorch.org/docs/stable/generated/torch.tensor.html
 */
export function tensor(
  value: NestedNumbers,
  options: { dtype?: DType; requiresGrad?: boolean } = {}
): Tensor {
  const dtype = options.dtype ?? 'float32';
  if (typeof value === 'number') {
    const made = scalar(element(value, dtype), dtype);
    return options.requiresGrad ? requireGrad(made) : made;
  }
  const shape = shapeOf(value);
  const data = allocate(dtype, numel(shape));
  let next = 0;
  const fill = (part: NestedNumbers, dim: number): void => {
    if (typeof part === 'number') {
      if (dim !== shape.length) throw ragged(shape, dim, part);
      data[next++] = element(part, dtype);
      return;
    }
    if (part.length !== shape[dim]) throw ragged(shape, dim, part);
    for (const inner of part) fill(inner, dim + 1);
  };
  fill(value, 0);
  const made = new Tensor(data, shape, dtype);
  if (options.requiresGrad) requireGrad(made);
  return made;
}

/** A number of a list as the dtype holds it. */
function element(value: number, dtype: DType): number {
  if (dtype === 'int64' && !fitsInteger(value)) {
    throw new TorchError('value cannot be converted to type int64 without overflow');
  }
  return cast(value, dtype);
}

/** A 0-d tensor. */
export const scalar = (value: number, dtype: DType): Tensor =>
  Tensor.holding(dtype === 'float32' ? Math.fround(value) : cast(value, dtype), dtype);

function ragged(shape: Shape, dim: number, part: NestedNumbers): TorchError {
  if (typeof part === 'number') return new TorchError('not a sequence', 'TypeError');
  const length = shape[dim];
  if (length === undefined) return new TorchError('must be real number, not list', 'TypeError');
  return new TorchError(
    `expected sequence of length ${length} at dim ${dim} (got ${part.length})`,
    'ValueError'
  );
}

/** @throws TorchError for integer and bool tensors. */
export function requireGrad(t: Tensor): Tensor {
  if (!isFloating(t.dtype)) {
    throw new TorchError('Only Tensors of floating point and complex dtype can require gradients');
  }
  t.requiresGrad = true;
  return t;
}

/**
 * A Python number as an operand: a 0-d tensor that decides the dtype by its category only.
 * JavaScript can't tell `2.0` from `2`, so who knows that it was a float (or a bool) has to say so.
 */
export function pythonScalar(
  value: number,
  dtype: DType = Number.isInteger(value) ? 'int64' : 'float64'
): Tensor {
  const made = Tensor.holding(value, dtype);
  made.isPythonScalar = true;
  return made;
}

/** A tensor of one repeated value; `like` gives shape and dtype. */
export function fullLike(like: { shape: Shape; dtype: DType }, value: number): Tensor {
  if (like.shape.length === 0) return scalar(value, like.dtype);
  const data = allocate(like.dtype, numel(like.shape)).fill(cast(value, like.dtype));
  return new Tensor(data, like.shape, like.dtype);
}

/** A tensor of these elements in row-major order; they are what the dtype can hold. */
export function fromValues(values: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
  const data = allocate(dtype, numel(shape));
  data.set(values);
  return new Tensor(data, shape, dtype);
}

/** A contiguous tensor of the same elements in storage of its own, without history. */
export function copyOf(t: Tensor): Tensor {
  if (t.shape.length === 0) return scalar(t.first, t.dtype);
  const flat = t.isContiguous ? t.data.subarray(t.offset, t.offset + t.numel) : t.values();
  return fromValues(flat, t.shape, t.dtype);
}

/** Same dtype, shape and elements (NaN equals NaN). */
export function identical(a: Tensor, b: Tensor): boolean {
  if (a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false;
  const other = b.values();
  return a.values().every((value, i) => Object.is(value, other[i]));
}
