import type { ArtistSpec, AxesSpec, FigureSpec, Numbers, WordsSpec } from '../../python/figure';
import { plainText } from './mathtext';

const MOST_NAMED = 12;

/** Three significant digits are enough to be heard. */
function numberText(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  const text =
    size !== 0 && (size >= 1e6 || size < 1e-4) ? rounded.toExponential() : String(rounded);
  return text.replace('e+', 'e').replaceAll('-', '−');
}

function span(...lists: readonly Numbers[]): string {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const value of list) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return 'nothing';
  return low === high ? numberText(low) : `${numberText(low)} to ${numberText(high)}`;
}

const count = (many: number, one: string, more = `${one}s`): string =>
  `${many === 1 ? 'one' : many} ${many === 1 ? one : more}`;
const named = (kind: string, label: string | null): string =>
  label === null ? kind : `${kind} “${plainText(label)}”`;

/** One artist in words; null for what isn't worth them. */
function artistWords(artist: ArtistSpec): string | null {
  const { label } = artist;
  switch (artist.kind) {
    case 'line': {
      if (artist.space === 'across-x')
        return `${named('level line', label)} at y ${span(artist.y)}`;
      if (artist.space === 'across-y')
        return `${named('upright line', label)} at x ${span(artist.x)}`;
      const kind = artist.stroke ? 'line' : 'points';
      return artist.x.length === 0
        ? `${named(kind, label)} without points`
        : `${named(kind, label)}: x from ${span(artist.x)}, y from ${span(artist.y)}`;
    }
    case 'endless':
      return named(
        artist.slope === null
          ? 'upright line'
          : `straight line of slope ${numberText(artist.slope)}`,
        label
      );
    case 'points': {
      const colors = artist.values ? `, coloured by values from ${span(artist.values)}` : '';
      return `${count(artist.x.length, 'point')}${label === null ? '' : ` “${plainText(label)}”`}: x from ${span(artist.x)}, y from ${span(artist.y)}${colors}`;
    }
    case 'bars': {
      const lengths = artist.upright ? artist.heights : artist.widths;
      return `${count(lengths.length, 'bar')}${label === null ? '' : ` “${plainText(label)}”`}: ${artist.upright ? 'heights' : 'lengths'} ${span(lengths)}`;
    }
    case 'area':
      return artist.space === 'data'
        ? `${named('area', label)}: x from ${span(artist.x)}, y from ${span(artist.y)}`
        : named('shaded band', label);
    case 'segments':
      return `${named(count(artist.lines.length, 'line segment'), label)}`;
    case 'image': {
      if (artist.cells)
        return `picture of ${artist.cells.length} by ${artist.cells[0]?.length ?? 0} values from ${span(...artist.cells)}`;
      const columns = (artist.pixels?.[0]?.length ?? 0) / 2 / (artist.channels ?? 3);
      return `picture of ${artist.pixels?.length ?? 0} by ${columns} coloured pixels`;
    }
    case 'mesh':
      return `${artist.cells.length} by ${artist.cells[0]?.length ?? 0} coloured cells, values from ${span(...artist.cells)}`;
    case 'contour':
      return `${artist.bands ? 'filled contours' : 'contour lines'} at ${count(artist.levels.length, 'level')} from ${span(artist.levels)}`;
    case 'arrows':
      return count(artist.x.length, 'arrow');
    case 'text': {
      const words = plainText(artist.words.text).trim();
      return words === '' ? (artist.arrow ? 'arrow' : null) : `note “${words}”`;
    }
  }
}

const labelOf = (words: WordsSpec | null): string => (words ? ` (${plainText(words.text)})` : '');

function axesWords(axes: AxesSpec, name: string): string {
  const titles = Object.values(axes.titles).flatMap((words) =>
    words ? plainText(words.text) : []
  );
  const side = (key: 'x' | 'y'): string => {
    const { limits, label, scale, ticks } = axes[key];
    const categories = ticks?.texts && ticks.texts.length <= MOST_NAMED ? ticks.texts : null;
    const range = categories?.length
      ? `with ${categories.map(plainText).join(', ')}`
      : `from ${numberText(limits[0])} to ${numberText(limits[1])}`;
    return `${key} axis${labelOf(label)} ${range}${scale === 'log' ? ', logarithmic' : ''}`;
  };
  const parts = axes.artists.map(artistWords).filter((part) => part !== null);
  const said = parts.slice(0, MOST_NAMED);
  if (parts.length > said.length) said.push(`and ${parts.length - said.length} more`);
  const heading = [name, ...titles].filter(Boolean).join(', ');
  const frame = axes.on ? `${side('x')}; ${side('y')}. ` : '';
  const body = said.length > 0 ? `${said.join('; ')}.` : 'Empty.';
  return `${heading ? `${heading}: ` : ''}${frame}${body.charAt(0).toUpperCase()}${body.slice(1)}`;
}

/** A figure in words, for who doesn't see it. */
export function description(figure: FigureSpec): string {
  const many = figure.axes.length > 1;
  const title = figure.title ? `${plainText(figure.title.text)}. ` : '';
  const all = figure.axes.map((axes, i) => axesWords(axes, many ? `Axes ${i + 1}` : ''));
  return `Figure. ${title}${all.join(' ')}`;
}
