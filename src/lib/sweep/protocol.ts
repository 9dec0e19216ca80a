import type { Document } from '../graph/document';
import type { SweepOptions } from './sweep';
import type { Sweep } from './types';

/** Asks for a sweep; a newer question ends an older one. */
export interface SweepQuestion extends SweepOptions {
  readonly id: number;
  /** Revision of the document that the question is about. */
  readonly revision: number;
  readonly document: Document;
}

/** Which question is answered. */
interface Regarding {
  readonly id: number;
  readonly revision: number;
}

/** Several come for one question: sweeps from coarse to fine and `done`, or a fault that ends it. */
export type SweepAnswer = Regarding &
  (
    | { readonly kind: 'sweep'; readonly sweep: Sweep }
    | { readonly kind: 'done' }
    | { readonly kind: 'fault'; readonly message: string }
  );
