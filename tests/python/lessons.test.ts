import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPython } from '../../src/cli/open-python';
import { lessonNames, lessonText } from '../../src/lib/lessons/bundled';
import { expectedNumber, judge, shownAnswer } from '../../src/lib/lessons/answers';
import { grade } from '../../src/lib/lessons/check/grade';
import {
  allBlocks,
  tasksOf,
  type Block,
  type GraphBlock,
  type Lesson
} from '../../src/lib/lessons/lesson';
import { parseLesson } from '../../src/lib/lessons/parse';
import { leftBy } from '../../src/lib/lessons/printed';
import { compile } from '../../src/lib/graph/program';
import { run } from '../../src/lib/graph/run';
import type { PythonEvent, Runtime } from '../../src/lib/python/events';

// Every lesson that comes with the app keeps what it promises.

const lessons = new Map<string, Lesson>();
for (const name of lessonNames) {
  lessons.set(name, parseLesson((await lessonText(name)) ?? ''));
}
const blocksOf = (lesson: Lesson): Block[] =>
  lesson.steps.flatMap(({ blocks }) => allBlocks(blocks));
const at = ({ line }: { readonly line: number }): string => `line ${line}`;

it('every text is listed', () => {
  const folder = fileURLToPath(new URL('../../src/lib/lessons/texts/', import.meta.url));
  const files = readdirSync(folder).map((file) => file.replace(/\.md$/, ''));
  expect(files.sort()).toEqual([...lessonNames].sort());
});

describe.each([...lessons])('lesson %s', (_, lesson) => {
  it('is read without a fault, and every step has something to do', () => {
    expect(lesson.faults).toEqual([]);
    expect(lesson.summary.length).toBeGreaterThan(0);
    const idle = lesson.steps.filter(
      (step) =>
        tasksOf(step).length === 0 && !allBlocks(step.blocks).some(({ kind }) => kind === 'mistake')
    );
    expect(idle.map(at)).toEqual([]);
  });

  it('has graphs that run, backward too', () => {
    const graphs = blocksOf(lesson).filter((block): block is GraphBlock => block.kind === 'graph');
    for (const graph of graphs) {
      const { diagnostics, program, outputs } = run(compile(graph.document));
      expect(outputs.has(program.result ?? ''), at(graph)).toBe(true);
      expect(diagnostics.map(({ message }) => `${at(graph)}: ${message}`)).toEqual([]);
    }
  });

  it('has questions that take their own answers', () => {
    for (const block of blocksOf(lesson)) {
      if (block.kind !== 'question') continue;
      for (const field of block.fields) {
        let typed = field.kind === 'text' ? (field.answer.split('|')[0] ?? '') : field.answer;
        if (field.kind === 'number') typed = JSON.stringify(expectedNumber(field));
        expect(shownAnswer(field), `${at(block)}: an answer that can be shown`).not.toBeNull();
        expect(judge(field, typed).state, `${at(block)}: ${typed}`).toBe('right');
        expect(judge(field, '123.456').state, at(block)).toBe('wrong');
      }
      for (const { answer } of block.wrong) {
        const [field] = block.fields;
        if (field) expect(judge(field, answer.split('|')[0] ?? '').state, at(block)).toBe('wrong');
      }
    }
  });

  it('has checks that their solutions pass, and their beginnings do not', () => {
    for (const block of blocksOf(lesson)) {
      if (block.kind !== 'check') continue;
      const { solution, goal, start, on } = block;
      if (!solution) throw new Error(`${at(block)}: there is no solution`);
      // What is asked besides the function is asked of the values that the solution has.
      expect(grade(solution, goal), at(block)).toEqual({ ok: true });
      const given = blocksOf(lesson).find((one) => one.kind === 'graph' && one.name === on);
      const first = given?.kind === 'graph' ? given.document : start;
      expect(grade(first, goal).ok, at(block)).toBe(false);
    }
  });

  it('shows the message of each graph that goes wrong', () => {
    for (const block of blocksOf(lesson)) {
      if (block.kind !== 'mistake' || block.wrong.kind !== 'graph') continue;
      if (block.mended.kind !== 'graph') continue;
      const said = ({ document }: GraphBlock): string =>
        run(compile(document))
          .diagnostics.map(({ message }) => message)
          .join('\n');
      expect(said(block.mended.graph), at(block)).toBe('');
      if (block.message !== null) expect(said(block.wrong.graph)).toContain(block.message);
    }
  });
});

describe('programs of lessons', () => {
  let python: Runtime;
  let events: PythonEvent[] = [];

  beforeAll(async () => {
    python = await openPython((event) => events.push(event));
  }, 60_000);

  /** All that a program leaves. */
  function left(code: string) {
    python.restart();
    events = [];
    const { fault } = python.run(code, { file: 'program.py', echo: false });
    const texts = { stdout: '', stderr: '' };
    for (const event of events) if (event.kind === 'text') texts[event.stream] += event.text;
    const figures = events.filter(({ kind }) => kind === 'figure').length;
    return { printed: leftBy(texts.stdout, fault), stderr: texts.stderr, figures, fault };
  }

  interface Promise {
    readonly where: string;
    readonly code: string;
    readonly output: string | null;
    readonly message: string | null;
    readonly figures: number | null;
  }
  const promises = [...lessons].flatMap(([name, lesson]) =>
    blocksOf(lesson).flatMap((block): Promise[] => {
      const where = `${name}, line ${'line' in block ? block.line : 0}`;
      if (block.kind === 'python') {
        const { code, solution, output, message, figures } = block;
        return [{ where, code: solution ?? code, output, message, figures }];
      }
      if (block.kind !== 'mistake') return [];
      return (['wrong', 'mended'] as const).flatMap((key) => {
        const one = block[key];
        const message = key === 'wrong' ? block.message : null;
        return one.kind === 'python'
          ? [{ where: `${where}, ${key}`, ...one, message, figures: null }]
          : [];
      });
    })
  );

  it.each(promises.map((one) => [one.where, one] as const))(
    '%s',
    (_, { code, output, message, figures }) => {
      const found = left(code);
      if (output !== null) expect(found.printed).toBe(output.trimEnd());
      if (message !== null) {
        expect(`${found.stderr}\n${found.fault?.traceback ?? ''}`).toContain(message);
      } else expect(found.fault?.traceback ?? null).toBeNull();
      if (figures !== null) expect(found.figures).toBe(figures);
    },
    30_000
  );

  it('are graded by the graph of their result', () => {
    for (const [name, lesson] of lessons) {
      for (const block of blocksOf(lesson)) {
        if (block.kind !== 'python' || !block.goal) continue;
        const graded = (code: string): boolean => {
          expect(left(code).fault).toBeNull();
          return block.goal !== null && grade(python.graph(block.result).document, block.goal).ok;
        };
        expect(graded(block.solution ?? ''), `${name}, ${at(block)}`).toBe(true);
        expect(graded(block.code), `${name}, ${at(block)}`).toBe(false);
      }
    }
  });
});
