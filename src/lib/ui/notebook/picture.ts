import { flushSync, mount, unmount } from 'svelte';
import type { FigureSpec } from '../../python/figure';
import { standalone } from '../charts/picture';
import Figure from '../figures/Figure.svelte';
import { inLight } from '../figures/paint';

/** Pixels; that of matplotlib's own figures. */
const WIDTH = 640;

/** A figure as SVG that stands alone; null where it can't be drawn. */
export function pictureOf(figure: FigureSpec): string | null {
  const target = document.createElement('div');
  target.style.cssText = `position: fixed; top: 0; left: -10000px; width: ${WIDTH}px`;
  document.body.append(target);
  const drawn = mount(Figure, { target, props: { figure } });
  try {
    // Its width is known only when it is in the page.
    flushSync();
    const svg = target.querySelector<SVGSVGElement>('svg[role="img"]');
    return svg && inLight(standalone(svg));
  } finally {
    void unmount(drawn);
    target.remove();
  }
}
