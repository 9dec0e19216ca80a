import { fromFormula, shelf, withSquare } from './make';

const OWN = { formula: 'x', at: { x: 2 } };

export const lab = shelf('The lab', [
  {
    slug: 'leaf',
    title: 'A leaf',
    formula: 'x',
    at: { x: 2 },
    lesson: 'A tensor that requires a gradient: nothing made it, so its grad_fn is None.',
    rows: ['1']
  },
  {
    slug: 'square',
    title: 'A square',
    formula: 'y = x**2',
    at: { x: 2 },
    lesson: 'The first step: y = x², and the gradient 2x that flows back to x.',
    rows: ['2', '3', '4', '5']
  },
  {
    slug: 'quadratic',
    title: 'A quadratic',
    formula: 'y = x**2 + 2*x + 1',
    at: { x: 2 },
    lesson: 'Two paths lead from x to y, and their gradients add up: 2x + 2.',
    rows: ['6']
  },
  {
    slug: 'cubic',
    title: 'A cubic',
    formula: 'y = 2*x**3 + x',
    at: { x: 1 },
    lesson: 'A power, a factor, and a path that passes the gradient on unchanged.',
    rows: ['7']
  },
  {
    slug: 'custom-sq',
    title: 'A function of your own',
    formula: 'square = SQ.apply(x)',
    lesson: 'SQ saves its input in forward and uses it in backward: you write both yourself.',
    rows: ['8'],
    build: () => withSquare(fromFormula({ ...OWN, title: 'A function of your own' }), null)
  },
  {
    slug: 'custom-upstream',
    title: 'A backward that forgets upstream',
    formula: 'z = 3 * SQ.apply(x)',
    lesson: 'Once something follows SQ, its backward is wrong: 4 arrives where 12 is true.',
    rows: ['8b'],
    build: () =>
      withSquare(
        fromFormula({ ...OWN, formula: 'z = 3*x', title: 'A backward that forgets upstream' }),
        'z'
      )
  },
  {
    slug: 'partial',
    title: 'Partial derivatives',
    formula: 'f = v*u + u**2',
    at: { u: 1, v: 2 },
    lesson: 'One backward pass gives both partial derivatives: v + 2u and u.',
    rows: ['9']
  },
  {
    slug: 'sum-trick',
    title: 'The sum trick',
    formula: 'y = sum(x**2)',
    at: { x: 'linspace(-10, 10, 10)' },
    lesson: 'Summing first gives the derivative at ten points in one backward pass.',
    rows: ['10', '11']
  },
  {
    slug: 'detach',
    title: 'Detach',
    formula: 'y = x**2 + detach(x)*x',
    at: { x: 2 },
    lesson: 'A detached value counts as a constant: no gradient flows back through it.',
    rows: ['12']
  },
  {
    slug: 'relu',
    title: 'A hinge: ReLU',
    formula: 'y = sum(relu(x))',
    at: { x: 'linspace(-10, 10, 41)' },
    lesson: 'The gradient is 0 left of the hinge, 1 right of it, and 0 at 0 by convention.',
    rows: ['13', '14']
  },
  {
    slug: 'practice-uv',
    title: 'A shared product',
    formula: 'f = u*v + (u*v)**2',
    at: { u: 2, v: 1 },
    lesson: 'The product is computed once and used twice, so its gradient is a sum.',
    rows: ['15']
  }
]);
