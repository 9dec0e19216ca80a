import type { Document, TensorLiteral } from '../graph/document';

/** A lesson as it is shown: plain data, checked, with every graph built and nothing in it that runs by itself. */

/** Bounds that keep a lesson from freezing the page that opens it. */
export const LIMITS = {
  source: 200_000,
  steps: 60,
  blocks: 2000,
  /** How deep blocks and texts are nested. */
  depth: 20,
  /** Of one program. */
  code: 20_000,
  title: 200
} as const;

/** What is wrong with a lesson's text, and where. */
export interface Fault {
  readonly line: number;
  readonly message: string;
}

export type LinkTarget =
  | { readonly kind: 'web'; readonly address: string }
  /** A page of Backflow, from its root. */
  | { readonly kind: 'app'; readonly address: string }
  | { readonly kind: 'step'; readonly step: number };

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'math'; readonly latex: string }
  | { readonly kind: 'emphasis'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'strong'; readonly inlines: readonly Inline[] }
  | {
      readonly kind: 'ink';
      readonly ink: 'forward' | 'backward';
      readonly inlines: readonly Inline[];
    }
  | { readonly kind: 'link'; readonly target: LinkTarget; readonly inlines: readonly Inline[] }
  | { readonly kind: 'image'; readonly source: string; readonly words: string }
  | { readonly kind: 'break' }
  /** A field of the question around it, by its number there. */
  | { readonly kind: 'blank'; readonly field: number };

/** Text that is said in a moment of its own. */
export type Words = readonly Block[];

/** How a graph is shown. */
export interface GraphBlock {
  readonly kind: 'graph';
  readonly line: number;
  readonly name: string | null;
  readonly caption: readonly Inline[];
  readonly document: Document;
  /** What the formula bar shows; empty where there is none. */
  readonly formula: string;
  /** Placed by rule of thumb: worth a layout before it is shown. */
  readonly isUnplaced: boolean;
  readonly step: 'start' | 'forward' | 'end' | number;
  readonly chart: boolean;
  readonly controls: boolean;
  readonly height: number;
}

/** One field of a question. */
export interface Field {
  readonly kind: 'number' | 'expression' | 'text';
  /** Its accessible name; empty where the question is its name. */
  readonly label: string;
  readonly answer: string;
  /** Whether the right answer is a list of numbers. */
  readonly isList?: boolean;
  readonly tolerance: number;
  /** What names in the answer are looked up in. */
  readonly graph: Document | null;
}

export interface Choice {
  readonly isRight: boolean;
  readonly words: Words;
  /** What is said where it was picked and is wrong, or was not picked and is right. */
  readonly why: Words;
}

/** An answer that was foreseen. */
export interface Foreseen {
  readonly answer: string;
  readonly words: Words;
}

export interface QuestionBlock {
  readonly kind: 'question';
  readonly id: string;
  readonly line: number;
  readonly blocks: readonly Block[];
  readonly fields: readonly Field[];
  /** Whether its fields stand in its text; else the only one stands below it. */
  readonly hasBlanks: boolean;
  readonly choices: readonly Choice[];
  readonly hints: readonly Words[];
  readonly wrong: readonly Foreseen[];
  readonly right: Words;
}

/** What a learner's graph is asked to be. */
export interface Goal {
  /** Computes what is asked for; null where only other things are asked. */
  readonly reference: Document | null;
  readonly formula: string;
  readonly set: Readonly<Record<string, TensorLiteral>>;
  readonly value: TensorLiteral | null;
  readonly gradient: Readonly<Record<string, TensorLiteral>>;
  readonly uses: readonly string[];
  readonly avoids: readonly string[];
  readonly requiresGrad: readonly string[];
  readonly noGrad: readonly string[];
  readonly zero: readonly string[];
  readonly none: readonly string[];
  readonly scalar: boolean;
}

