import { describe, expect, it } from 'vitest';
import { allBlocks, plainText, tasksOf, type Block, type Lesson } from './lesson';
import { parseLesson } from './parse';

const step = (content: string): Lesson => parseLesson(`# T\n\nS.\n\n## One\n\n${content}\n`);
const blocksOf = (content: string): readonly Block[] => {
  const { steps, faults } = step(content);
  expect(faults).toEqual([]);
  return steps[0]?.blocks ?? [];
};
const only = <K extends Block['kind']>(kind: K, content: string): Extract<Block, { kind: K }> => {
  const [found] = blocksOf(content).filter((block) => block.kind === kind);
  if (!found) throw new Error(`there is no ${kind}`);
  return found as Extract<Block, { kind: K }>;
};
const faultOf = (content: string): string =>
  step(content)
    .faults.map(({ line, message }) => `${line}: ${message}`)
    .join('\n');

describe('a lesson', () => {
  it('has a title, a summary and steps', () => {
    const lesson = parseLesson(
      '# The *title*\n\nWhat $x^2$ is.\n\n## One\n\na\n\n## Two\n\n### In\n'
    );
    expect(lesson.title).toBe('The title');
    expect(plainText(lesson.summary)).toBe('What x^2 is.');
    expect(lesson.steps.map(({ title, line }) => [plainText(title), line])).toEqual([
      ['One', 5],
      ['Two', 9]
    ]);
    expect(lesson.faults).toEqual([]);
  });

  it('keeps what stands before the first step', () => {
    const lesson = parseLesson('# T\n\nS.\n\nMore.\n\n## One\n\na\n');
    expect(lesson.steps.map(({ title }) => plainText(title))).toEqual(['Introduction', 'One']);
  });

  it('says what it lacks', () => {
    expect(parseLesson('').faults.map(({ message }) => message)).toEqual([
      'The lesson has no title: begin it with `# …`.',
      'The lesson has no steps: `## …` begins one.'
    ]);
    expect(parseLesson('# A\n\n## B\n\nc\n\n# D\n').faults).toEqual([
      { line: 7, message: 'A lesson has one title; steps begin with `##`.' }
    ]);
  });
});

describe('text', () => {
  it('shows HTML as text and takes only links that lead to known places', () => {
    const [paragraph] = blocksOf(
      '<b onclick="x()">B</b> [a](javascript:alert(1)) [b](https://pytorch.org) [c](/ops/relu/) ' +
        '[d](#step-2) [e](//evil.example) ![f](https://evil.example/a.png) [g](data:text/html,x)'
    );
    const text = JSON.stringify(paragraph);
    expect(text).not.toMatch(/javascript|evil|text\/html/);
    expect(text).toContain('<b onclick=');
    expect(text).toContain('"kind":"web","address":"https://pytorch.org/"');
    expect(text).toContain('"kind":"app","address":"/ops/relu/"');
    expect(text).toContain('"kind":"step","step":2');
  });

  it('knows formulas, tables, inks, and colons that mean nothing', () => {
    const blocks = blocksOf(
      'At 10:30 and a:b :forward[values] $x$\n\n$$\nx^2\n$$\n\n| a | $b$ |\n|--:|---|\n| 1 | 2 |\n'
    );
    expect(plainText(blocks[0]?.kind === 'paragraph' ? blocks[0].inlines : [])).toBe(
      'At 10:30 and a:b values x'
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'math', 'table']);
    expect(blocks[2]).toMatchObject({ align: ['right', null] });
  });
});

