import { nodeName, type Document } from '../graph/document';
import type { UpdateEvent, UpdateRule } from '../graph/trace';
import { nameLatex, numberLatex, numberText } from '../ops/latex';
import { fromValues, type Tensor } from '../tensor/tensor';
import { power } from '../train/optimizer';
import { briefText, tensorLatex, termLatex, valueLatex } from './values';

/** An optimiser's step in words and symbols. Each line is a sum that its own numbers give. */

/** A share that is lost in the digits that are shown. */
const DIGITS = 1e-6;

const blue = (text: string): string => `\\htmlClass{forward-ink}{${text}}`;
const orange = (text: string): string => `\\htmlClass{backward-ink}{${text}}`;

const scaled = (t: Tensor, factor: number): Tensor =>
  fromValues(
    t.values().map((value) => value * factor),
    t.shape,
    'float64'
  );

/** Adam's averages, corrected for having started at 0. */
const corrected = ({
  step,
  betas,
  mean,
  square
}: Extract<UpdateRule, { kind: 'adam' }>): { mean: Tensor; square: Tensor } => ({
  mean: scaled(mean, 1 / (1 - power(betas[0], step))),
  square: scaled(square, 1 / (1 - power(betas[1], step)))
});

/** A number as a factor or a term, in parentheses where its sign would stand next to another. */
function term(t: Tensor): string {
  const text = briefText(t);
  return text.startsWith('−') ? `(${text})` : text;
}

const isZero = (t: Tensor): boolean => t.values().every((value) => value === 0);

function sgdText(name: string, { before, grad, after }: UpdateEvent, rule: UpdateRule): string {
  if (rule.kind !== 'sgd') return '';
  const { lr, momentum, nesterov, weightDecay, decayed, velocity, velocityBefore } = rule;
  const parts: string[] = [];
  let from = 'gradient';
  if (weightDecay !== 0) {
    parts.push(
      `with weight decay the gradient is ${term(grad)} + ${numberText(weightDecay)} · ${term(before)} = ${briefText(decayed)}`
    );
  }
  if (velocity) {
    from = 'velocity';
    parts.push(
      velocityBefore
        ? `the velocity is ${numberText(momentum)} · ${term(velocityBefore)} + ${term(decayed)} = ${briefText(velocity)}`
        : `the velocity starts as the gradient, ${briefText(velocity)}`
    );
    if (nesterov) {
      from = 'direction';
      parts.push(
        `looking ahead, the direction is ${term(decayed)} + ${numberText(momentum)} · ${term(velocity)} = ${briefText(rule.direction)}`
      );
    }
  }
  parts.push(
    `${name} goes against its ${from}: ${briefText(before)} − ${numberText(lr)} · ${term(rule.direction)} = ${briefText(after)}`
  );
  return parts.join('; ');
}

/** What keeps the root from being 0; left out where it changes no digit that is shown. */
function leastOf({ eps }: UpdateRule & { kind: 'adam' }, square: Tensor): number {
  return square.values().every((value) => eps <= DIGITS * Math.sqrt(value)) ? 0 : eps;
}

function adamText(name: string, { before, grad, after }: UpdateEvent, rule: UpdateRule): string {
  if (rule.kind !== 'adam') return '';
  const { lr, betas, weightDecay, decayed, step, meanBefore, squareBefore } = rule;
  const [b1, b2] = betas.map(numberText);
  const [r1, r2] = betas.map((beta) => numberText(1 - beta));
  const { mean, square } = corrected(rule);
  const eps = leastOf(rule, square);
  const root = eps === 0 ? `√${term(square)}` : `(√${term(square)} + ${numberText(eps)})`;
  const decay =
    weightDecay === 0
      ? ''
      : `; with weight decay the gradient is ${term(grad)} + ${numberText(weightDecay)} · ${term(before)} = ${briefText(decayed)}`;
  return (
    `${name} = ${briefText(before)} − ${numberText(lr)} · ${term(mean)} / ${root} = ${briefText(after)}` +
    `; the mean of gradients is ${b1} · ${term(meanBefore)} + ${r1} · ${term(decayed)} = ${briefText(rule.mean)}` +
    `, that of squares ${b2} · ${term(squareBefore)} + ${r2} · ${term(decayed)}² = ${briefText(rule.square)}` +
    `, corrected for step ${step}: ${briefText(mean)} and ${briefText(square)}${decay}`
  );
}

/** The step in one sentence with its numbers. */
export function updateSentence(doc: Document, event: UpdateEvent): string {
  const name = nodeName(doc, event.node);
  const { rule } = event;
  const still =
    isZero(event.grad) && rule.kind === 'sgd' && isZero(rule.direction)
      ? ' It stays, because its gradient is 0.'
      : '';
  const text = rule.kind === 'sgd' ? sgdText(name, event, rule) : adamText(name, event, rule);
  return `Update: ${text}.${still}`;
}

/** The step as a KaTeX formula: the rule, then its numbers, then the new value. */
export function updateFormula(doc: Document, event: UpdateEvent): string {
  const { rule, before, after } = event;
  const name = nameLatex(nodeName(doc, event.node)).text;
  const now = valueLatex(before);
  const result = blue(valueLatex(after));
  const lr = numberLatex(rule.lr).text;
  if (rule.kind === 'sgd') {
    const symbol = rule.velocity ? (rule.nesterov ? 'd' : 'v') : `${name}\\mathtt{.grad}`;
    const step = orange(termLatex(rule.direction));
    const velocity = rule.velocityBefore
      ? `v = ${numberLatex(rule.momentum).text} \\cdot ${termLatex(rule.velocityBefore)} + ${orange(termLatex(rule.decayed))} = ${orange(valueLatex(rule.velocity ?? rule.decayed))} \\qquad `
      : '';
    return `${velocity}${name} \\leftarrow ${name} - \\eta \\, ${symbol} = ${now} - ${lr} \\cdot ${step} = ${result}`;
  }
  const { mean, square } = corrected(rule);
  const eps = leastOf(rule, square);
  const least = eps === 0 ? '' : ` + ${numberLatex(eps).text}`;
  const fraction = `\\frac{${orange(tensorLatex(mean).text)}}{\\sqrt{${orange(tensorLatex(square).text)}}${least}}`;
  return `${name} \\leftarrow ${name} - \\eta \\, \\frac{\\hat m}{\\sqrt{\\hat v} + \\varepsilon} = ${now} - ${lr} \\cdot ${fraction} = ${result}`;
}
