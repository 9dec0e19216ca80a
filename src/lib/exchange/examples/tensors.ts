import { shelf } from './make';

export const tensors = shelf('Tensors', [
  {
    slug: 'broadcast-sum',
    title: 'Broadcasting',
    formula: 'y = sum((x + b)**2)',
    at: { x: '[[1, 2, 3], [4, 5, 6]]', b: '[1, 0, -1]' },
    lesson: 'Each row gets the same b, so its gradient is the sum over the rows.'
  },
  {
    slug: 'row-and-column',
    title: 'A row and a column',
    formula: 'y = sum(r*c)',
    at: { r: '[1, 2, 3, 4]', c: '[[1], [-2], [3]]' },
    lesson: 'Both are repeated to make the table of products, and both gradients are sums.'
  },
  {
    slug: 'mean',
    title: 'A mean',
    formula: 'y = mean(x)',
    at: { x: '[3, -1, 4, 2]' },
    lesson: 'Each of the four elements gets a quarter of the gradient.'
  },
  {
    slug: 'row-sums',
    title: 'Sums along rows',
    formula: 's = sum(x, dim=1); y = sum(w*s)',
    at: { x: '[[1, 2, 3], [4, 5, 6]]', w: '[1, -1]' },
    lesson: 'A sum hands its gradient out to all elements of its row.'
  },
  {
    slug: 'matmul',
    title: 'A product of matrices',
    formula: 'y = sum((x @ w)**2)',
    at: { x: '[[1, 2], [3, -1], [0, 1]]', w: '[[0.5, -1, 0], [1, 0.5, 2]]' },
    lesson: 'The gradient of a matrix product is two matrix products.'
  },
  {
    slug: 'log-sum-exp',
    title: 'Log-sum-exp in small steps',
    formula: 'y = log(sum(exp(x)))',
    at: { x: '[1, 2, 3]' },
    lesson: 'A smooth maximum: its gradient is softmax, and it adds up to 1.'
  },
  {
    slug: 'max-tie',
    title: 'A maximum with a tie',
    formula: 'y = max(x)',
    at: { x: '[3, 1, 3]' },
    lesson: 'Two elements are the largest, and they share the gradient.'
  },
  {
    slug: 'norm',
    title: 'The length of a vector',
    formula: 'y = sqrt(sum(x**2))',
    at: { x: '[3, 4]' },
    lesson: 'The gradient of the length is the direction: a vector of length 1.'
  }
]);
