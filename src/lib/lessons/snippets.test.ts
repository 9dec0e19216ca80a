import { expect, it } from 'vitest';
import { allBlocks, tasksOf } from './lesson';
import { parseLesson } from './parse';
import { FIRST_LESSON, snippets } from './snippets';

it('a new lesson is one without faults', () => {
  const { faults, steps } = parseLesson(FIRST_LESSON);
  expect(faults).toEqual([]);
  expect(steps.map((step) => tasksOf(step).length)).toEqual([1, 1]);
});

it('everything that can be put into a lesson can be read there', () => {
  const graph = '::graph{formula="y = x**2"}\n';
  for (const { name, text } of snippets) {
    const { faults, steps } = parseLesson(`# T\n\nS.\n\n## A\n\n${graph}\n${text}`);
    expect(faults, name).toEqual([]);
    const blocks = steps.flatMap((step) => allBlocks(step.blocks));
    expect(blocks.length, name).toBeGreaterThan(1);
  }
});
