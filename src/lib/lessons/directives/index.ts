import type { Converter } from '../convert';
import type { Block } from '../lesson';
import type { Directive } from '../markdown';
import { check } from './check';
import { graph } from './graph';
import { mistake } from './mistake';
import { python } from './python';
import { question } from './question';
import { reveal } from './reveal';

/** Makes the block of a directive. @throws LessonFault where it can't be read */
export type Make = (node: Directive, converter: Converter) => Block;

export const directives: Readonly<Record<string, Make>> = {
  graph,
  question,
  check,
  reveal,
  python,
  mistake
};
