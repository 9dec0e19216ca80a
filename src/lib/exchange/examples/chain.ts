import { shelf } from './make';

export const chain = shelf('Chain rule', [
  {
    slug: 'chain',
    title: 'A chain of functions',
    formula: 'y = exp(sin(x**2))',
    at: { x: 1 },
    lesson: 'One path only: the gradient is the product of three local derivatives.'
  },
  {
    slug: 'fan-out',
    title: 'Used three times',
    formula: 'y = x*sin(x) + x',
    at: { x: 2 },
    lesson: 'Three uses of x: three contributions meet there and add up.'
  },
  {
    slug: 'quotient',
    title: 'The quotient rule',
    formula: 'y = (x**2 + 1)/(x - 3)',
    at: { x: 1 },
    lesson: 'No rule of its own is needed: division has two inputs, and each its derivative.'
  },
  {
    slug: 'gaussian',
    title: 'A bell curve',
    formula: 'y = exp(-(x - m)**2/(2*s**2))',
    at: { x: 1, m: 0.5, s: 2 },
    lesson: 'Its slope with respect to the point, the centre and the width, all in one pass.'
  },
  {
    slug: 'second-derivative',
    title: 'For a second derivative',
    formula: 'y = x**3 - 2*x**2',
    at: { x: 2 },
    lesson: 'The gradient 3x² − 4x can be differentiated again: 6x − 4.'
  },
  {
    slug: 'logistic',
    title: 'A logistic unit in small steps',
    formula: 'y = 1/(1 + exp(-(w0*x0 + w1*x1 + w2)))',
    at: { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 },
    lesson: 'Every local derivative is simple; the chain rule multiplies them.'
  },
  {
    slug: 'rosenbrock',
    title: 'Rosenbrock’s valley',
    formula: 'f = (1 - x)**2 + 100*(y - x**2)**2',
    at: { x: -1, y: 2 },
    lesson: 'A narrow bent valley: far steeper across than along, so descent zigzags.'
  },
  {
    slug: 'himmelblau',
    title: 'Himmelblau’s function',
    formula: 'f = (x**2 + y - 11)**2 + (x + y**2 - 7)**2',
    at: { x: 1, y: 1 },
    lesson: 'Four minima: where descent ends depends on where it starts.'
  },
  {
    slug: 'beale',
    title: 'Beale’s function',
    formula: 'f = (1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2',
    at: { x: 1, y: 0.5 },
    lesson: 'Nearly flat in the middle, with steep walls: a test for any optimiser.'
  }
]);
