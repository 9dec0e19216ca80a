import { laidOut } from '../actions';
import type { Workspace } from '../workspace.svelte';

/**
 * Opens what the latest run computed as a document of its own.
 * @param name of a tensor, or null for all of the run
 */
export async function openGraph(workspace: Workspace, name: string | null): Promise<void> {
  const { python } = workspace;
  const recorded = await python.graph(name);
  if (!recorded) return;
  await workspace.openNew(await laidOut(recorded.document));
  python.picture(workspace.currentId, recorded.lines);
}
