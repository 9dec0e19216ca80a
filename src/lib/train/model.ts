import { grad } from '../autograd/backward';
import { noGrad } from '../autograd/mode';
import { Allowance } from '../graph/allowance';
import { type Document, type InputNode, literalValue } from '../graph/document';
import { backwardHelp } from '../graph/help';
import { compileKernel, type Kernel } from '../graph/kernel/kernel';
import { compile, type Instruction, type Program } from '../graph/program';
import { execute } from '../graph/execute';
import { run } from '../graph/run';
import { sourcesOf } from '../sweep/path';
import { isFloating } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { numel, type Shape } from '../tensor/shape';
import { fromValues, tensor, type Tensor } from '../tensor/tensor';
import { type Batch, columnPlaces, fedNodes } from './feed';
import { type Numbers, numbersOf } from './optimizer';
import { parametersOf, trainingOf } from './roles';
import type { DataTable } from './settings';

/** Why something can't be trained, and how to mend it. */
export interface Refusal {
  readonly message: string;
  readonly help: string;
}

/** A parameter with the elements that it has now. */
export interface Parameter {
  readonly node: InputNode;
  readonly shape: Shape;
  value: Numbers;
}

/** The loss of one batch, and the gradient that each parameter gets; null (None) where none flows. */
export interface Evaluated {
  readonly loss: number;
  readonly grads: ReadonlyMap<string, Numbers | null>;
}

/** Instructions that a node is computed by, that of the node included. */
export function programFor(program: Program, target: string): Program {
  const needed = new Set([target]);
  const kept = [...program.instructions].reverse().filter((instruction) => {
    if (!needed.has(instruction.node.id)) return false;
    for (const source of sourcesOf(instruction)) needed.add(source);
    return true;
  });
  return {
    instructions: kept.reverse(),
    diagnostics: program.diagnostics.filter(({ nodes }) => nodes.some((id) => needed.has(id))),
    result: target
  };
}

/** A program that is run again and again, with other parameters and other rows. */
export class Model {
  readonly parameters: readonly Parameter[];
  private readonly fixed = new Map<string, Tensor>();
  private readonly moving: readonly Instruction[];
  private readonly fed: readonly { node: InputNode; columns: number[] }[];

  /** @param kernel the same program as one kernel, where it is made of single numbers */
  constructor(
    doc: Document,
    program: Program,
    readonly table: DataTable | null,
    private readonly kernel: Kernel | null = null
  ) {
    const needed = new Set(program.instructions.map(({ node }) => node.id));
    this.target = program.result ?? '';
    this.parameters = parametersOf(doc)
      .filter(({ id }) => needed.has(id))
      .map((node) => {
        const { shape, dtype, data } = tensor(literalValue(node.value), { dtype: node.dtype });
        const value = numbersOf(numel(shape), dtype);
        value.set(data);
        return { node, shape, value };
      });
    this.fed = table
      ? fedNodes(doc)
          .filter(({ id }) => needed.has(id))
          .map((node) => ({ node, columns: columnPlaces(table, node.columns) }))
      : [];
    const set = new Set([...this.parameters, ...this.fed].map(({ node }) => node.id));
    this.moving = program.instructions.filter((one) => one.kind !== 'leaf');
    for (const one of program.instructions) {
      if (one.kind !== 'leaf' || set.has(one.node.id)) continue;
      const { value, dtype } = one.node;
      this.fixed.set(one.node.id, tensor(literalValue(value), { dtype }));
    }
  }

  /** Node whose value is computed. */
  readonly target: string;

  get isKernel(): boolean {
    return this.kernel !== null;
  }

  /** Whether the table feeds anything. */
  get isFed(): boolean {
    return this.fed.length > 0;
  }

  /** The rows that are fed to a node, as a tensor. */
  private rowsOf({ dtype }: InputNode, columns: readonly number[], batch: Batch): Tensor {
    const { places, isRow } = batch;
    const numbers = new Float64Array(places.length * columns.length);
    places.forEach((place, i) => {
      const row = this.table?.rows[place];
      columns.forEach((column, k) => (numbers[i * columns.length + k] = row?.[column] ?? 0));
    });
    const shape = [
      ...(isRow ? [] : [places.length]),
      ...(columns.length > 1 ? [columns.length] : [])
    ];
    if (dtype === 'int64') numbers.forEach((value, i) => (numbers[i] = Math.trunc(value)));
    if (dtype === 'bool') numbers.forEach((value, i) => (numbers[i] = Number(value !== 0)));
    return fromValues(numbers, shape, dtype);
  }

  /** Gives the kernel what it computes from next. */
  private load(kernel: Kernel, batch: Batch): void {
    for (const { node, value } of this.parameters) kernel.set(node.id, value[0] ?? NaN);
    const row = this.table?.rows[batch.places[0] ?? 0];
    for (const { node, columns } of this.fed) kernel.set(node.id, row?.[columns[0] ?? 0] ?? 0);
    kernel.run();
  }

