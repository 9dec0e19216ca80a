import { literalValue, scalarValue, type Document } from '../../graph/document';
import type { Instruction, Operand } from '../../graph/program';
import type { ContributionEvent } from '../../graph/trace';
import { sameShape } from '../../tensor/shape';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { Account, comment } from './account';
import { classCode } from './body';
import { forwardCode, MAX_EXPRESSION, numpySpelling, Uncovered } from './covered';
import { tensorCode, type Maker } from './literal';
import { pythonNames } from './names';
import { atom, HELPERS, numberCode, operandText, python, type Code } from './python';
import { numpyRules, type Step } from './shapes';

export type NumpyScript =
  | {
      readonly ok: true;
      readonly text: string;
      /** What each node's value is called, and its gradient, by the node's id. */
      readonly names: ReadonlyMap<string, { readonly value: string; readonly gradient: string }>;
    }
  /** Why the document can't be written so. */
  | { readonly ok: false; readonly reason: string };

const CONTEXT = `class Context:
    """Keeps what forward leaves for backward."""

    def save_for_backward(self, *arrays):
        self.saved_tensors = arrays`;
const NUMPY: Maker = {
  start: 'np.array(',
  linspace: 'np.linspace',
  options: (dtype, told) => {
    if (told) return [];
    return dtype === 'int64' || dtype === 'bool'
      ? [`dtype=np.${dtype.replace('bool', 'bool_')}`]
      : [];
  },
  module: 'np'
};

class NumpyWriter {
  private readonly account: Account;
  private readonly gradients: Map<string, string>;
  private readonly contexts: Map<string, string>;

  constructor(private readonly doc: Document) {
    const taken = [...numpySpelling.modules, ...Object.keys(HELPERS), 'Context'];
    this.account = new Account(doc, taken);
    const nodes = Object.values(doc.nodes);
    const used = [...taken, ...nodes.map(({ id }) => this.account.name(id))];
    this.gradients = pythonNames(
      nodes.map(({ id }) => [id, `d_${this.account.name(id).replace(/_$/, '')}`]),
      used
    );
    this.contexts = pythonNames(
      nodes.map(({ id }) => [id, `${this.account.name(id)}_ctx`]),
      [...used, ...this.gradients.values()]
    );
  }

  private gradient(id: string): string {
    return this.gradients.get(id) ?? `d_${id}`;
  }

  private operand({ source, constant }: Operand): Code {
    if (source !== null) return atom(this.account.name(source));
    return numberCode(scalarValue(constant ?? 0));
  }

  private step(instruction: Extract<Instruction, { kind: 'op' }>): {
    args: Code[];
    inputs: Tensor[];
    output: Tensor | null;
  } {
    const { outputs } = this.account.ran;
    const args = instruction.operands.map((one) => this.operand(one));
    // Numbers alone would be Python's, which has no infinities to divide by zero.
    const [first] = args;
    if (first?.value !== undefined && args.every(({ value }) => value !== undefined)) {
      args[0] = atom(`np.float64(${first.text})`);
    }
    const inputs = instruction.operands.flatMap(({ source, constant }) => {
      if (source === null) return [pythonScalar(scalarValue(constant ?? 0))];
      return outputs.get(source) ?? [];
    });
    return { args, inputs, output: outputs.get(instruction.node.id) ?? null };
  }

  private value(instruction: Instruction, taken: number): string {
    const { node } = instruction;
    if (instruction.kind === 'leaf') {
      const { value, dtype } = instruction.node;
      return tensorCode(literalValue(value), dtype, NUMPY, taken);
    }
    if (instruction.kind === 'custom') {
      const args = instruction.operands.map((one) => this.operand(one).text);
      const context = this.contexts.get(node.id) ?? '';
      return `${this.account.className(instruction.node.fn)}.forward(${[context, ...args].join(', ')})`;
    }
    const { args, inputs, output } = this.step(instruction);
    const { op, attributes } = instruction;
    const code = forwardCode(op, args, attributes, output ? inputs : [], output);
    // What doesn't run needs no code, only its comment.
    if (!code) {
      if (output) throw new Uncovered([op.name]);
      return `${op.name}(${args.map(({ text }) => text).join(', ')})`;
    }
    return code.text;
  }

