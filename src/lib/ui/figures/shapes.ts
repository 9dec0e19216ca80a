import type { Shape } from '../../python/figure';

/** Shapes without an inside. */
const OPEN: ReadonlySet<Shape> = new Set<Shape>(['1', '2', '3', '4', '+', 'x', '|', '_', ',']);
export const isOpen = (shape: Shape): boolean => OPEN.has(shape);

/** Two decimals: a hundredth of a pixel. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);

const around = (corners: number, turn = 0, radius = 0.5): [number, number][] =>
  Array.from({ length: corners }, (_, k) => {
    const angle = (2 * Math.PI * k) / corners + turn;
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  });
const TRIANGLE: readonly (readonly [number, number])[] = [
  [0, -0.5],
  [0.5, 0.5],
  [-0.5, 0.5]
];
const turned = (points: readonly (readonly [number, number])[], quarters: number) =>
  points.map(([x, y]): [number, number] => {
    const [cos, sin] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1]
    ][quarters % 4] as [number, number];
    return [cos * x - sin * y, sin * x + cos * y];
  });
const tripod = (quarters: number) =>
  turned(
    [
      [0, 0.5],
      [0.4, -0.25],
      [-0.4, -0.25]
    ],
    quarters
  ).map((end): [[number, number], [number, number]] => [[0, 0], end]);

/** Corners in a square of side 1 around 0, y downwards. */
const POLYGONS: Partial<Record<Shape, readonly (readonly [number, number])[]>> = {
  '^': TRIANGLE,
  '>': turned(TRIANGLE, 1),
  v: turned(TRIANGLE, 2),
  '<': turned(TRIANGLE, 3),
  p: around(5),
  h: around(6),
  H: around(6, Math.PI / 6),
  '8': around(8, Math.PI / 8),
  '*': around(10).map(([x, y], i): [number, number] => (i % 2 ? [x * 0.382, y * 0.382] : [x, y])),
  d: [
    [0, -0.707],
    [0.424, 0],
    [0, 0.707],
    [-0.424, 0]
  ],
  D: around(4, 0, 0.707),
  s: [
    [-0.5, -0.5],
    [0.5, -0.5],
    [0.5, 0.5],
    [-0.5, 0.5]
  ],
  P: plus(),
  X: plus().map(([x, y]): [number, number] => [(x - y) * 0.707, (x + y) * 0.707])
};

function plus(): [number, number][] {
  const quarter: [number, number][] = [
    [1 / 6, -0.5],
    [1 / 6, -1 / 6],
    [0.5, -1 / 6]
  ];
  return [0, 1, 2, 3].flatMap((quarters) => turned(quarter, quarters));
}

const STROKES: Partial<Record<Shape, readonly (readonly [[number, number], [number, number]])[]>> =
  {
    '+': [
      [
        [-0.5, 0],
        [0.5, 0]
      ],
      [
        [0, -0.5],
        [0, 0.5]
      ]
    ],
    x: [
      [
        [-0.5, -0.5],
        [0.5, 0.5]
      ],
      [
        [-0.5, 0.5],
        [0.5, -0.5]
      ]
    ],
    '|': [
      [
        [0, -0.5],
        [0, 0.5]
      ]
    ],
    _: [
      [
        [-0.5, 0],
        [0.5, 0]
      ]
    ],
    '1': tripod(0),
    '2': tripod(2),
    '3': tripod(1),
    '4': tripod(3)
  };

/** Path of a marker of that size around a point. */
export function shapePath(shape: Shape, x: number, y: number, size: number): string {
  const at = ([px, py]: readonly [number, number]): string =>
    `${short(x + px * size)},${short(y + py * size)}`;
  const strokes = STROKES[shape];
  if (strokes) return strokes.map(([from, to]) => `M${at(from)}L${at(to)}`).join('');
  const corners = POLYGONS[shape];
  if (corners) return `M${corners.map(at).join('L')}Z`;
  // A pixel, a point of half the size, a circle.
  const radius = (shape === ',' ? 1 : shape === '.' ? size / 2 : size) / 2;
  const r = short(radius);
  return `M${short(x - radius)},${short(y)}a${r},${r} 0 1 0 ${short(2 * radius)},0a${r},${r} 0 1 0 ${short(-2 * radius)},0Z`;
}
