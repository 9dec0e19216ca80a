import { dataImage, webAddress } from '../../exchange/addresses';
import type { NotebookCell } from '../../exchange/notebook';
import { imageOf } from '../../state/notebook/outputs';

export type Attachments = NotebookCell['attachments'];

/** What the parts of a text that links lead to are called in the page, so that they are no names of the page's own. */
const OWN = 'user-content-';

export type LinkTarget =
  /** A part of the notebook. */
  | { readonly kind: 'part'; readonly address: string }
  | { readonly kind: 'elsewhere'; readonly address: string }
  | null;

/** Where a link may lead; null for what isn't an address on the web, such as a program or a file beside the notebook. */
export function linkTarget(href: string): LinkTarget {
  const bare = href.trim();
  if (bare.startsWith('#')) return { kind: 'part', address: `#${OWN}${bare.slice(1)}` };
  const web = webAddress(bare);
  return web === null ? null : { kind: 'elsewhere', address: web };
}

/** An image that is there already; null for one that would have to be fetched. */
export function imageSource(source: string, attachments: Attachments): string | null {
  const there = dataImage(source);
  if (there !== null) return there;
  const [, name] = /^attachment:(.*)$/i.exec(source.trim()) ?? [];
  if (name === undefined) return null;
  const bundle = attachments?.[name] ?? attachments?.[decoded(name)];
  return bundle ? imageOf(bundle) : null;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The name of a heading that links can lead to, as Jupyter makes it. */
export const partName = (heading: string): string => OWN + heading.trim().replace(/\s/g, '-');