  private statement(instruction: Instruction): string[] {
    const { id } = instruction.node;
    const start = `${this.account.name(id)} = `;
    const code = this.account.checked(instruction, start + this.value(instruction, start.length));
    const isCalled = instruction.kind === 'custom' && this.account.ran.outputs.has(id);
    return isCalled ? [`${this.contexts.get(id) ?? ''} = Context()`, code] : [code];
  }

  private contribution(event: ContributionEvent, instruction: Instruction): string {
    const g = this.gradient(event.node);
    const source = this.account.name(event.source);
    if (instruction.kind === 'leaf') return g;
    const index = instruction.operands.findIndex(({ input }) => input === event.input);
    const output = this.account.ran.outputs.get(event.node);
    const input = this.account.ran.outputs.get(event.source);
    const isRepeated = output && input && !sameShape(output.shape, input.shape);
    const fitted = (text: string): string =>
      isRepeated ? `unbroadcast(${text}, ${source}.shape)` : text;
    if (instruction.kind === 'custom') {
      const name = this.account.className(instruction.node.fn);
      const call = `${name}.backward(${this.contexts.get(event.node) ?? ''}, ${g})`;
      return fitted(instruction.operands.length > 1 ? `${call}[${index}]` : call);
    }
    const { op, attributes } = instruction;
    const { args, inputs } = this.step(instruction);
    if (op.elementwise) {
      const vjp = op.elementwise(attributes).vjps[index];
      const code = vjp?.(python, atom(g), atom(this.account.name(event.node)), ...args);
      if (!code || code.text.length > MAX_EXPRESSION) throw new Uncovered([op.name]);
      if (code.value === 0) return `np.zeros_like(${source})`;
      return fitted(code.text);
    }
    const step: Step = { args: args.map(operandText), inputs, output: output ?? null, attributes };
    const text = numpyRules.get(op.name)?.backward(step, index, g) ?? null;
    if (text === null) throw new Uncovered([op.name]);
    return text;
  }

  /** The backward pass as the trace has it: step by step, one line for each contribution. */
  private backward(): string[] {
    const { trace, program, outputs } = this.account.ran;
    const byId = new Map(program.instructions.map((one) => [one.node.id, one]));
    const blocks: string[] = [];
    let last: string | null = null;
    for (const event of trace) {
      if (event.kind === 'seed') {
        const name = this.account.name(event.node);
        const isScalar = outputs.get(event.node)?.shape.length === 0;
        blocks.push(`${this.gradient(event.node)} = ${isScalar ? '1.0' : `np.ones_like(${name})`}`);
      }
      const instruction = event.kind === 'contribution' ? byId.get(event.node) : undefined;
      if (event.kind !== 'contribution' || !instruction) continue;
      const d = this.gradient(event.source);
      const sum = event.arrival > 1 ? `${d} + ` : '';
      const line = `${d} = ${sum}${this.contribution(event, instruction)}`;
      if (event.node === last) blocks.push(`${blocks.pop() ?? ''}\n${line}`);
      else blocks.push(`${comment(this.statement(instruction).at(-1) ?? '')}\n${line}`);
      last = event.node;
    }
    return blocks;
  }

  names(): Map<string, { value: string; gradient: string }> {
    return new Map(
      Object.keys(this.doc.nodes).map((id) => [
        id,
        { value: this.account.name(id), gradient: this.gradient(id) }
      ])
    );
  }

  private uncovered(): string[] {
    const { outputs, program } = this.account.ran;
    return program.instructions.flatMap((one) =>
      one.kind === 'op' &&
      outputs.has(one.node.id) &&
      !one.op.elementwise &&
      !numpyRules.has(one.op.name)
        ? [one.op.name]
        : []
    );
  }

