import type { Heading, Root, RootContent } from 'mdast';
import { Converter } from './convert';
import { LIMITS, plainText, type Inline, type Lesson, type Step } from './lesson';
import { lineOf, markdownTree } from './markdown';

/** Addresses of `[words][name]`, where they stand at the top. */
function definitionsOf({ children }: Root): Map<string, string> {
  const found = new Map<string, string>();
  for (const node of children) {
    if (node.type === 'definition') found.set(node.identifier, node.url);
  }
  return found;
}

/** Headings that begin something, and what follows each. */
function parts(nodes: readonly RootContent[]): { heading: Heading | null; nodes: RootContent[] }[] {
  const all: { heading: Heading | null; nodes: RootContent[] }[] = [{ heading: null, nodes: [] }];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth <= 2) all.push({ heading: node, nodes: [] });
    else all.at(-1)?.nodes.push(node);
  }
  return all;
}

const empty = (message: string, line = 1): Lesson => ({
  title: 'Untitled lesson',
  summary: [],
  steps: [],
  faults: [{ line, message }]
});

/** Reads the text of a lesson. Never throws: what can't be read is a fault with its line, and the rest is there. */
export function parseLesson(source: string): Lesson {
  if (source.length > LIMITS.source) {
    const [has, most] = [source.length, LIMITS.source].map((count) => count.toLocaleString('en'));
    return empty(`The lesson has ${has ?? ''} characters; at most ${most ?? ''} can be read.`);
  }
  const root = markdownTree(source);
  const converter = new Converter(source, definitionsOf(root));
  const { faults } = converter;
  let title = '';
  let summary: readonly Inline[] = [];
  const steps: Step[] = [];
  for (const { heading, nodes } of parts(root.children)) {
    const first = heading?.depth === 1;
    if (first && title !== '') {
      faults.push({
        line: lineOf(heading),
        message: 'A lesson has one title; steps begin with `##`.'
      });
    }
    if (first && title === '') {
      title = plainText(converter.heading(heading)).slice(0, LIMITS.title);
      const [paragraph] = nodes;
      if (paragraph?.type === 'paragraph') {
        const [block] = converter.blocks([paragraph]);
        if (block?.kind === 'paragraph') summary = block.inlines;
        nodes.shift();
      }
    }
    // What stands before the first step is one of its own, if it is more than a summary.
    if ((heading === null || first) && nodes.length === 0) continue;
    if (steps.length >= LIMITS.steps) {
      const line = heading ? lineOf(heading) : 1;
      faults.push({ line, message: `A lesson has at most ${LIMITS.steps} steps.` });
      break;
    }
    converter.beginStep();
    const isStep = heading !== null && !first;
    steps.push({
      line: heading ? lineOf(heading) : 1,
      title: isStep ? converter.heading(heading) : [{ kind: 'text', text: 'Introduction' }],
      blocks: converter.blocks(nodes)
    });
  }
  if (title === '')
    faults.push({ line: 1, message: 'The lesson has no title: begin it with `# …`.' });
  if (steps.length === 0)
    faults.push({ line: 1, message: 'The lesson has no steps: `## …` begins one.' });
  return {
    title: title || 'Untitled lesson',
    summary,
    steps,
    faults: [...faults].sort((a, b) => a.line - b.line)
  };
}