describe('graph', () => {
  it('takes a formula with values', () => {
    const graph = only(
      'graph',
      '::graph[The $x^2$]{name="g" formula="y = x**2 + k" at="x=2" constant="k" step="3" chart height=400}'
    );
    expect(graph).toMatchObject({ name: 'g', step: 3, chart: true, controls: true, height: 400 });
    const inputs = Object.values(graph.document.nodes).filter(({ kind }) => kind === 'input');
    expect(inputs).toMatchObject([
      { name: 'x', value: 2, requiresGrad: true },
      { name: 'k', requiresGrad: false }
    ]);
  });

  it('takes examples, element types, JSON and programs', () => {
    expect(only('graph', '::graph{example="quadratic"}').formula).toBe('y = x**2 + 2*x + 1');
    const whole = only('graph', '::graph{formula="y = x*2" at="x=2" dtype="x=int64"}').document;
    expect(Object.values(whole.nodes)[0]).toMatchObject({ dtype: 'int64', requiresGrad: false });
    const json = JSON.stringify(whole);
    expect(only('graph', `:::graph\n\`\`\`json\n${json}\n\`\`\`\n:::`).document).toEqual(whole);
    expect(only('python', ':::graph{result="y"}\n```python\ny = 1\n```\n:::')).toMatchObject({
      graph: 'y',
      isDrawn: true
    });
  });

  it.each([
    ['::graph', /needs a `formula`/],
    ['::graph{formula="x +"}', /`formula` of `graph`/],
    ['::graph{formula="x" at="z=1"}', /no input `z`/],
    ['::graph{example="none"}', /There are: leaf, square, quadratic/],
    ['::graph{formula="x" colour="red"}', /no attribute `colour`/],
    ['::graph{formula="x" height="9"}', /a number from 160 to 900/],
    ['::graph{formula="x**2" constant="z"}', /no input `z`/],
    ['::graph{formula="x" example="relu"}', /takes one of/],
    ['::graph{formula="x*2" name="g"}\n\n::graph{formula="x*2" name="g"}', /Another graph/],
    [':::graph\n```json\n{"a":1}\n```\n:::', /no Backflow document/],
    ['::graph{formula="x', /can’t be read/],
    ['::grahp{formula="x"}', /no directive `grahp`/]
  ])('%s', (content, message) => expect(faultOf(content)).toMatch(message));
});

