import { cutAt } from '../explain/cuts';
import { shortNumber } from '../explain/elements';
import { heatColour, hasHeat, heatInk, heatMap } from '../explain/heat';
import { heatDrawing } from '../explain/heat-paths';
import { MagnitudeScale, markOf } from '../explain/marks';
import { ruleText } from '../explain/call';
import { briefText } from '../explain/values';
import {
  type Document,
  edgeId,
  type GraphNode,
  nodesInOrder,
  scalarValue
} from '../graph/document';
import { operandNames, shownInputs } from '../graph/ports';
import { compile } from '../graph/program';
import { run, type Run } from '../graph/run';
import { nodeSize } from '../graph/size';
import { numberText } from '../ops/latex';
import type { Tensor } from '../tensor/tensor';

export interface PictureOptions {
  readonly theme: 'light' | 'dark';
  /** For a card: nodes closer together and without their rules, so that names can still be read when it is small. */
  readonly isMiniature?: boolean;
}

/** The app's colours, which a picture can't ask the page for. */
const COLOURS = {
  light: {
    ground: '#fafbfc',
    surface: '#ffffff',
    line: '#7d8b98',
    text: '#17212b',
    muted: '#56636f',
    forward: '#1a63b8',
    backward: '#b04a00',
    danger: '#b3261e'
  },
  dark: {
    ground: '#10171f',
    surface: '#17202a',
    line: '#73869a',
    text: '#e7edf3',
    muted: '#a3b0bd',
    forward: '#7db8f5',
    backward: '#f5a862',
    danger: '#ff9c92'
  }
} as const;
type Colours = (typeof COLOURS)['light' | 'dark'];

/** How large things are, in units of the picture. */
interface Sizes {
  readonly width: number;
  readonly height: number;
  /** What becomes of the document's distances. */
  readonly scaleX: number;
  readonly scaleY: number;
  readonly font: number;
  readonly small: number;
}

