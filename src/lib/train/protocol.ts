import type { Document } from '../graph/document';
import type { Field, FieldOptions } from './field';
import type { Refusal } from './model';
import type { Surface, SurfaceOptions } from './surface';
import type { Progress, TrainState } from './train';

interface Asked {
  readonly id: number;
  /** Revision of the document that the question is about. */
  readonly revision: number;
  readonly document: Document;
}

export interface RunQuestion extends Asked {
  readonly kind: 'run';
  readonly state: TrainState;
  readonly steps: number;
  /** Most steps between two reports, and the least time between them, so that an eye can follow. */
  readonly chunk: number;
  readonly pause: number;
}
export interface SurfaceQuestion extends Asked {
  readonly kind: 'surface';
  readonly options: SurfaceOptions;
}
export interface FieldQuestion extends Asked {
  readonly kind: 'field';
  readonly options: FieldOptions;
}
export type Question = RunQuestion | SurfaceQuestion | FieldQuestion;
export type QuestionKind = Question['kind'];

/** A newer question of a kind ends the older one of that kind; so does a stop. */
export type TrainMessage = Question | { readonly kind: 'stop'; readonly stop: QuestionKind };

/** Several come for one question: reports and `done`, or a fault that ends it. */
export type Answer = { readonly id: number; readonly revision: number } & (
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'surface'; readonly surface: Surface | Refusal }
  | { readonly kind: 'field'; readonly field: Field | Refusal }
  | { readonly kind: 'done'; readonly of: QuestionKind }
  | { readonly kind: 'fault'; readonly of: QuestionKind; readonly message: string }
);
