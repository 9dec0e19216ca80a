import type { Interpreter, Told } from '../formula/function';
import type { Attributes } from '../ops/attributes';
import type { OpDefinition } from '../ops/define';
import { pythonScalar, type Tensor } from '../tensor/tensor';
import type { CustomNode } from './document';
import type { BodyEvent } from './trace';

type Place = Parameters<Interpreter<Tensor>['apply']>[3];
type Details = Pick<BodyEvent, 'op' | 'attributes' | 'args'>;

const PLAIN: Details = { op: null, attributes: {}, args: [] };

/** Writes down what the code of a custom function does, step by step. */
export class BodyLog {
  private events: BodyEvent[] = [];

  constructor(private readonly node: CustomNode) {}

  /** What has been written since it was asked last. */
  take(): readonly BodyEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  /** An interpreter that computes as another one does, and is heard. */
  listening(where: BodyEvent['where'], to: Interpreter<Tensor>): Interpreter<Tensor> {
    const source = this.node.fn[where];
    const write = (
      step: BodyEvent['step'],
      { from, to: end }: Place,
      values: BodyEvent['values'],
      details = PLAIN
    ): void => {
      this.events.push({
        ...{ kind: 'body', node: this.node.id, where, step, values, ...details },
        line: source.slice(0, from).split('\n').length,
        code: source.slice(from, end).replace(/\s+/g, ' ').trim()
      });
    };
    let computed: { value: Tensor; at: Place }[] = [];
    return {
      number: (value) => to.number(value),
      apply: (op: OpDefinition, args: (Tensor | number)[], attributes: Attributes, at: Place) => {
        const value = to.apply(op, args, attributes, at);
        const tensors = args.map((arg) => (typeof arg === 'number' ? pythonScalar(arg) : arg));
        write('call', at, [{ name: '', value }], { op, attributes, args: tensors });
        computed.push({ value, at });
        return value;
      },
      told: (step, at, values: readonly Told<Tensor>[]) => {
        // What a `return` has just computed needs no second step.
        const own = computed.filter((one) => one.at.from >= at.from && one.at.to <= at.to);
        computed = [];
        const isSaid =
          step === 'return' && values.every(({ value }) => own.some((one) => one.value === value));
        if (!isSaid) write(step, at, values);
      }
    };
  }
}
