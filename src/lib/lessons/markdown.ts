import type { Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import {
  directiveFromMarkdown,
  type ContainerDirective,
  type LeafDirective
} from 'mdast-util-directive';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { mathFromMarkdown } from 'mdast-util-math';
import { directive } from 'micromark-extension-directive';
import { gfmTable } from 'micromark-extension-gfm-table';
import { math } from 'micromark-extension-math';

export type Directive = ContainerDirective | LeafDirective;

/** The text as a tree of Markdown; HTML in it stays text for who shows it. */
export const markdownTree = (source: string): Root =>
  fromMarkdown(source, {
    extensions: [directive(), math(), gfmTable()],
    mdastExtensions: [directiveFromMarkdown(), mathFromMarkdown(), gfmTableFromMarkdown()]
  });

export const isDirective = (node: Nodes): node is Directive =>
  node.type === 'containerDirective' || node.type === 'leafDirective';

export const lineOf = (node: Nodes): number => node.position?.start.line ?? 1;

/** The text of a node as its author wrote it. */
export function sourceOf(node: Nodes, source: string): string {
  const { start, end } = node.position ?? {};
  return source.slice(start?.offset ?? 0, end?.offset ?? 0);
}

/** The label of a directive and what it holds. */
export function partsOf(node: Directive): {
  readonly label: readonly PhrasingContent[];
  readonly content: readonly RootContent[];
} {
  if (node.type === 'leafDirective') return { label: node.children, content: [] };
  const [first, ...rest] = node.children;
  const hasLabel =
    first?.type === 'paragraph' &&
    (first.data as { directiveLabel?: boolean } | undefined)?.directiveLabel === true;
  return hasLabel
    ? { label: first.children, content: rest }
    : { label: [], content: node.children };
}
