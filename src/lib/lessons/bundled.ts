/** Lessons that come with the app, in the order in which they are best read. */
export const lessonNames = [
  'lab',
  'chain-rule',
  'broadcasting',
  'mistakes',
  'neuron',
  'network',
  'gradient-checking',
  'second-derivatives'
] as const;

const texts = import.meta.glob<string>('./texts/*.md', { query: '?raw', import: 'default' });

const isBundled = (name: string): boolean => lessonNames.some((one) => one === name);

/** The text of a lesson that comes with the app; null where there is none of that name. */
export async function lessonText(name: string): Promise<string | null> {
  const load = isBundled(name) ? texts[`./texts/${name}.md`] : undefined;
  return load ? load() : null;
}
