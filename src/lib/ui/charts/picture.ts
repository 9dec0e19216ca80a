import { saveText } from '../../state/files';

const SVG = 'http://www.w3.org/2000/svg';

/** Custom properties of the light theme, whatever theme is shown: pictures are put on paper and slides. */
function lightPaints(): Map<string, string> {
  const paints = new Map<string, string>();
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSStyleRule) || rule.selectorText !== ':root') continue;
      for (const name of rule.style) {
        if (name.startsWith('--')) paints.set(name, rule.style.getPropertyValue(name).trim());
      }
    }
  }
  return paints;
}

/** A drawing as a file that needs no style sheet: paints written out, on a light ground, without what follows the pointer. */
export function standalone(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  for (const passing of copy.querySelectorAll('[data-transient]')) passing.remove();
  for (const element of [copy, ...copy.querySelectorAll('[class]')])
    element.removeAttribute('class');
  const ground = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({
    width: '100%',
    height: '100%',
    fill: 'var(--surface)'
  })) {
    ground.setAttribute(name, value);
  }
  copy.prepend(ground);
  copy.setAttribute('xmlns', SVG);
  const paints = lightPaints();
  // Before it is written out, so that a font's quotes are escaped.
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replace(
        /var\((--[\w-]+)\)/g,
        (_, name: string) => paints.get(name) ?? 'currentColor'
      );
    }
  }
  return new XMLSerializer().serializeToString(copy).replace(/<!--.*?-->/gs, '');
}

/** Saves a drawing as a file, where there is one. */
export function savePicture(drawing: SVGSVGElement | undefined, title: string): void {
  if (drawing) saveText(standalone(drawing), 'image/svg+xml', title, 'svg');
}
