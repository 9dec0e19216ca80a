import type {
  BlockContent,
  Heading,
  List,
  Nodes,
  PhrasingContent,
  RootContent,
  Table
} from 'mdast';
import type { TextDirective } from 'mdast-util-directive';
import { LessonFault } from './attributes';
import { directives } from './directives';
import { hashOf } from './hash';
import { inlinesOf } from './inline';
import { LIMITS, type Block, type Fault, type GraphBlock, type Inline, type Words } from './lesson';
import { isDirective, lineOf, partsOf, sourceOf, type Directive } from './markdown';

/** Takes up the blanks of the question that is being read. */
export type BlankTaker = (directive: TextDirective) => number;

const CLOSING = /:{3,}[ \t]*$/;
const ONLY_COLONS = /^:{3,}$/;
const LIKE_DIRECTIVE = /^:{2,}[A-Za-z]/;

/** Makes the blocks of a lesson from Markdown; what can't be read becomes a fault in its place. */
export class Converter {
  readonly faults: Fault[] = [];
  /** Graphs of the step so far, by name. */
  readonly graphs = new Map<string, GraphBlock>();
  /** The last graph of the step so far. */
  lastGraph: GraphBlock | null = null;
  private readonly ids = new Map<string, number>();
  private blankTaker: BlankTaker | null = null;
  private count = 0;
  private depth = 0;

  constructor(
    readonly source: string,
    private readonly definitions: ReadonlyMap<string, string>
  ) {}

  beginStep(): void {
    this.graphs.clear();
    this.lastGraph = null;
  }

  /** A name for a task that stays when others come and go around it. */
  idOf(node: Nodes): string {
    const hash = hashOf(sourceOf(node, this.source));
    const count = (this.ids.get(hash) ?? 0) + 1;
    this.ids.set(hash, count);
    return count === 1 ? hash : `${hash}-${count}`;
  }

  /** Reads what is inside a question, whose texts may have blanks. */
  withBlanks<T>(taker: BlankTaker, read: () => T): T {
    const before = this.blankTaker;
    this.blankTaker = taker;
    try {
      return read();
    } finally {
      this.blankTaker = before;
    }
  }

  inlines(nodes: readonly PhrasingContent[]): Inline[] {
    const { source, definitions, blankTaker: blank } = this;
    return inlinesOf(nodes, { source, definitions, blank });
  }

  /** The text of a heading; where it can't be read, that is a fault. */
  heading(node: Heading): Inline[] {
    try {
      return this.inlines(node.children);
    } catch (error) {
      if (!(error instanceof LessonFault)) throw error;
      this.fault(node, error.message);
      return [{ kind: 'text', text: sourceOf(node, this.source).replace(/^#+\s*/, '') }];
    }
  }

  blocks(nodes: readonly Nodes[]): Block[] {
    return nodes.flatMap((node) => this.block(node as RootContent));
  }

  /** The text that a part such as a hint has: its label, and what it holds. */
  words(directive: Directive): Words {
    const { label, content } = partsOf(directive);
    const words: Block[] =
      label.length > 0 ? [{ kind: 'paragraph', inlines: this.inlines(label) }] : [];
    return [...words, ...this.blocks(content)];
  }

  fault(node: Nodes, message: string): Block {
    const line = lineOf(node);
    this.faults.push({ line, message });
    return { kind: 'fault', line, message, source: sourceOf(node, this.source).slice(0, 2000) };
  }

  private block(node: RootContent): Block[] {
    if (++this.count > LIMITS.blocks) {
      if (this.count > LIMITS.blocks + 1) return [];
      return [
        this.fault(node, `A lesson has at most ${LIMITS.blocks} blocks; the rest is left out.`)
      ];
    }
    if (this.depth >= LIMITS.depth) {
      return [this.fault(node, `It is nested more than ${LIMITS.depth} deep.`)];
    }
    this.depth += 1;
    try {
      return isDirective(node) ? [this.directive(node)] : this.plain(node);
    } catch (error) {
      if (!(error instanceof LessonFault)) throw error;
      return [this.fault(node, error.message)];
    } finally {
      this.depth -= 1;
    }
  }

  private directive(node: Directive): Block {
    const make = Object.hasOwn(directives, node.name) ? directives[node.name] : undefined;
    if (!make) {
      const all = Object.keys(directives)
        .map((name) => `\`${name}\``)
        .join(', ');
      throw new LessonFault(`There is no directive \`${node.name}\` here. There are: ${all}.`);
    }
    if (node.type === 'containerDirective' && !CLOSING.test(sourceOf(node, this.source))) {
      throw new LessonFault(
        `\`${node.name}\` isn't closed: end it by a line with as many colons as it begins with.`
      );
    }
    return make(node, this);
  }

  private plain(node: RootContent): Block[] {
    switch (node.type) {
      case 'paragraph':
        return [this.paragraph(node)];
      case 'heading':
        return [
          { kind: 'heading', depth: Math.max(3, node.depth), inlines: this.inlines(node.children) }
        ];
      case 'list':
        return [this.list(node)];
      case 'blockquote':
        return [{ kind: 'quote', blocks: this.blocks(node.children) }];
      case 'code':
        return [{ kind: 'code', language: node.lang ?? '', text: node.value }];
      case 'math':
        return [{ kind: 'math', latex: node.value }];
      case 'table':
        return [this.table(node)];
      case 'thematicBreak':
        return [{ kind: 'rule' }];
      case 'html':
        return [{ kind: 'paragraph', inlines: [{ kind: 'text', text: node.value }] }];
      default:
        // Definitions of links say nothing by themselves.
        return [];
    }
  }

  private paragraph(node: Extract<BlockContent, { type: 'paragraph' }>): Block {
    const source = sourceOf(node, this.source);
    if (ONLY_COLONS.test(source.trim())) {
      throw new LessonFault(
        'These colons close nothing. A directive around another one has more colons than it.'
      );
    }
    if (LIKE_DIRECTIVE.test(source)) {
      throw new LessonFault(
        'This directive can’t be read: look at its brackets, braces and quotation marks.'
      );
    }
    return { kind: 'paragraph', inlines: this.inlines(node.children) };
  }

  private list(node: List): Block {
    return {
      kind: 'list',
      ordered: node.ordered ?? false,
      start: node.start ?? 1,
      items: node.children.map((item) => this.blocks(item.children))
    };
  }

  private table({ align, children }: Table): Block {
    return {
      kind: 'table',
      align: (align ?? []).map((one) => one ?? null),
      rows: children.map((row) => row.children.map((cell) => this.inlines(cell.children)))
    };
  }
}
