/**
 * Comparisons that come out otherwise by design, by operation and title, with the reason. They are made all the same:
 * one that no longer differs fails.
 */
export const KNOWN: Readonly<Record<string, string>> = {
  'norm refuses dim out of range: [[3,-4]] {"dim":[0,0]}':
    'PyTorch takes another way for p=2 and several dims, with words of its own',
  'norm refuses dtype of another type: [[3,-4]] {"dtype":"text"}':
    'PyTorch calls p=2 the Frobenius norm, which takes no dtype',
  'norm refuses dtype of another type: [[3,-4]] {"dtype":3}':
    'PyTorch calls p=2 the Frobenius norm, which takes no dtype',
  'conv1d refuses padding of another type: [[[[1,2,-1,0.5,3]]],[[[1,-1]]]] {"stride":[1],"padding":"text"}':
    "padding as text ('same', 'valid') is not taken, so that every text is of the wrong type",
  'conv2d refuses padding of another type: [[[[[1,2,0,-1],[0.5,-2,3,1],[2,1,-1,0],[1,0,2,-3]]]],[[[[1,0],[0,-1]]]]] {"stride":[1],"padding":"text"}':
    "padding as text ('same', 'valid') is not taken, so that every text is of the wrong type",
  'index_select refuses another shape: [{"shape":[2,0,3]},{"indices":[2,0,2]}] {"dim":0}':
    'PyTorch has other words for the same fault in tensors without elements',
  'index_fill refuses another shape: [{"shape":[0]},{"indices":[2,0]}] {"dim":0,"value":9}':
    'PyTorch has other words for the same fault in tensors without elements',
  'lerp [[1,-2],[3,4],{"scalar":0.25}] in float32':
    'PyTorch keeps a weight that is a number apart, so that a second backward works',
  'lerp [[1,-2],[3,4],{"scalar":0.25}] in float64':
    'PyTorch keeps a weight that is a number apart, so that a second backward works'
};
