import { buildFormula } from '../../formula';
import { judge } from '../../lessons/answers';
import { grade } from '../../lessons/check/grade';
import { nameMistake } from '../../lessons/mistakes';
import { parseLesson } from '../../lessons/parse';
import type { Answers, JudgedAnswer, Question } from './protocol';

function judged({ field, typed, wrong }: Extract<Question, { kind: 'judge' }>): JudgedAnswer {
  const found = judge(field, typed, nameMistake);
  if (found.state !== 'wrong') return { ...found, foreseen: null };
  const place = wrong.findIndex(
    ({ answer }) => judge({ ...field, answer }, typed).state === 'right'
  );
  return { ...found, foreseen: place < 0 ? null : place };
}

/** Answers one question; slow ones are why this is done in a worker. */
export function answer(question: Question): Answers[Question['kind']] {
  switch (question.kind) {
    case 'parse':
      return parseLesson(question.source);
    case 'grade':
      return grade(question.document, question.goal);
    case 'grade-formula': {
      const built = buildFormula(question.formula);
      if (built.ok) return grade(built.document, question.goal);
      const [error] = built.errors;
      return { ok: false, problems: [`${error?.message ?? 'It can’t be read'}.`], nodes: [] };
    }
    case 'judge':
      return judged(question);
  }
}