  /** Runs the engine forward. @throws TorchError as PyTorch would */
  private forward(batch: Batch, requiresGrad: boolean): { root: Tensor; leaves: Tensor[] } {
    const outputs = new Map(this.fixed);
    const leaves = this.parameters.map(({ node, shape, value }) => {
      const leaf = fromValues(value, shape, node.dtype);
      leaf.requiresGrad = requiresGrad;
      outputs.set(node.id, leaf);
      return leaf;
    });
    for (const { node, columns } of this.fed) {
      outputs.set(node.id, this.rowsOf(node, columns, batch));
    }
    const allowance = new Allowance();
    for (const instruction of this.moving) {
      const executed = execute(instruction, outputs, allowance);
      if (executed) outputs.set(instruction.node.id, executed.output);
    }
    const root = outputs.get(this.target);
    if (!root) throw new TorchError('The loss has no value.');
    return { root, leaves };
  }

  /** The target's value. @throws TorchError as PyTorch would */
  output(batch: Batch): Tensor {
    return noGrad(() => this.forward(batch, false).root);
  }

  /** The target as one number. @throws TorchError as PyTorch would */
  loss(batch: Batch): number {
    if (!this.kernel) return this.output(batch).item();
    this.load(this.kernel, batch);
    return this.kernel.value(this.target);
  }

  /** Forward and backward. @throws TorchError as PyTorch would */
  evaluate(batch: Batch): Evaluated {
    const grads = new Map<string, Numbers | null>();
    if (this.kernel) {
      this.load(this.kernel, batch);
      for (const { node, value } of this.parameters) {
        const found = this.kernel.gradient(node.id);
        const numbers = numbersOf(value.length, node.dtype);
        if (found !== null) numbers[0] = found;
        grads.set(node.id, found === null ? null : numbers);
      }
      return { loss: this.kernel.value(this.target), grads };
    }
    const { root, leaves } = this.forward(batch, true);
    const found = grad(root, leaves);
    this.parameters.forEach(({ node, value }, k) => {
      const gradient = found[k];
      if (!gradient) {
        grads.set(node.id, null);
        return;
      }
      const numbers = numbersOf(value.length, node.dtype);
      numbers.set(gradient.values());
      grads.set(node.id, numbers);
    });
    return { loss: root.item(), grads };
  }
}

const refusal = (message: string, help: string): Refusal => ({ message, help });

/** The node that training makes small, or null where there is none. */
export function lossOf(doc: Document): string | null {
  const { loss } = trainingOf(doc);
  return loss !== null && doc.nodes[loss] ? loss : compile(doc).result;
}

/** The document with the loss as its result, which is what training runs. */
export const lossDocument = (doc: Document): Document => ({
  ...doc,
  meta: { ...doc.meta, result: lossOf(doc) }
});

/** Compiles a document for training, or says what is missing. */
export function prepare(doc: Document): Model | Refusal {
  const loss = lossOf(doc);
  const node = loss === null ? undefined : doc.nodes[loss];
  if (loss === null || !node) {
    return refusal(
      'There is nothing to train yet.',
      'Build a graph whose result says how wrong it is, or open one of the training examples.'
    );
  }
  const program = programFor(compile(lossDocument(doc)), loss);
  const parameters = parametersOf(doc);
  if (parameters.length === 0) {
    return refusal(
      'No input can be moved.',
      'Switch requires_grad on for an input, or mark one as a parameter.'
    );
  }
  const reference = run(program);
  const [fault] = reference.diagnostics.filter(({ kind }) => kind !== 'backward');
  if (fault) return refusal(fault.message, fault.help);
  const value = reference.outputs.get(loss);
  if (!value) return refusal(`${node.name} has no value.`, 'Check the nodes before it.');
  if (value.numel !== 1) {
    return refusal(
      `${node.name} has the shape [${value.shape.join(', ')}], and a loss is one number.`,
      'Put a mean or a sum after it, or choose another node as the loss.'
    );
  }
  const [wrong] = reference.diagnostics;
  if (wrong) return refusal(wrong.message, wrong.help);
  if (!isFloating(value.dtype) || !parameters.some(({ id }) => reference.gradients.has(id))) {
    const names = parameters.map(({ name }) => name).join(', ');
    return refusal(
      `No gradient flows from ${node.name} to ${names}.`,
      'Choose a loss that depends on a parameter, or mark other inputs as parameters.'
    );
  }
  return new Model(doc, program, doc.meta.data ?? null, compileKernel(program, reference));
}

export const isRefusal = (made: Model | Refusal): made is Refusal => !(made instanceof Model);

/** What PyTorch says where a step fails, with help. */
export const refusalOf = (error: TorchError): Refusal =>
  refusal(`${error.type}: ${error.message}`, backwardHelp(error.message));
