import type { Document } from '../../graph/document';
import type { Comparison } from './compare';

/** Asks for the derivative of one node with respect to another in symbols and by finite differences. */
export interface DerivativeQuestion {
  readonly id: number;
  readonly document: Document;
  readonly top: string;
  readonly bottom: string;
}

/** The symbolic derivative as it is shown. */
export type ShownSymbolic =
  | {
      readonly kind: 'formula';
      readonly left: string;
      readonly right: string;
      readonly where: readonly string[];
    }
  | { readonly kind: 'long' }
  | { readonly kind: 'none'; readonly why: string };

export interface DerivativeAnswer {
  readonly id: number;
  readonly symbolic: ShownSymbolic;
  readonly comparison: Comparison;
}
