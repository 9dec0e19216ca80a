import type { Document } from '../../graph/document';
import type { Judged } from '../../lessons/answers';
import type { Verdict } from '../../lessons/check/grade';
import type { Field, Foreseen, Goal, Lesson } from '../../lessons/lesson';

/** What the page asks of the worker that reads and grades. */
export type Question =
  | { readonly kind: 'parse'; readonly source: string }
  | { readonly kind: 'grade'; readonly document: Document; readonly goal: Goal }
  | { readonly kind: 'grade-formula'; readonly formula: string; readonly goal: Goal }
  | {
      readonly kind: 'judge';
      readonly field: Field;
      readonly typed: string;
      readonly wrong: readonly Foreseen[];
    };

/** An answer to a typed one; `foreseen` is the place of the mistake that the lesson knows. */
export type JudgedAnswer = Judged & { readonly foreseen: number | null };

export interface Answers {
  readonly parse: Lesson;
  readonly grade: Verdict;
  readonly 'grade-formula': Verdict;
  readonly judge: JudgedAnswer;
}

export type Request = Question & { readonly id: number };
export interface Response {
  readonly id: number;
  readonly answer: Answers[Question['kind']];
}
