import { Attributes } from '../attributes';
import type { Converter } from '../convert';
import type { Block } from '../lesson';
import { partsOf, type Directive } from '../markdown';

export function reveal(node: Directive, converter: Converter): Block {
  new Attributes(node, []);
  const { label, content } = partsOf(node);
  return { kind: 'reveal', label: converter.inlines(label), blocks: converter.blocks(content) };
}
