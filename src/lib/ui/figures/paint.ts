import { interpolateRgb, rgb, type RGBColor } from 'd3';
import type { MapSpec, TintSpec } from '../../python/figure';

/** Grounds of the two themes, from the page's style sheet. */
const [LIGHT, DARK] = [rgb('#ffffff'), rgb('#17202a')];
const BLACK = rgb('#000000');
/** The colours of matplotlib's cycle, and how far each has to stand out from a light ground. */
const CYCLE = new Set(
  '#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf'.split(' ')
);
const ON_LIGHT = 3;
const ON_DARK = 4.5;

function luminance({ r, g, b }: RGBColor): number {
  const [red = 0, green = 0, blue = 0] = [r, g, b].map((part) => {
    const share = Math.max(0, Math.min(255, part)) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast as WCAG counts it, from 1 to 21. */
export function contrast(a: RGBColor, b: RGBColor): number {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour with as much of another in it as it needs to stand out from a ground. */
function standing(color: RGBColor, ground: RGBColor, least: number, other: RGBColor): string {
  let shown = color;
  for (let share = 0.02; share <= 1 && contrast(shown, ground) < least; share += 0.02)
    shown = rgb(mixed(color, other, share));
  return shown.formatHex();
}

/** Two colours mixed; `share` of the second. */
export const mixed = (a: string | RGBColor, b: string | RGBColor, share: number): string =>
  rgb(interpolateRgb(a, b)(share)).formatHex();

const cache = new Map<string, string>();

/**
 * A colour of a figure as paint that follows the theme: black is the text's colour, and what wouldn't show on
 * the dark ground is lighter there. `literal`: on a ground of its own, where it is what it is.
 */
export function paint(ink: string, literal = false): string {
  const plain = ink.slice(0, 7);
  if (literal) return plain;
  const known = cache.get(plain);
  if (known !== undefined) return known;
  const color = rgb(plain);
  const light = CYCLE.has(plain) ? standing(color, LIGHT, ON_LIGHT, BLACK) : plain;
  const dark = standing(color, DARK, ON_DARK, LIGHT);
  const made =
    plain === '#000000' ? 'var(--text)' : light === dark ? light : `light-dark(${light}, ${dark})`;
  if (cache.size < 4096) cache.set(plain, made);
  return made;
}

/** Paint of an edge: white parts what it surrounds from the ground, so it is the ground's colour. */
export const edgePaint = (ink: string, literal = false): string =>
  !literal && ink.slice(0, 7) === '#ffffff' ? 'var(--surface)' : paint(ink, literal);

/** How opaque a colour is itself. */
export const opacityOf = (ink: string): number =>
  ink.length === 9 ? parseInt(ink.slice(7), 16) / 255 : 1;

/** A drawing's text as a file says its colours: those of the light theme. */
export const inLight = (svg: string): string =>
  svg.replace(/light-dark\((#[0-9a-f]{6}), #[0-9a-f]{6}\)/g, '$1');

/** The colour at a place from 0 to 1. */
export function colorAt({ anchors, steps }: MapSpec, place: number): RGBColor {
  const at = Math.max(0, Math.min(1, place));
  const color = (index: number): RGBColor => rgb(anchors[index]?.[1] ?? '#000000');
  if (steps) return color(Math.min(anchors.length - 1, Math.floor(at * anchors.length)));
  const found = anchors.findIndex(([from]) => from >= at);
  const above = found < 0 ? anchors.length - 1 : found;
  const below = Math.max(0, above - 1);
  const [from, to] = [anchors[below]?.[0] ?? 0, anchors[above]?.[0] ?? 1];
  const t = to > from ? (at - from) / (to - from) : 0;
  const [a, b] = [color(below), color(above)];
  return rgb(a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t);
}

/** Where a value lies between the ends of a tint, from 0 to 1 between them; null where it lies nowhere. */
export function placeIn({ from, to, scale }: TintSpec, value: number | null): number | null {
  if (value === null) return null;
  if (from === to) return 0;
  if (scale === 'linear') return (value - from) / (to - from);
  return value > 0 ? Math.log(value / from) / Math.log(to / from) : null;
}

/** Colours of many values: a map is asked once for each of 256 places. */
export function tinted(tint: TintSpec): (value: number | null) => RGBColor | null {
  const table = Array.from({ length: 256 }, (_, i) => colorAt(tint.map, i / 255));
  return (value) => {
    const place = placeIn(tint, value);
    if (place === null || Number.isNaN(place)) return null;
    if (tint.map.steps) return colorAt(tint.map, place);
    return table[Math.max(0, Math.min(255, Math.floor(place * 256)))] ?? null;
  };
}

/** Style that makes what is drawn on a ground follow the theme that goes with it. */
export function themeOn(ground: string): string {
  const isDark =
    contrast(rgb(ground.slice(0, 7)), LIGHT) > contrast(rgb(ground.slice(0, 7)), BLACK);
  const [text, muted, line] = isDark
    ? ['#e7edf3', '#a3b0bd', '#73869a']
    : ['#17212b', '#56636f', '#7d8b98'];
  const scheme = isDark ? 'dark' : 'light';
  return `color-scheme: ${scheme}; --text: ${text}; --text-muted: ${muted}; --line-strong: ${line}; --line: ${line}; --surface: ${ground.slice(0, 7)}`;
}
