import * as v from 'valibot';

/** What a figure may hold at most; Python keeps to less, and what comes from a sandbox is checked. */
const MOST_POINTS = 400_000;
const MOST_ARTISTS = 5_000;
const MOST_AXES = 100;
const LONGEST_TEXT = 2_000;

const real = v.pipe(v.number(), v.finite());
const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
const share = v.pipe(real, v.minValue(0), v.maxValue(1));
/** Font sizes, line widths, marker sizes, in points. */
const points = v.pipe(real, v.minValue(0), v.maxValue(1000));
/** `#rrggbb`, or `#rrggbbaa`. */
const ink = v.pipe(v.string(), v.regex(/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/));
const maybeInk = v.nullable(ink);

/** Numbers with gaps; checked at once, for there may be very many. */
export type Numbers = readonly (number | null)[];
const areNumbers = (input: unknown): boolean =>
  Array.isArray(input) &&
  input.length <= MOST_POINTS &&
  input.every((item) => item === null || (typeof item === 'number' && Number.isFinite(item)));
const numbers = v.custom<Numbers>(areNumbers, 'Expected a list of numbers');
const wholeNumbers = v.custom<readonly number[]>(
  (input) => areNumbers(input) && (input as Numbers).every((item) => item !== null),
  'Expected a list of numbers without gaps'
);

/** Rows of equal length. */
const table = v.pipe(
  v.array(numbers),
  v.check(
    (rows) =>
      rows.length > 0 &&
      rows.every((row) => row.length === rows[0]?.length) &&
      rows.length * (rows[0]?.length ?? 0) <= MOST_POINTS,
    'Expected rows of equal length'
  )
);

const words = v.object({
  text,
  size: points,
  color: ink,
  bold: v.boolean(),
  italic: v.boolean(),
  rotation: real
});
const maybeWords = v.nullable(words);

const stroke = v.object({
  color: ink,
  width: points,
  /** Lengths on and off in points; empty for a whole line. */
  dash: v.pipe(v.array(points), v.maxLength(20))
});
const maybeStroke = v.nullable(stroke);

const shape = v.picklist([
  ...(['.', ',', 'o', 'v', '^', '<', '>', '1', '2', '3', '4', '8', 's'] as const),
  ...(['p', 'P', '*', 'h', 'H', '+', 'x', 'X', 'D', 'd', '|', '_'] as const)
]);

const marks = v.object({
  shape,
  size: points,
  face: maybeInk,
  edge: maybeInk,
  edgeWidth: points,
  alpha: share
});

/** A colour map: colours at places from 0 to 1, mixed between them, or steps of equal width. */
const map = v.object({
  name: text,
  steps: v.boolean(),
  anchors: v.pipe(v.array(v.tuple([share, ink])), v.minLength(1), v.maxLength(1024))
});
const tint = v.object({ map, from: real, to: real, scale: v.picklist(['linear', 'log']) });

const common = {
  /** What a legend or a list says of it; null where it has no name. */
  label: v.nullable(text),
  alpha: share,
  order: real
};
const space = v.picklist(['data', 'axes', 'figure', 'across-x', 'across-y']);
const PAIRED = 'Expected as many x as y';