  write(): string {
    const { ran, doc } = { ran: this.account.ran, doc: this.doc };
    const uncovered = this.uncovered();
    if (uncovered.length > 0) throw new Uncovered(uncovered);
    const { instructions, result } = ran.program;
    const inputs = instructions.filter(({ kind }) => kind === 'leaf');
    const steps = instructions.filter(({ kind }) => kind !== 'leaf');
    const classes = this.account
      .functions()
      .map((fn) => classCode(fn, this.account.className(fn), numpySpelling));
    const name = result === null ? '' : this.account.name(result);
    const { line, works } = this.account.backward(`Backward from ${name}`, '');
    const first = inputs.find(({ node }) => ran.gradients.has(node.id))?.node.id ?? result ?? '';
    const about = `${this.gradient(first)} is the gradient of ${name} with respect to ${this.account.name(first)}, and so on`;
    const backward = works ? [comment(about), ...this.backward()] : line === null ? [] : [line];
    const ends = this.account.ends();
    const prints = [
      ...steps.flatMap(({ node }) =>
        ran.outputs.has(node.id) && ends.has(node.id) ? [this.account.name(node.id)] : []
      ),
      ...inputs.flatMap(({ node }) =>
        works && ran.gradients.has(node.id) ? [this.gradient(node.id)] : []
      )
    ].map((text) => `print('${text} =', ${text})`);
    const body = [
      inputs.flatMap((one) => this.statement(one)).join('\n'),
      [...steps.flatMap((one) => this.statement(one)), ...this.account.faults()].join('\n'),
      backward.join('\n\n').replace('\n\n', '\n'),
      prints.join('\n')
    ].filter((part) => part !== '');
    return this.assembled(doc.meta.title, classes, body);
  }

  private assembled(title: string, classes: readonly string[], body: readonly string[]): string {
    const code = [...classes, ...body].join('\n');
    const helpers = Object.entries(HELPERS).flatMap(([name, text]) =>
      new RegExp(`\\b${name}\\(`).test(code.replace(/#.*/g, '')) ? [text] : []
    );
    const definitions = [
      ...helpers.filter((text) => text.startsWith('def ')),
      ...(classes.length > 0 ? [CONTEXT] : []),
      ...classes
    ];
    const math = helpers.some((text) => text.includes('math.')) ? ['import math'] : [];
    const settings = [
      ...helpers.filter((text) => !text.startsWith('def ')),
      // Of a choice both sides are computed, and nobody wants to hear of the one that isn't taken.
      ...(/np\.where\(/.test(code)
        ? ["np.seterr(all='ignore')  # np.where computes both branches"]
        : [])
    ];
    const imports = [...math, ...(math.length > 0 ? [''] : []), 'import numpy as np'].join('\n');
    const about = title.trim() === '' ? [] : [comment(title)];
    const head = [...about, imports, ...(settings.length > 0 ? [settings.join('\n')] : [])];
    const main = body.length > 0 ? body.join('\n\n') : comment('The document is empty.');
    const whole =
      definitions.length > 0
        ? [head.join('\n\n'), ...definitions, main].join('\n\n\n')
        : [...head, main].join('\n\n');
    return whole + '\n';
  }
}

/**
 * A document as plain NumPy, with the backward pass written out: the chain rule of each step as code, and one line for
 * each contribution. Numbers are float64, which holds more digits than the float32 of a document.
 */
export function numpyScript(doc: Document): NumpyScript {
  try {
    const writer = new NumpyWriter(doc);
    return { ok: true, text: writer.write(), names: writer.names() };
  } catch (error) {
    if (!(error instanceof Uncovered)) throw error;
    const names = [...new Set(error.operations)];
    const list =
      names.length > 1
        ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
        : names.join('');
    return {
      ok: false,
      reason: `${list} can’t be written out in NumPy here. That works for elementwise operations, sum, mean, matrix products and changes of shape.`
    };
  }
}
