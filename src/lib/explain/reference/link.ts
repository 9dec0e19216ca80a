import { buildFormula, parseAt } from '../../formula';
import { compile } from '../../graph/program';
import { run } from '../../graph/run';
import { argumentOrder } from '../../ops/attributes';
import type { OpDefinition, Sample } from '../../ops/define';
import { functionOperation } from '../../ops/registry';
import { kindOfSample } from '../../ops/sample';
import { tensorText } from '../../tensor/print';
import type { Example } from './example';
import { bareName, bareText, callWith, operatorText, variablesOf } from './python';

/** The value as it prints without its history. */
const valueOnly = (text: string): string => text.replace(/,\s*grad_fn=<\w+>/, '');

/** The part of an address behind the path. */
export type EditorQuery = `?${string}`;

/**
 * The query of an address with which the editor shows the sample, or null where the formula bar can't build it: it is
 * built and run here, and has to answer what the example does.
 */
export function editorQuery(
  op: OpDefinition,
  sample: Sample,
  example: Example
): EditorQuery | null {
  const { output } = example;
  const [canonical] = op.torch.functions;
  if (!output || canonical === undefined || sample.inputs.length === 0) return null;
  const names = variablesOf(op, sample.inputs.length);
  const texts = sample.inputs.map((value, k) =>
    kindOfSample(value) === 'scalar' ? bareText(value) : (names[k] ?? '')
  );
  const isPlain = Object.keys(sample.attributes ?? {}).length === 0;
  const infix = isPlain ? operatorText(op, texts) : null;
  const bare = bareName(canonical);
  const name = functionOperation(bare) === op ? bare : canonical;
  const call = infix ?? callWith(op, texts, sample, name, argumentOrder(op));
  // Backward starts at one number.
  const isSummed = output.requiresGrad && output.numel !== 1;
  const formula = isSummed ? `sum(${call})` : call;
  const at = sample.inputs
    .flatMap((value, k) =>
      kindOfSample(value) === 'scalar'
        ? []
        : [
            `${names[k] ?? ''}=${bareText(value)
              .replace(/torch\./g, '')
              .replace(/\.0\b/g, '')}`
          ]
    )
    .join(',');
  const parsed = parseAt(at);
  const built = parsed.ok ? buildFormula(formula, { at: parsed.values }) : null;
  if (!built?.ok) return null;
  const nodes = Object.values(built.document.nodes);
  const node = nodes.find((one) => one.kind === 'op' && one.op === op.name);
  const made = node && run(compile(built.document)).outputs.get(node.id);
  if (!made || valueOnly(tensorText(made)) !== valueOnly(tensorText(output))) return null;
  const values = at === '' ? '' : `&at=${encodeURIComponent(at)}`;
  return `?formula=${encodeURIComponent(formula)}${values}`;
}
