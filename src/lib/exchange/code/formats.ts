import type { Document } from '../../graph/document';
import { toJson } from '../json';
import { graphPicture } from '../picture';
import type { ListingOptions } from './listing';
import { numpyScript } from './numpy';
import { torchNotebook, torchScript } from './torch';

export type Written =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** A kind of file that a document can be saved as. */
export interface Format {
  readonly id: 'json' | 'torch' | 'notebook' | 'numpy' | 'svg';
  /** Ending included, e.g. `PyTorch script (.py)`. */
  readonly label: string;
  /** What is saved, as in `Download PyTorch script`. */
  readonly name: string;
  readonly ending: string;
  /** Behind the title in the file's name, where several formats share an ending. */
  readonly suffix: string;
  readonly type: string;
  /** What the file holds and what it is for. */
  readonly words: string;
  /** Whether it can show the values and gradients of intermediate nodes. */
  readonly hasIntermediates: boolean;
  readonly write: (doc: Document, options: ListingOptions) => Written;
}

const always =
  (write: (doc: Document, options: ListingOptions) => string): Format['write'] =>
  (doc, options) => ({ ok: true, text: write(doc, options) });

export const formats: readonly Format[] = [
  {
    id: 'json',
    label: 'JSON file (.json)',
    name: 'JSON file',
    ending: 'json',
    suffix: '',
    type: 'application/json',
    words:
      'The whole document: nodes, edges, places, values and the chart’s range. Import opens it again.',
    hasIntermediates: false,
    write: always(toJson)
  },
  {
    id: 'torch',
    label: 'PyTorch script (.py)',
    name: 'PyTorch script',
    ending: 'py',
    suffix: '',
    type: 'text/x-python',
    words: 'The same computation in PyTorch: it prints the same values and the same gradients.',
    hasIntermediates: true,
    write: always(torchScript)
  },
  {
    id: 'notebook',
    label: 'Notebook (.ipynb)',
    name: 'notebook',
    ending: 'ipynb',
    suffix: '',
    type: 'application/x-ipynb+json',
    words: 'The PyTorch script in cells, for Jupyter and what reads its notebooks.',
    hasIntermediates: true,
    write: always(torchNotebook)
  },
  {
    id: 'numpy',
    label: 'NumPy (.py)',
    name: 'NumPy script',
    ending: 'py',
    suffix: ' numpy',
    type: 'text/x-python',
    words:
      'Plain NumPy with the backward pass written out: the chain rule of every step, one line for each contribution. It computes in float64.',
    hasIntermediates: false,
    write: numpyScript
  },
  {
    id: 'svg',
    label: 'SVG picture (.svg)',
    name: 'SVG picture',
    ending: 'svg',
    suffix: '',
    type: 'image/svg+xml',
    words:
      'The graph as a picture for slides and papers: nodes where they stand, values in blue and gradients in orange.',
    hasIntermediates: false,
    write: always((doc) => graphPicture(doc, { theme: 'light' }))
  }
];
