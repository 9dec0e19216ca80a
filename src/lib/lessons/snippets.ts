/** What a lesson begins with, and what can be put into it by a button. */

export const FIRST_LESSON = `# A lesson of my own

One sentence on what it is about.

## The first step

Write as in Markdown, with formulas such as $x^2$.

::graph[The slope of a square]{name="g" formula="y = x**2" at="x=3" step="start"}

:::question{answer="grad(x)"}
What is the gradient of $x$?

::hint[The derivative of $x^2$ is $2x$.]
:::

## The second step

:::check{build="y = 3*x**2" palette="input mul pow"}
Build $y = 3x^2$.
:::
`;

export interface Snippet {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

export const snippets: readonly Snippet[] = [
  { name: 'Step', title: 'A new step', text: '## Title of the step\n\nText.\n' },
  {
    name: 'Graph',
    title: 'A live graph with playback',
    text: '::graph[Caption]{name="g" formula="y = x**2 + 2*x" at="x=2" step="start"}\n'
  },
  {
    name: 'Question',
    title: 'A question with a number, looked up in the last graph',
    text: ':::question{answer="grad(x)"}\nWhat is the gradient of $x$?\n\n::hint[A hint.]\n:::\n'
  },
  {
    name: 'Choice',
    title: 'A question with answers to pick from',
    text: ':::question\nWhich is right?\n\n- [x] This.\n- [ ] That.\n  > Why it is wrong.\n:::\n'
  },
  {
    name: 'Build',
    title: 'Something to build, graded by what it computes',
    text: ':::check{build="f = u*v + (u*v)**2" palette="input mul pow add"}\nBuild $f = uv + (uv)^2$.\n\n::hint[Use the product twice.]\n:::\n'
  },
  {
    name: 'Reveal',
    title: 'Text that is folded at first',
    text: ':::reveal[Why?]\nBecause …\n:::\n'
  },
  {
    name: 'Python',
    title: 'A program to run',
    text: ':::python\n```python\nimport torch\n\nx = torch.tensor(2.0, requires_grad=True)\ny = x ** 2\ny.backward()\nprint(x.grad)\n```\n```output\ntensor(4.)\n```\n:::\n'
  },
  {
    name: 'Mistake',
    title: 'Something that goes wrong, and is mended by a button',
    text: ':::mistake[Nothing requires grad]\n::graph{formula="y = x**2" at="x=2" constant="x"}\n::mended{formula="y = x**2" at="x=2"}\n::why[Only what comes from a leaf that asks for its gradient is recorded.]\n:::\n'
  }
];