const line = v.pipe(
  v.object({
    kind: v.literal('line'),
    ...common,
    x: numbers,
    y: numbers,
    space,
    stroke: maybeStroke,
    marks: v.nullable(marks),
    every: v.pipe(real, v.integer(), v.minValue(1)),
    steps: v.nullable(v.picklist(['pre', 'mid', 'post']))
  }),
  v.check(({ x, y }) => x.length === y.length, PAIRED)
);
const endless = v.object({
  kind: v.literal('endless'),
  ...common,
  x: real,
  y: real,
  /** Null for an upright line. */
  slope: v.nullable(real),
  stroke: maybeStroke
});
const pointCloud = v.pipe(
  v.object({
    kind: v.literal('points'),
    ...common,
    x: numbers,
    y: numbers,
    /** Areas in points squared: one for all, or one each. */
    sizes: numbers,
    shape,
    faces: v.array(maybeInk),
    edges: v.array(maybeInk),
    edgeIsFace: v.boolean(),
    edgeWidth: points,
    values: v.nullable(numbers),
    tint: v.nullable(tint)
  }),
  v.check(({ x, y }) => x.length === y.length, PAIRED)
);
const area = v.pipe(
  v.object({
    kind: v.literal('area'),
    ...common,
    x: numbers,
    y: numbers,
    /** Whether the edge goes back to where it starts. */
    closed: v.boolean(),
    space,
    fill: maybeInk,
    edge: maybeStroke
  }),
  v.check(({ x, y }) => x.length === y.length, PAIRED)
);
/** Rectangles from their corners; a width may be negative. */
const bars = v.pipe(
  v.object({
    kind: v.literal('bars'),
    ...common,
    x: numbers,
    y: numbers,
    widths: numbers,
    heights: numbers,
    fills: v.array(maybeInk),
    edges: v.array(maybeStroke),
    upright: v.boolean()
  }),
  v.check(
    ({ x, y, widths, heights, fills, edges }) =>
      [y, widths, heights, fills, edges].every(({ length }) => length === x.length),
    'Expected all of each bar'
  )
);
const segments = v.object({
  kind: v.literal('segments'),
  ...common,
  lines: v.pipe(v.array(v.tuple([numbers, numbers])), v.maxLength(MOST_POINTS)),
  stroke: maybeStroke,
  colors: v.array(maybeInk)
});
const image = v.object({
  kind: v.literal('image'),
  ...common,
  /** Left, right, bottom, top. */
  extent: v.tuple([real, real, real, real]),
  /** Whether the first row is at the top. */
  fromTop: v.boolean(),
  cells: v.nullable(table),
  tint: v.nullable(tint),
  /** Rows of hexadecimal colours, two digits for each channel of each pixel. */
  pixels: v.nullable(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]*$/), v.maxLength(8 * MOST_POINTS))),
      v.check(
        (rows) =>
          rows.every((row) => row.length === rows[0]?.length) &&
          rows.length * (rows[0]?.length ?? 0) <= 8 * MOST_POINTS,
        'Expected rows of equal length'
      )
    )
  ),
  channels: v.optional(v.picklist([3, 4]))
});
const mesh = v.pipe(
  v.object({
    kind: v.literal('mesh'),
    ...common,
    /** Places of the lines between cells. */
    columns: wholeNumbers,
    rows: wholeNumbers,
    cells: table,
    tint,
    edge: maybeStroke
  }),
  v.check(
    ({ columns, rows, cells }) =>
      rows.length === cells.length + 1 && columns.length === (cells[0]?.length ?? 0) + 1,
    'Expected one line more than cells'
  )
);
const grid = v.union([wholeNumbers, v.array(wholeNumbers)]);
const contour = v.pipe(
  v.object({
    kind: v.literal('contour'),
    ...common,
    /** Of the columns and rows, or of each point. */
    x: grid,
    y: grid,
    z: table,
    levels: v.pipe(wholeNumbers, v.maxLength(1000)),
    extend: v.picklist(['neither', 'both', 'min', 'max']),
    /** Colours between the levels; null for lines. */
    bands: v.nullable(v.array(maybeInk)),
    strokes: v.nullable(v.array(maybeStroke)),
    numbered: v.boolean()
  }),
  v.check(
    ({ x, y, z }) =>
      [x, y].every((side, i) => {
        const [first] = side;
        if (typeof first === 'number') return side.length === (i === 0 ? z[0]?.length : z.length);
        return (
          side.length === z.length &&
          (side as readonly (readonly number[])[]).every((row) => row.length === z[0]?.length)
        );
      }),
    'Expected coordinates for each point of the grid'
  )
);
const arrows = v.pipe(
  v.object({
    kind: v.literal('arrows'),
    ...common,
    x: numbers,
    y: numbers,
    u: numbers,
    v: numbers,
    angles: v.picklist(['uv', 'xy']),
    /** Units of an arrow's length; null: so that arrows hardly touch. */
    scale: v.nullable(v.pipe(real, v.gtValue(0))),
    /** Whether lengths are those of the axes' values. */
    inData: v.boolean(),
    /** Of the shaft, as a share of the width of the axes. */
    width: v.nullable(share),
    pivot: v.picklist(['tail', 'mid', 'tip']),
    colors: v.array(maybeInk),
    values: v.nullable(numbers),
    tint: v.nullable(tint)
  }),
  v.check(
    ({ x, y, u, v: w }) => [y, u, w].every(({ length }) => length === x.length),
    'Expected an arrow for each point'
  )
);
const note = v.object({
  kind: v.literal('text'),
  ...common,
  words,
  x: real,
  y: real,
  space,
  /** In points, to the right and up. */
  shift: v.tuple([real, real]),
  align: v.picklist(['left', 'center', 'right']),
  stand: v.picklist(['baseline', 'bottom', 'center', 'center_baseline', 'top']),
  box: v.nullable(v.object({ fill: maybeInk, edge: maybeInk, alpha: share, round: v.boolean() })),
  arrow: v.nullable(
    v.object({
      x: real,
      y: real,
      space,
      color: maybeInk,
      width: points,
      /** Whether it has a head where it points to. */
      head: v.boolean(),
      tail: v.boolean(),
      shrink: share,
      alpha: share
    })
  )
});
const artist = v.variant('kind', [
  line,
  endless,
  pointCloud,
  area,
  bars,
  segments,
  image,
  mesh,
  contour,
  arrows,
  note
]);

const ticks = v.nullable(v.object({ at: wholeNumbers, texts: v.nullable(v.array(text)) }));
/** How ticks are placed that the figure places itself. */
const rule = v.object({
  /** Intervals at most; null: as many as fit. */
  bins: v.nullable(v.pipe(real, v.integer(), v.minValue(1), v.maxValue(1000))),
  steps: v.pipe(
    v.array(v.pipe(real, v.minValue(1), v.maxValue(10))),
    v.minLength(2),
    v.maxLength(50)
  ),
  integer: v.boolean(),
  least: v.pipe(real, v.integer(), v.minValue(1))
});
const axis = v.object({
  /** First end, then last; the first is the larger where the axis is turned round. */
  limits: v.tuple([real, real]),
  scale: v.picklist(['linear', 'log']),
  label: maybeWords,
  ticks,
  rule,
  rotation: real,
  size: points,
  /** Whether ticks have texts, and marks. */
  texts: v.boolean(),
  marks: v.boolean(),
  visible: v.boolean(),
  side: v.picklist(['bottom', 'top', 'left', 'right']),
  grid: v.nullable(
    v.object({ color: maybeInk, width: points, dash: v.array(points), alpha: share })
  )
});

