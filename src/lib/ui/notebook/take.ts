import { goto } from '$app/navigation';
import { resolve } from '$app/paths';

/**
 * Opens a notebook's file on its page; the document of the editor stays as it is.
 * @returns one sentence about what is wrong with it, else null
 */
export async function takeNotebook(file: File): Promise<string | null> {
  const { theDesk } = await import('../../state/notebook/desk.svelte');
  const desk = await theDesk();
  if (await desk.openFile(file)) {
    await goto(resolve('/notebook/'));
    return null;
  }
  const { fault } = desk;
  // It is said here, and not once more when the notebooks are looked at.
  desk.dismiss();
  return fault;
}
