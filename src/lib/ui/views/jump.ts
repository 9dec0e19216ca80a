import type { Session } from '../../state/session.svelte';

/** Goes to a step that somebody asked to see. */
export function jump({ player }: Session, at: number | null): void {
  if (at === null) return;
  player.pause();
  player.seek(at);
}