const sample = v.object({
  stroke: maybeStroke,
  marks: v.nullable(marks),
  fill: maybeInk,
  edge: maybeStroke,
  alpha: share
});
const legend = v.object({
  entries: v.pipe(v.array(v.object({ label: text, sample })), v.maxLength(200)),
  /** A name of matplotlib's, or a place of the lower left corner as shares of the axes. */
  loc: v.union([v.string(), v.tuple([real, real])]),
  /** Box that `loc` refers to: x, y, width, height as shares of the axes. */
  anchor: v.nullable(v.tuple([real, real, real, real])),
  columns: v.pipe(real, v.integer(), v.minValue(1), v.maxValue(100)),
  title: v.nullable(text),
  frame: v.boolean(),
  opacity: share,
  size: points
});
const colorbar = v.object({
  orientation: v.picklist(['vertical', 'horizontal']),
  label: maybeWords,
  ticks,
  shrink: share,
  tint: v.nullable(tint),
  bands: v.nullable(
    v.object({ levels: wholeNumbers, colors: v.array(maybeInk), filled: v.boolean() })
  )
});

const ratios = v.pipe(v.array(v.pipe(real, v.gtValue(0))), v.minLength(1), v.maxLength(MOST_AXES));
const span = v.tuple([v.pipe(real, v.integer()), v.pipe(real, v.integer())]);
const axes = v.object({
  place: v.variant('kind', [
    v.object({
      kind: v.literal('grid'),
      widths: ratios,
      heights: ratios,
      rows: span,
      columns: span
    }),
    /** Left, bottom, width and height as shares of the figure. */
    v.object({ kind: v.literal('box'), box: v.tuple([real, real, real, real]) })
  ]),
  /** Axes in whose place it stands, sharing one direction. */
  twin: v.nullable(
    v.object({ of: v.pipe(real, v.integer(), v.minValue(0)), shares: v.picklist(['x', 'y']) })
  ),
  titles: v.object({ left: maybeWords, center: maybeWords, right: maybeWords }),
  x: axis,
  y: axis,
  /** Whether frame, ticks and labels are drawn. */
  on: v.boolean(),
  sides: v.array(v.picklist(['left', 'right', 'bottom', 'top'])),
  ground: maybeInk,
  /** How long a unit of y is against one of x, and what gives way for it. */
  aspect: v.nullable(
    v.object({ ratio: v.pipe(real, v.gtValue(0)), adjusts: v.picklist(['box', 'limits']) })
  ),
  artists: v.pipe(v.array(artist), v.maxLength(MOST_ARTISTS)),
  legend: v.nullable(legend),
  colorbars: v.pipe(v.array(colorbar), v.maxLength(10))
});

/** A figure as `plt.show()` hands it over: everything in values, nothing in pixels. */
export const figureSchema = v.pipe(
  v.object({
    number: real,
    inches: v.tuple([v.pipe(real, v.gtValue(0)), v.pipe(real, v.gtValue(0))]),
    title: maybeWords,
    xLabel: maybeWords,
    yLabel: maybeWords,
    ground: maybeInk,
    axes: v.pipe(v.array(axes), v.minLength(1), v.maxLength(MOST_AXES)),
    texts: v.pipe(v.array(note), v.maxLength(MOST_ARTISTS)),
    legend: v.nullable(legend),
    /** What the drawing leaves out, in sentences. */
    notes: v.pipe(v.array(text), v.maxLength(20))
  }),
  v.check(
    ({ axes: all }) => all.every(({ twin }, i) => twin === null || twin.of < i),
    'Expected a twin of earlier axes'
  )
);

export type FigureSpec = v.InferOutput<typeof figureSchema>;
export type AxesSpec = v.InferOutput<typeof axes>;
export type AxisSpec = v.InferOutput<typeof axis>;
export type ArtistSpec = v.InferOutput<typeof artist>;
export type ArtistOf<Kind extends ArtistSpec['kind']> = Extract<ArtistSpec, { kind: Kind }>;
export type LegendSpec = v.InferOutput<typeof legend>;
export type SampleSpec = v.InferOutput<typeof sample>;
export type ColorbarSpec = v.InferOutput<typeof colorbar>;
export type WordsSpec = v.InferOutput<typeof words>;
export type StrokeSpec = v.InferOutput<typeof stroke>;
export type MarksSpec = v.InferOutput<typeof marks>;
export type TintSpec = v.InferOutput<typeof tint>;
export type MapSpec = v.InferOutput<typeof map>;
export type Shape = v.InferOutput<typeof shape>;
export type TickRule = v.InferOutput<typeof rule>;
