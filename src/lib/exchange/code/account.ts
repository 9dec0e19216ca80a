import { nodesInOrder, type Document, type FunctionSource } from '../../graph/document';
import { compile, type Diagnostic, type Instruction } from '../../graph/program';
import { run, type Run } from '../../graph/run';
import { pythonNames } from './names';

/** A text as comments; whatever it holds, it stays in them. */
export const comment = (text: string): string =>
  text
    .split(/[\n\r\v\f\u0085\u2028\u2029]+/)
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');

const functionKey = (fn: FunctionSource): string => JSON.stringify(fn);

/** What each node and each class is called in Python. */
function naming(
  doc: Document,
  taken: readonly string[]
): { node: Map<string, string>; fn: Map<string, string> } {
  const nodes = nodesInOrder(doc);
  const functions = new Map<string, string>();
  for (const node of nodes) {
    if (node.kind === 'custom') functions.set(functionKey(node.fn), node.fn.name);
  }
  // Nodes keep their names before classes do: nothing is printed of a class but its name.
  const names = pythonNames(
    [
      ...nodes.map(({ id, name }): [string, string] => [`node ${id}`, name]),
      ...[...functions].map(([key, name]): [string, string] => [`class ${key}`, name])
    ],
    taken
  );
  const part = (prefix: string): Map<string, string> =>
    new Map(
      [...names].flatMap(([key, name]): [string, string][] =>
        key.startsWith(prefix) ? [[key.slice(prefix.length), name]] : []
      )
    );
  return { node: part('node '), fn: part('class ') };
}

/** A document that has run, in the names of a program that does the same. */
export class Account {
  private readonly names: Map<string, string>;
  private readonly classNames: Map<string, string>;
  readonly ran: Run;

  /**
   * @param taken names that the program uses for itself
   * @param ran what came out of the document, where it has run already
   */
  constructor(
    readonly doc: Document,
    taken: readonly string[],
    ran?: Run
  ) {
    const { node, fn } = naming(doc, taken);
    [this.names, this.classNames] = [node, fn];
    this.ran = ran ?? run(compile(doc));
  }

  name(id: string): string {
    return this.names.get(id) ?? id;
  }

  className(fn: FunctionSource): string {
    return this.classNames.get(functionKey(fn)) ?? fn.name;
  }

  /** The custom functions that take part, each once. */
  functions(): FunctionSource[] {
    const found = new Map<string, FunctionSource>();
    for (const { kind, node } of this.ran.program.instructions) {
      if (kind === 'custom' && node.kind === 'custom') found.set(functionKey(node.fn), node.fn);
    }
    return [...found.values()];
  }

  private faultOf(id: string, kinds: readonly Diagnostic['kind'][]): string | null {
    const found = this.ran.diagnostics.find(
      ({ kind, nodes }) => kinds.includes(kind) && nodes.includes(id)
    );
    return found?.message ?? null;
  }

  /** Code as it is, or as a comment that says why it can't run. */
  checked(instruction: Instruction, code: string): string {
    const { node } = instruction;
    if (this.ran.outputs.has(node.id)) return code;
    const fault = this.faultOf(node.id, ['run']);
    if (fault !== null) return comment(`${code}\n${fault}`);
    const missing =
      instruction.kind === 'leaf'
        ? []
        : instruction.operands.flatMap(({ source }) =>
            source !== null && !this.ran.outputs.has(source) ? [this.name(source)] : []
          );
    const names = [...new Set(missing)].join(' and ');
    return comment(`${code}\nNot run: ${names} could not be computed.`);
  }

  /** Nodes that no instruction stands for, as comments. */
  faults(): string[] {
    const known = new Set(this.ran.program.instructions.map(({ node }) => node.id));
    const said = new Set<string>();
    return nodesInOrder(this.doc).flatMap(({ id }) => {
      if (known.has(id)) return [];
      const fault = this.faultOf(id, [
        'cycle',
        'missing-input',
        'unknown-op',
        'attribute',
        'function'
      ]);
      if (fault === null) return [comment(`${this.name(id)} is left out: it hangs on a circle.`)];
      if (said.has(fault)) return [comment(`${this.name(id)} is left out, too.`)];
      said.add(fault);
      return [comment(`${this.name(id)} is left out: ${fault}`)];
    });
  }

  /** The call that starts backward, as a comment where it fails, and whether it works. */
  backward(call: string, hint: string): { line: string | null; works: boolean } {
    const { result } = this.ran.program;
    if (result === null) return { line: null, works: false };
    const root = this.ran.outputs.get(result);
    if (!root) {
      const words = `Not run: ${this.name(result)} could not be computed.`;
      return { line: comment(`${call}\n${words}`), works: false };
    }
    const fault = this.ran.diagnostics.find(({ kind }) => kind === 'backward');
    if (!fault) return { line: call, works: true };
    const more = root.requiresGrad && root.numel !== 1 ? hint : '';
    return { line: comment(`${call}\n${fault.message}${more}`), works: false };
  }

  /** Computed nodes that nothing uses, and the one that backward starts from. */
  ends(): Set<string> {
    const used = new Set(Object.values(this.doc.edges).map(({ source }) => source));
    const { result } = this.ran.program;
    return new Set(Object.keys(this.doc.nodes).filter((id) => !used.has(id) || id === result));
  }
}
