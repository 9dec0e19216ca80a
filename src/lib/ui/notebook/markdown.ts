import createPurifier, { type Config } from 'dompurify';
import katex from 'katex';
import { Marked } from 'marked';
import { imageSource, linkTarget, partName, type Attachments } from './addresses';
import { blockMath, inlineMath, MATH, mathInHtml } from './math';

/**
 * Handlers by another name, which is taken away with the rest that isn't allowed: the page's policy refuses them
 * in any case, but not without a word in the browser's console.
 */
const disarmed = (html: string): string =>
  html.replace(/<[^>]*>/g, (tag) => tag.replace(/([\s/"'])on(?=[a-z]+\s*=)/gi, '$1data-on'));

const marked = new Marked({
  gfm: true,
  async: false,
  extensions: [blockMath, inlineMath],
  renderer: {
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    html: ({ text }) => mathInHtml(disarmed(text))
  }
});

/** Markdown as HTML that is not yet safe; formulas are placeholders. */
export const toHtml = (source: string): string => marked.parse(source) as string;

const TAGS =
  'a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
  'figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span ' +
  'strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr';
const ATTRIBUTES =
  `href src alt title width height align valign colspan rowspan scope start reversed value id class ` +
  `open ${MATH}`;
/** Boxes for hints, as notebooks have them. */
const BOX = /^alert(?:-(?:block|info|success|warning|danger))?$/;
/** The address of an image that is not fetched. */
const REMOTE = 'data-remote';

const OPTIONS = {
  ALLOWED_TAGS: TAGS.split(' '),
  ALLOWED_ATTR: ATTRIBUTES.split(' '),
  // Whose values are no addresses.
  ADD_URI_SAFE_ATTR: ATTRIBUTES.split(' ').filter((name) => name !== 'href' && name !== 'src'),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  SANITIZE_NAMED_PROPS: true,
  // `attachment:` is looked up, and all that isn't known is taken away below.
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|attachment:|data:image\/|#)/i,
  RETURN_DOM_FRAGMENT: true
} satisfies Config;

function tameLink(link: Element): void {
  const target = linkTarget(link.getAttribute('href') ?? '');
  if (!target) {
    link.removeAttribute('href');
    return;
  }
  link.setAttribute('href', target.address);
  if (target.kind === 'part') return;
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
}

function tameImage(image: Element, attachments: Attachments): void {
  const source = image.getAttribute('src') ?? '';
  const there = imageSource(source, attachments);
  if (there !== null) {
    image.setAttribute('src', there);
    return;
  }
  image.removeAttribute('src');
  image.setAttribute(REMOTE, source);
}

let purifier: ReturnType<typeof createPurifier> | null = null;
/** Those of the text that is being made. */
let attached: Attachments;

function purify(html: string): DocumentFragment {
  if (!purifier) {
    purifier = createPurifier(window);
    purifier.addHook('afterSanitizeAttributes', (element) => {
      if (element.tagName === 'A') tameLink(element);
      if (element.tagName === 'IMG') tameImage(element, attached);
      const boxes = [...element.classList].filter((name) => BOX.test(name));
      if (boxes.length > 0) element.setAttribute('class', boxes.join(' '));
      else element.removeAttribute('class');
    });
  }
  return purifier.sanitize(html, OPTIONS);
}

/** Says what is missing, and links to it: the reader may fetch it, the page doesn't. */
function inPlaceOf(image: Element): Element {
  const source = image.getAttribute(REMOTE) ?? '';
  const words = image.getAttribute('alt') || 'Image';
  const target = linkTarget(source);
  if (target?.kind !== 'elsewhere') {
    const note = document.createElement('em');
    note.textContent = `${words} (not in the notebook)`;
    return note;
  }
  const link = document.createElement('a');
  link.setAttribute('href', target.address);
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
  link.textContent = `${words} (on ${new URL(target.address).hostname})`;
  // An image in a link leads there already.
  return image.closest('a')
    ? Object.assign(document.createElement('em'), { textContent: words })
    : link;
}

const errorColor = 'var(--danger)';

/** Markdown as it is shown: nothing in it runs, and nothing is fetched. */
export function render(source: string, attachments: Attachments): DocumentFragment {
  attached = attachments;
  const fragment = purify(toHtml(source));
  for (const image of fragment.querySelectorAll(`img[${REMOTE}]`)) {
    image.replaceWith(inPlaceOf(image));
  }
  for (const image of fragment.querySelectorAll('img:not([alt])')) image.setAttribute('alt', '');
  for (const heading of fragment.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    if (!heading.id) heading.id = partName(heading.textContent);
  }
  for (const place of fragment.querySelectorAll<HTMLElement>(`[${MATH}]`)) {
    const displayMode = place.getAttribute(MATH) === 'display';
    place.className = displayMode ? 'math display' : 'math';
    katex.render(place.textContent, place, {
      displayMode,
      errorColor,
      throwOnError: false,
      strict: 'ignore',
      trust: false,
      // Larger than any page.
      maxSize: 40
    });
  }
  return fragment;
}
