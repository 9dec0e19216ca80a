import { getViewportForBounds, type Viewport } from '@xyflow/svelte';
import type { Document } from '../../graph/document';
import { boxAround, drawnBoxes } from '../../graph/size';

const BOUNDS = { maxZoom: 1.2, minZoom: 0.05 } as const;
/** Below the graph is room for the zoom buttons. */
export const FIT = {
  padding: { top: '20px', left: '24px', right: '24px', bottom: '52px' },
  ...BOUNDS
} as const;
/** The frames around groups need room that Svelte Flow doesn't know of. */
export const FIT_FRAMES = {
  padding: { top: '76px', left: '42px', right: '42px', bottom: '64px' },
  ...BOUNDS
} as const;

/** Where a document will be seen once all of it is drawn and measured. */
export function expectedView(doc: Document, width: number, height: number): Viewport {
  const { minZoom, maxZoom, padding } = FIT;
  const bounds = boxAround(drawnBoxes(doc));
  return getViewportForBounds(bounds, width, height, minZoom, maxZoom, padding);
}
