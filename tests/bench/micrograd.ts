// An object graph in the manner of micrograd: each value holds its number, its gradient, what it was made of and a
// closure that passes the gradient on.

const nothing = (): void => undefined;

export class Value {
  grad = 0;
  /** Computes the number again from what it was made of. */
  forward: () => void = nothing;
  backward: () => void = nothing;

  constructor(
    public data: number,
    readonly previous: readonly Value[] = []
  ) {}

  add(other: Value): Value {
    const out = new Value(this.data + other.data, [this, other]);
    out.forward = () => {
      out.data = this.data + other.data;
    };
    out.backward = () => {
      this.grad += out.grad;
      other.grad += out.grad;
    };
    return out;
  }

  sub(other: Value): Value {
    const out = new Value(this.data - other.data, [this, other]);
    out.forward = () => {
      out.data = this.data - other.data;
    };
    out.backward = () => {
      this.grad += out.grad;
      other.grad -= out.grad;
    };
    return out;
  }

  mul(other: Value): Value {
    const out = new Value(this.data * other.data, [this, other]);
    out.forward = () => {
      out.data = this.data * other.data;
    };
    out.backward = () => {
      this.grad += other.data * out.grad;
      other.grad += this.data * out.grad;
    };
    return out;
  }

  tanh(): Value {
    const out = new Value(Math.tanh(this.data), [this]);
    out.forward = () => {
      out.data = Math.tanh(this.data);
    };
    out.backward = () => {
      this.grad += (1 - out.data * out.data) * out.grad;
    };
    return out;
  }

  sin(): Value {
    const out = new Value(Math.sin(this.data), [this]);
    out.forward = () => {
      out.data = Math.sin(this.data);
    };
    out.backward = () => {
      this.grad += Math.cos(this.data) * out.grad;
    };
    return out;
  }

  exp(): Value {
    const out = new Value(Math.exp(this.data), [this]);
    out.forward = () => {
      out.data = Math.exp(this.data);
    };
    out.backward = () => {
      this.grad += out.data * out.grad;
    };
    return out;
  }

  /** Everything that this one was made of, each after its own parts; without recursion, for deep graphs. */
  order(): Value[] {
    const order: Value[] = [];
    const seen = new Set<Value>([this]);
    const stack: { value: Value; next: number }[] = [{ value: this, next: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const child = top.value.previous[top.next++];
      if (!child) {
        order.push(top.value);
        stack.pop();
      } else if (!seen.has(child)) {
        seen.add(child);
        stack.push({ value: child, next: 0 });
      }
    }
    return order;
  }
}

/** Gradients of the last value with respect to all in the order. */
export function backward(order: readonly Value[]): void {
  const root = order.at(-1);
  if (!root) return;
  root.grad = 1;
  for (let k = order.length - 1; k >= 0; k--) order[k]?.backward();
}
