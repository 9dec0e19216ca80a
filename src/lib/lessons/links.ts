import type { LinkTarget } from './lesson';

const DATA_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i;

/** Where a link may lead; null for what is neither an address on the web nor a place in Backflow. */
export function linkTarget(address: string): LinkTarget | null {
  const bare = address.trim();
  const [, step] = /^#step-(\d{1,3})$/.exec(bare) ?? [];
  if (step !== undefined) return { kind: 'step', step: Number(step) };
  // Two strokes, or one of the other kind, lead to another host.
  if (/^\/(?![/\\])[^\s\\]*$/.test(bare)) return { kind: 'app', address: bare };
  let url: URL;
  try {
    url = new URL(bare);
  } catch {
    return null;
  }
  const isKnown = ['http:', 'https:', 'mailto:'].includes(url.protocol);
  return isKnown ? { kind: 'web', address: url.href } : null;
}

/** An image that is in the text itself; null for one that would have to be fetched. */
export const imageSource = (address: string): string | null =>
  DATA_IMAGE.test(address.trim()) ? address.trim() : null;