export interface CheckBlock {
  readonly kind: 'check';
  readonly id: string;
  readonly line: number;
  readonly blocks: readonly Block[];
  readonly hints: readonly Words[];
  readonly right: Words;
  readonly goal: Goal;
  /** What its canvas starts with. */
  readonly start: Document;
  readonly startFormula: string;
  /** Name of the graph in its step that is changed instead. */
  readonly on: string | null;
  /** What can be added; null for all there is. */
  readonly palette: readonly string[] | null;
  readonly typed: boolean;
  readonly height: number;
  readonly solution: Document | null;
  readonly solutionFormula: string;
}

export interface PythonBlock {
  readonly kind: 'python';
  readonly id: string;
  readonly line: number;
  readonly blocks: readonly Block[];
  readonly code: string;
  /** What it, or the program that solves it, prints; null where nothing is said about it. */
  readonly output: string | null;
  readonly message: string | null;
  readonly figures: number | null;
  /** Tensor whose graph can be drawn, or null. */
  readonly graph: string | null;
  /** Whether the graph is drawn by itself once the program has run. */
  readonly isDrawn: boolean;
  /** Makes it a check of the tensor `result`. */
  readonly goal: Goal | null;
  readonly result: string | null;
  readonly solution: string | null;
  readonly hints: readonly Words[];
  readonly right: Words;
}

/** What goes wrong in an exhibit, or what mends it. */
export type Exhibit =
  | { readonly kind: 'python'; readonly code: string; readonly output: string | null }
  | { readonly kind: 'graph'; readonly graph: GraphBlock };

export interface MistakeBlock {
  readonly kind: 'mistake';
  readonly id: string;
  readonly line: number;
  readonly title: readonly Inline[];
  readonly blocks: readonly Block[];
  readonly wrong: Exhibit;
  readonly mended: Exhibit;
  /** Words of PyTorch's that it shows; null where a wrong value is the mistake. */
  readonly message: string | null;
  readonly why: Words;
  readonly right: Words;
}

export type Task = QuestionBlock | CheckBlock | PythonBlock;

export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'heading'; readonly depth: number; readonly inlines: readonly Inline[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'math'; readonly latex: string }
  | {
      readonly kind: 'table';
      readonly align: readonly ('left' | 'right' | 'center' | null)[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'reveal';
      readonly label: readonly Inline[];
      readonly blocks: readonly Block[];
    }
  | GraphBlock
  | QuestionBlock
  | CheckBlock
  | PythonBlock
  | MistakeBlock
  | (Fault & { readonly kind: 'fault'; readonly source: string });

export interface Step {
  readonly line: number;
  readonly title: readonly Inline[];
  readonly blocks: readonly Block[];
}

export interface Lesson {
  readonly title: string;
  readonly summary: readonly Inline[];
  readonly steps: readonly Step[];
  readonly faults: readonly Fault[];
}

/** A text without its marks, e.g. for a name. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'text':
        case 'code':
          return inline.text;
        case 'math':
          return inline.latex;
        case 'image':
          return inline.words;
        case 'break':
          return ' ';
        case 'blank':
          return '…';
        default:
          return plainText(inline.inlines);
      }
    })
    .join('');
}

/** What a block holds besides its own text. */
function partsOf(block: Block): readonly Block[] {
  switch (block.kind) {
    case 'list':
      return block.items.flat();
    case 'quote':
    case 'reveal':
    case 'question':
    case 'check':
    case 'python':
    case 'mistake':
      return block.blocks;
    default:
      return [];
  }
}

/** All blocks, those inside others after them. */
export const allBlocks = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block) => [block, ...allBlocks(partsOf(block))]);

/** What has to be solved in a step. */
export const tasksOf = ({ blocks }: Step): Task[] =>
  allBlocks(blocks).filter(
    (block): block is Task =>
      block.kind === 'question' ||
      block.kind === 'check' ||
      (block.kind === 'python' && block.goal !== null)
  );