const WHOLE: Sizes = { width: 190, height: 92, scaleX: 1, scaleY: 1, font: 15, small: 13 };
const MINIATURE: Sizes = {
  width: 128,
  height: 62,
  scaleX: 0.56,
  scaleY: 0.56,
  font: 20,
  small: 17
};
const MARGIN = 16;
/** Width of a character of a monospaced font, beside its size. */
const CHARACTER = 0.61;
/** Widths of wires by weight. */
const WIDTHS = [1.2, 1.7, 2.4, 3.4, 4.6];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// Control characters have no place in XML.
const escaped = (text: string): string =>
  text.replace(/\p{Cc}/gu, '').replace(/[&<>"]/g, (one) => entities[one] ?? '');

const cropped = (text: string, width: number, font: number): string => {
  const most = Math.max(1, Math.floor(width / (font * CHARACTER)));
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
};

/** A number with as many digits as there is room for. */
function numberIn(t: Tensor, width: number, font: number): string {
  const text = briefText(t);
  const room = Math.floor(width / (font * CHARACTER)) - 1;
  return text.length <= room ? text : shortNumber(t.item(), t.dtype === 'bool');
}

const round = (n: number): string => String(Math.round(n * 10) / 10);

interface Box {
  readonly x: number;
  readonly y: number;
}

/** What a node computes, in its sources' names. */
function rule(doc: Document, node: GraphNode): string {
  if (node.kind === 'input') return node.requiresGrad ? 'leaf' : 'constant';
  const args = operandNames(doc, node).map((input) => {
    const edge = doc.edges[edgeId(node.id, input)];
    if (edge) return doc.nodes[edge.source]?.name ?? '?';
    const constant = node.kind === 'op' ? node.constants[input] : undefined;
    return constant === undefined ? '?' : numberText(scalarValue(constant));
  });
  return ruleText(node, args);
}

class Picture {
  private readonly sizes: Sizes;
  private readonly colours: Colours;
  private readonly run: Run;
  private readonly boxes = new Map<string, Box>();
  private readonly scales: { value: MagnitudeScale; grad: MagnitudeScale };

  constructor(
    private readonly doc: Document,
    private readonly options: PictureOptions
  ) {
    this.sizes = options.isMiniature ? MINIATURE : WHOLE;
    this.colours = COLOURS[options.theme];
    this.run = run(compile(doc));
    const sizesOf = (tensors: ReadonlyMap<string, Tensor>): number[] =>
      [...tensors.values()].map((t) => markOf(t).size);
    this.scales = {
      value: new MagnitudeScale(sizesOf(this.run.outputs)),
      grad: new MagnitudeScale(sizesOf(this.run.gradients))
    };
    for (const node of Object.values(doc.nodes)) {
      const { height } = nodeSize(doc, node);
      this.boxes.set(node.id, {
        x: node.x * this.sizes.scaleX,
        y: (node.y + height / 2) * this.sizes.scaleY - this.sizes.height / 2
      });
    }
  }

  private text(
    x: number,
    y: number,
    text: string,
    fill: string,
    more: {
      font?: number;
      anchor?: 'middle';
      bold?: boolean;
      width?: number;
      isNumber?: boolean;
    } = {}
  ): string {
    const { font = this.sizes.font, anchor, bold, isNumber, width = Infinity } = more;
    // A number that lost digits would be another number: it is set narrower.
    const natural = text.length * font * CHARACTER;
    const isNarrow = isNumber && natural > width && natural < 2 * width;
    const shown = isNarrow || !Number.isFinite(width) ? text : cropped(text, width, font);
    const attributes = [
      anchor ? ` text-anchor="${anchor}"` : '',
      bold ? ' font-weight="700"' : '',
      isNarrow ? ` textLength="${round(width)}" lengthAdjust="spacingAndGlyphs"` : ''
    ].join('');
    return `<text x="${round(x)}" y="${round(y)}" font-size="${font}" fill="${fill}"${attributes}>${escaped(shown)}</text>`;
  }

  /** A value or a gradient: a number, or the picture of several. */
  private number(t: Tensor, box: Box, way: 'forward' | 'backward'): string {
    const { width, height, small } = this.sizes;
    const half = width / 2;
    const isRight = way === 'backward';
    const [left, base] = [box.x + (isRight ? half : 0) + 8, box.y + height - 10];
    const arrow = isRight ? '←' : '→';
    const ink = this.colours[way];
    if (!hasHeat(t)) {
      return this.text(left, base, `${arrow}${numberIn(t, half - 8, small)}`, ink, {
        font: small,
        bold: true,
        isNumber: true,
        width: half - 12
      });
    }
    const room = { width: half - 8 - small - 6, height: this.options.isMiniature ? 26 : 30 };
    const drawing = heatDrawing(heatMap(t), room);
    const [x, y] = [left + small, base + 4 - (room.height + drawing.height) / 2];
    const shades = drawing.shades.map(({ level, cells, signs }) => {
      const { theme } = this.options;
      const fill = `<path d="${cells}" fill="${heatColour(level, theme)}"/>`;
      return signs
        ? `${fill}<path d="${signs}" fill="none" stroke="${heatInk(level, theme)}" stroke-linecap="round"/>`
        : fill;
    });
    const frame = `<rect width="${round(drawing.width)}" height="${round(drawing.height)}" fill="none" stroke="${this.colours.line}" stroke-width="0.75"/>`;
    return `${this.text(left, base, arrow, ink, { font: small, bold: true })}<g transform="translate(${round(x)} ${round(y)})">${shades.join('')}${frame}</g>`;
  }

  private node(node: GraphNode): string {
    const box = this.boxes.get(node.id);
    if (!box) return '';
    const { width, height, font, small } = this.sizes;
    const { surface, line, text, muted, danger } = this.colours;
    const [value, grad] = [this.run.outputs.get(node.id), this.run.gradients.get(node.id)];
    const isFaulty = this.run.diagnostics.some(({ nodes }) => nodes.includes(node.id));
    const stroke = isFaulty ? danger : line;
    const dash = value ? '' : ' stroke-dasharray="5 4"';
    const parts = [
      `<rect x="${round(box.x)}" y="${round(box.y)}" width="${width}" height="${height}" rx="8" fill="${surface}" stroke="${stroke}" stroke-width="1.5"${dash}/>`,
      this.text(box.x + 8, box.y + font + 4, node.name, text, { bold: true, width: width - 16 })
    ];
    if (!this.options.isMiniature) {
      const y = box.y + font + small + 12;
      parts.push(
        this.text(box.x + 8, y, rule(this.doc, node), muted, { font: small, width: width - 16 })
      );
    }
    if (value) parts.push(this.number(value, box, 'forward'));
    if (grad) parts.push(this.number(grad, box, 'backward'));
    return `<g>${parts.join('')}</g>`;
  }

  /** Wires end where the input stands in the order of its node's inputs. */
  private wires(): string {
    const { width, height } = this.sizes;
    const { forward, backward, line } = this.colours;
    const came = new Map(
      this.run.trace.flatMap((event) =>
        event.kind === 'contribution' ? [[event.edge, event.contribution] as const] : []
      )
    );
    return Object.values(this.doc.edges)
      .map((edge) => {
        const [from, to] = [this.boxes.get(edge.source), this.boxes.get(edge.target)];
        const target = this.doc.nodes[edge.target];
        if (!from || !to || !target) return '';
        const inputs = shownInputs(this.doc, target);
        const place = (inputs.indexOf(edge.input) + 1) / (inputs.length + 1);
        const [x1, y1] = [from.x + width, from.y + height / 2];
        const [x2, y2] = [to.x, to.y + height * place];
        const reach = Math.max(Math.abs(x2 - x1) / 2, x2 < x1 ? 40 : 0);
        const path = (dy: number): string =>
          `M${round(x1)},${round(y1 + dy)} C${round(x1 + reach)},${round(y1 + dy)} ${round(x2 - reach)},${round(y2 + dy)} ${round(x2)},${round(y2 + dy)}`;
        const value = this.run.outputs.get(edge.source);
        const grad = came.get(edge.id);
        const drawn = (d: string, stroke: string, weight: number, dash: string): string =>
          `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${WIDTHS[weight - 1] ?? 2}"${dash}/>`;
        const isComputed = value !== undefined && this.run.outputs.has(edge.target);
        const parts = [
          isComputed
            ? drawn(path(-2), forward, this.scales.value.weight(markOf(value).size), '')
            : drawn(path(0), line, 1, '')
        ];
        if (grad) {
          const mark = markOf(grad);
          const zero = mark.sign === 'zero' ? '0.1 5" stroke-linecap="round' : '7 4';
          const dash = mark.fault ? '2 3 8 3' : zero;
          const weight = this.scales.grad.weight(mark.size);
          parts.push(drawn(path(2.5), backward, weight, ` stroke-dasharray="${dash}"`));
        } else if (cutAt(this.doc, this.run, edge)?.isHere) {
          const [x, y] = [round((x1 + x2) / 2), round((y1 + y2) / 2)];
          parts.push(
            `<path d="M-7,9 L-1,-9 M1,9 L7,-9" transform="translate(${x} ${y})" stroke="${backward}" stroke-width="3" stroke-linecap="round"/>`
          );
        }
        return parts.join('');
      })
      .join('');
  }

  private words(): string {
    const names = nodesInOrder(this.doc)
      .slice(0, 40)
      .map(({ id, name }) => {
        const [value, grad] = [this.run.outputs.get(id), this.run.gradients.get(id)];
        return `${name}${value ? ` = ${briefText(value)}` : ''}${grad ? `, gradient ${briefText(grad)}` : ''}`;
      });
    const more = Object.keys(this.doc.nodes).length - names.length;
    return `${names.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
  }

  svg(): string {
    const boxes = [...this.boxes.values()];
    const { width, height } = this.sizes;
    const low = (key: 'x' | 'y'): number =>
      boxes.reduce((least, box) => Math.min(least, box[key]), Infinity);
    const high = (key: 'x' | 'y'): number =>
      boxes.reduce((most, box) => Math.max(most, box[key]), -Infinity);
    const isEmpty = boxes.length === 0;
    const [left, top] = isEmpty ? [0, 0] : [low('x') - MARGIN, low('y') - MARGIN];
    const w = isEmpty ? 240 : high('x') + width + MARGIN - left;
    const h = isEmpty ? 80 : high('y') + height + MARGIN - top;
    const { ground, muted } = this.colours;
    const title = escaped(this.doc.meta.title);
    const body = isEmpty
      ? this.text(120, 45, 'Nothing here yet', muted, { anchor: 'middle' })
      : this.wires() +
        nodesInOrder(this.doc)
          .map((node) => this.node(node))
          .join('');
    return `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${round(w)}" height="${round(h)}" viewBox="${round(left)} ${round(top)} ${round(w)} ${round(h)}" font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace">
<title>${title}</title>
<desc>${escaped(this.words())}</desc>
<rect x="${round(left)}" y="${round(top)}" width="${round(w)}" height="${round(h)}" fill="${ground}"/>
${body}
</svg>
`;
  }
}

/** The graph of a document as an SVG picture: where its nodes are placed, with the values and gradients of its run. */
export const graphPicture = (doc: Document, options: PictureOptions): string =>
  new Picture(doc, options).svg();
