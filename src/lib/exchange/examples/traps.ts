import { shelf } from './make';

export const traps = shelf('Traps', [
  {
    slug: 'vanishing',
    title: 'A gradient that vanishes',
    formula: 'y = sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(x)))))',
    at: { x: 2 },
    lesson: 'Each sigmoid multiplies the gradient by at most 1/4: after five, little is left.'
  },
  {
    slug: 'dead-relu',
    title: 'A dead ReLU',
    formula: 'y = sum(relu(w*x + b))',
    at: { x: '[0.5, 1, 2]', w: 1, b: -5 },
    constants: ['x'],
    lesson: 'For every input the sum is negative: no gradient, and so no way to learn.'
  },
  {
    slug: 'where-nan',
    title: 'NaN from the branch not taken',
    formula: 'y = where(x > 0, sqrt(x), x)',
    at: { x: 0 },
    lesson: 'The root isn’t chosen, yet it sends 0 · ∞ back, and x gets NaN.'
  },
  {
    slug: 'sqrt-zero',
    title: 'A root at zero',
    formula: 'y = sqrt(x)',
    at: { x: 0 },
    lesson: 'The value is 0 and the slope is infinite; one more factor 0 makes it NaN.'
  },
  {
    slug: 'relu-zero',
    title: 'The hinge itself',
    formula: 'y = relu(x) + relu(-x)',
    at: { x: 0 },
    lesson: 'At the kink of |x| PyTorch takes 0 from either side: a convention, not a slope.'
  },
  {
    slug: 'overflow',
    title: 'An exponential that overflows',
    formula: 'y = log(sum(exp(x)))',
    at: { x: '[100, 1, 2]' },
    lesson: 'No float32 holds exp(100): the result is infinite and the gradient is lost.'
  },
  {
    slug: 'unused',
    title: 'An input that isn’t used',
    formula: 'b = w**2; y = 3*x',
    at: { w: 2, x: 1 },
    lesson: 'Nothing of w goes into y: its gradient is None, which isn’t 0.'
  },
  {
    slug: 'comparison',
    title: 'A comparison cuts the graph',
    formula: 'y = where(x > t, x, t)',
    at: { x: 1, t: 2 },
    lesson: 'No derivative for x > t: the gradient reaches what was chosen, and only that.'
  },
  {
    slug: 'non-scalar',
    title: 'Backward from a vector',
    formula: 'y = x**2',
    at: { x: '[1, 2, 3]' },
    fails: true,
    lesson: 'Backward starts from one number: sum the elements, or say how each counts.'
  },
  {
    slug: 'target-dtype',
    title: 'A target of whole numbers',
    formula: 'L = mse_loss(w*x, t)',
    at: { w: 2, x: '[1, 2, 3]', t: '[3, 5, 7]' },
    constants: ['x'],
    integers: ['t'],
    fails: true,
    lesson: 'The loss takes integers, its way back doesn’t: give both one type, with t.float().'
  },
  {
    slug: 'no-grad-required',
    title: 'Nothing requires a gradient',
    formula: 'y = 3*x + 1',
    at: { x: 2 },
    constants: ['x'],
    fails: true,
    lesson: 'Without a leaf that requires a gradient, nothing is recorded to go back along.'
  }
]);
