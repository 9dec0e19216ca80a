import { shelf } from './make';

export const networks = shelf('Neural networks', [
  {
    slug: 'neuron',
    title: 'A neuron',
    formula: 'y = sigmoid(w*x + b)',
    at: { w: 0.5, x: 2, b: -1 },
    lesson: 'A weight, an input, a bias and a squashing function.'
  },
  {
    slug: 'linear-regression',
    title: 'A straight line through points',
    formula: 'p = w*x + b; y = mean((p - t)**2)',
    at: { x: '[-1, 0, 1, 2]', t: '[-3, -1, 1, 3]', w: 0.5, b: 0 },
    constants: ['x', 't'],
    lesson: 'The mean squared error of a line; descent along its gradient finds 2x − 1.'
  },
  {
    slug: 'linear-layer',
    title: 'A linear layer',
    formula: 'h = x @ w + b; y = sum(tanh(h))',
    at: {
      x: '[[1, 2], [3, -1], [0, 1]]',
      w: '[[0.5, -0.3, 0.1], [0.2, 0.1, -0.6]]',
      b: '[0.1, 0, -0.2]'
    },
    constants: ['x'],
    lesson: 'Weights, a bias that is broadcast over the batch, and a nonlinearity.'
  },
  {
    slug: 'two-layer',
    title: 'A network of two layers',
    formula: 'h = relu(x @ w1 + b1); p = h @ w2 + b2; y = mean((p - t)**2)',
    at: {
      x: '[[0, 0], [0, 1], [1, 0], [1, 1]]',
      t: '[0, 1, 1, 0]',
      w1: '[[1, -1], [1, 1]]',
      b1: '[0, 0.5]',
      w2: '[1, -2]',
      b2: 0
    },
    constants: ['x', 't'],
    lesson: 'Enough to learn XOR: the gradient goes through both layers to every weight.'
  },
  {
    slug: 'logistic-loss',
    title: 'Logistic regression',
    formula: 'p = sigmoid(x @ w + b); y = -mean(t*log(p) + (1 - t)*log(1 - p))',
    at: { x: '[[1, 2], [2, -1], [-1, 1]]', t: '[1, 0, 1]', w: '[0.5, -0.25]', b: 0 },
    constants: ['x', 't'],
    lesson: 'All those logarithms cancel: the gradient at the sum is (p − t)/n.'
  },
  {
    slug: 'softmax-cross-entropy',
    title: 'Softmax and cross-entropy',
    formula: 'p = softmax(z, dim=0); y = -sum(t*log(p))',
    at: { z: '[2, 1, 0]', t: '[0, 1, 0]' },
    constants: ['t'],
    lesson: 'The gradient at the scores is what was predicted minus what is true: p − t.'
  },
  {
    slug: 'cross-entropy',
    title: 'Cross-entropy of a batch',
    formula: 'y = cross_entropy(z, t)',
    at: { z: '[[2, 1, 0], [0, 1, 3]]', t: '[0, 1]' },
    integers: ['t'],
    lesson: 'The loss of most classifiers; classes are integers and take no gradient.'
  },
  {
    slug: 'residual',
    title: 'A skip connection',
    formula: 'y = x + w2*tanh(w1*x)',
    at: { x: 1.5, w1: 0.1, w2: 0.1 },
    lesson: 'However small the weights, the direct path brings the gradient back undiminished.'
  },
  {
    slug: 'batch-norm',
    title: 'Batch normalisation',
    formula:
      'm = mean(x, dim=0); v = var(x, dim=0, unbiased=False); n = (x - m)/sqrt(v + 1e-5); y = sum(c*(g*n + b))',
    at: {
      x: '[[1, 2], [3, 5], [5, 2]]',
      g: '[1, 2]',
      b: '[0, 0]',
      c: '[[1, 0], [0, 1], [0, -1]]'
    },
    constants: ['c'],
    lesson: 'Mean and variance depend on the whole batch, so every row moves every other one.'
  },
  {
    slug: 'attention',
    title: 'Attention',
    formula: 's = q @ t(k)/sqrt(2); a = softmax(s, dim=1); y = sum(c*(a @ v))',
    at: {
      q: '[[1, 0], [0, 1]]',
      k: '[[1, 1], [0, 1], [1, 0]]',
      v: '[[1, 2], [3, 4], [5, 6]]',
      c: '[[1, 0], [0, 1]]'
    },
    constants: ['c'],
    lesson: 'Queries meet keys, softmax makes weights of it, and the weights mix the values.'
  }
]);
