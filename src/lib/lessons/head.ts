import { lessonNames, lessonText } from './bundled';
import { plainText } from './lesson';
import { parseLesson } from './parse';

/** What is said of a lesson before it is opened. */
export interface LessonHead {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly steps: readonly string[];
}

/** The head of a lesson that comes with the app; null where there is none of that name. */
export async function headOf(name: string): Promise<LessonHead | null> {
  const text = await lessonText(name);
  if (text === null) return null;
  const { title, summary, steps } = parseLesson(text);
  return {
    name,
    title,
    summary: plainText(summary),
    steps: steps.map((step) => plainText(step.title))
  };
}

/** Heads of all lessons that come with the app, in their order. */
export async function lessonHeads(): Promise<LessonHead[]> {
  const heads = await Promise.all(lessonNames.map(headOf));
  return heads.filter((head) => head !== null);
}
