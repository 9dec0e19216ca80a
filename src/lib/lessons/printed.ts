import type { PythonFault } from '../python/events';

/** Addresses differ from run to run, and blanks at the ends of lines can't be seen. */
const normalised = (text: string): string =>
  text
    .replace(/\bat 0x[0-9a-f]+/g, 'at 0x…')
    .replace(/[ \t]+$/gm, '')
    .trimEnd();

/** All that a program left to read: what it printed, and the last line of what Python says of an exception. */
export function leftBy(printed: string, fault: Pick<PythonFault, 'traceback'> | null): string {
  const last = fault?.traceback.trimEnd().split('\n').at(-1) ?? '';
  const end = printed === '' || printed.endsWith('\n') ? '' : '\n';
  return normalised(fault ? `${printed}${end}${last}` : printed);
}

/** Whether a program printed what a lesson says that it prints. */
export const matches = (
  output: string,
  printed: string,
  fault: Pick<PythonFault, 'traceback'> | null
): boolean => normalised(output) === leftBy(printed, fault);
