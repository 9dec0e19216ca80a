import { webAddress } from '../exchange/addresses';
import type { LinkTarget } from './lesson';

/** Where a link may lead; null for what is neither an address on the web nor a place in Backflow. */
export function linkTarget(address: string): LinkTarget | null {
  const bare = address.trim();
  const [, step] = /^#step-(\d{1,3})$/.exec(bare) ?? [];
  if (step !== undefined) return { kind: 'step', step: Number(step) };
  // Two strokes, or one of the other kind, lead to another host.
  if (/^\/(?![/\\])[^\s\\]*$/.test(bare)) return { kind: 'app', address: bare };
  const web = webAddress(bare);
  return web === null ? null : { kind: 'web', address: web };
}