describe('question', () => {
  it('looks its answer up in the last graph, or in the one that it names', () => {
    const content =
      '::graph{name="g" formula="y = x**2" at="x=3"}\n\n::graph{name="h" formula="y = x*5"}\n\n';
    const asked = (attributes: string) => {
      const found = allBlocks(blocksOf(`${content}:::question{${attributes}}\nWhat?\n:::`));
      const [question] = found.filter((block) => block.kind === 'question');
      return question?.fields[0];
    };
    expect(asked('answer="grad(x)"')?.graph?.meta.title).toBe('y = x*5');
    expect(asked('answer="grad(x)" of="g"')?.graph?.meta.title).toBe('y = x**2');
  });

  it('has hints, foreseen mistakes and blanks in text and tables', () => {
    const question = only(
      'question',
      ':::question\nA :blank[first]{answer="1/3"}\n\n| a |\n|---|\n| :blank{answer="None" kind="text"} |\n\n' +
        '::hint[One.]\n::hint[Two.]\n:::'
    );
    expect(question.fields.map(({ label, kind }) => [label, kind])).toEqual([
      ['first', 'number'],
      ['blank 2', 'text']
    ]);
    expect(question.hints).toHaveLength(2);
    expect(question.hasBlanks).toBe(true);
  });

  it('reads choices with their reasons', () => {
    const { choices, blocks } = only(
      'question',
      ':::question\nWhich?\n\n- [x] `x`\n- [ ] y\n  > Computed.\n\nReally?\n:::'
    );
    expect(choices.map(({ isRight, why }) => [isRight, why.length])).toEqual([
      [true, 0],
      [false, 1]
    ]);
    expect(blocks).toHaveLength(2);
  });

  it.each([
    [':::question\nWhat?\n:::', /needs an `answer`/],
    [':::question{answer="2 +"}\nWhat?\n:::', /can't be computed/],
    [':::question{answer="grad(x)"}\nWhat?\n:::', /no gradient reaches `x`/],
    ['::graph{formula="y=x*2"}\n\n:::question{answer="z"}\nWhat?\n:::', /no `z` here/],
    [':::question{answer="1" of="g"}\nWhat?\n:::', /no graph of this step/],
    [':::question\n- [ ] a\n- [ ] b\n:::', /None of the choices/],
    [':::question{answer="1"}\nWhat?', /isn't closed/],
    [':::question{answer="1"}\n:::wrong{answer="1"}\nNo.\n:::\n:::', /close nothing|is right/],
    ['::::question{answer="1"}\n:::wrong{answer="1"}\nNo.\n:::\n::::', /`wrong` is right/],
    ['A :blank{answer="1"}', /stands in a question/]
  ])('%s', (content, message) => expect(faultOf(content)).toMatch(message));
});

describe('check', () => {
  it('takes a formula and everything else that is asked', () => {
    const check = only(
      'check',
      ':::check{build="f = relu(x)" at="x=[1, 2]" set="x=[1, -1]" uses="relu custom" avoids="pow" ' +
        'requires-grad="x" zero="x" palette="input relu function" start="y = x*2"}\nBuild.\n\n' +
        '::solution{formula="f = relu(x)" at="x=[1, -1]"}\n:::'
    );
    expect(check.goal).toMatchObject({ uses: ['relu', 'custom'], set: { x: [1, -1] } });
    expect(check.startFormula).toBe('y = x*2');
    expect(tasksOf({ line: 1, title: [], blocks: [check] })).toHaveLength(1);
  });

  it.each([
    [':::check\nBuild.\n:::', /asks for nothing/],
    [':::check{build="f = "}\nBuild.\n:::', /`build` of `check`/],
    [':::check{build="log(x - x)"}\nBuild.\n:::', /no finite value/],
    [':::check{build="x*2" uses="nonsense"}\nBuild.\n:::', /no operation `nonsense`/],
    [':::check{build="x*2" on="g"}\nBuild.\n:::', /no graph of this step/],
    [':::check{uses="relu" typed}\nBuild.\n:::', /formula to `build`/]
  ])('%s', (content, message) => expect(faultOf(content)).toMatch(message));
});

describe('python, mistake and reveal', () => {
  it('reads programs with what they print', () => {
    const python = only(
      'python',
      ':::python\nText.\n```python\nprint(1)\n```\n```output\n1\n```\n:::'
    );
    expect(python).toMatchObject({ code: 'print(1)', output: '1', goal: null });
    expect(python.blocks).toHaveLength(1);
  });

  it('reads exhibits of programs and of graphs', () => {
    const program = only(
      'mistake',
      ':::mistake[A title]{message="words"}\nBefore.\n```python\na\n```\n```python mended\nb\n```\n```output\n2\n```\n' +
        '::why[Because.]\n:::'
    );
    expect(program.wrong).toEqual({ kind: 'python', code: 'a', output: null });
    expect(program.mended).toEqual({ kind: 'python', code: 'b', output: '2' });
    const graph = only(
      'mistake',
      ':::mistake[T]\n::graph{formula="y=x*2" constant="x"}\n::mended{formula="y=x*2"}\n:::'
    );
    expect([graph.wrong.kind, graph.mended.kind]).toEqual(['graph', 'graph']);
  });

  it('folds what a reveal holds', () => {
    const reveal = only('reveal', '::::reveal[Why?]\n:::python\n```python\n1\n```\n:::\n::::');
    expect(allBlocks([reveal]).map(({ kind }) => kind)).toEqual(['reveal', 'python']);
  });

  it.each([
    [':::python\nText.\n:::', /holds one block/],
    [':::python{build="x*2"}\n```python\n1\n```\n:::', /by `result`/],
    [':::python{expect="1"}\n```python\n1\n```\n```output\n1\n```\n:::', /not by both/],
    [':::mistake\n```python\n1\n```\n:::', /needs a title/],
    [':::mistake[T]\n```python\n1\n```\n:::', /two programs/],
    [':::reveal{open}\na\n:::', /no attribute `open`/]
  ])('%s', (content, message) => expect(faultOf(content)).toMatch(message));
});

describe('faults', () => {
  it('stand where they are, and the rest works', () => {
    const { steps, faults } = step('Before.\n\n::graph{formula="x +"}\n\nAfter.');
    expect(faults).toEqual([{ line: 9, message: expect.stringMatching(/formula/) as string }]);
    expect(steps[0]?.blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'fault', 'paragraph']);
  });

  it('names a question that stays the same when others come', () => {
    const question = ':::question{answer="1"}\nWhat?\n:::';
    const ids = (content: string): string[] =>
      (step(content).steps[0]?.blocks ?? []).flatMap((block) =>
        block.kind === 'question' ? block.id : []
      );
    const [first] = ids(question);
    expect(ids(`Text.\n\n:::question{answer="2"}\nX?\n:::\n\n${question}`)[1]).toBe(first);
    expect(new Set(ids(`${question}\n\n${question}`)).size).toBe(2);
  });
});

describe('hostile texts', () => {
  it.each([
    ['too long', 'a'.repeat(200_001)],
    ['deep quotations', `# T\n\n## S\n\n${'> '.repeat(3000)}a`],
    ['deep lists', Array.from({ length: 120 }, (_, k) => `${'  '.repeat(k)}- a`).join('\n')],
    ['deep emphasis', `# T\n\n## S\n\n${'*a **b '.repeat(30)}${'b** a* '.repeat(30)}`],
    [
      'deep directives',
      Array.from({ length: 150 }, (_, k) => `${':'.repeat(153 - k)}reveal`).join('\n')
    ],
    ['many blocks', `# T\n\n## S\n\n${'a\n\n'.repeat(3000)}`],
    ['many steps', `# T\n\n${'## S\n\na\n\n'.repeat(100)}`]
  ])('%s: a fault, and no more than that', (_, source) => {
    const { faults } = parseLesson(source);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThan(200);
  });
});
