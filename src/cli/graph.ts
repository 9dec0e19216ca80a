// `npm run --silent graph -- FILE` (a document, a Python program or a notebook) or `-- --formula "…" --at x=2`: a document as JSON, with values and gradients.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fromJson } from '../lib/exchange/json';
import { report } from '../lib/exchange/report';
import { stringify } from '../lib/exchange/stringify';
import { buildFormula, parseAt } from '../lib/formula';
import { nodeName, type Document } from '../lib/graph/document';
import { TorchError } from '../lib/tensor/errors';

const USAGE =
  'usage: npm run --silent graph -- FILE.json | FILE.py | FILE.ipynb | --formula "u*v + (u*v)**2" [--at u=2,v=1]';

/** A fault that the user is told of in one line. */
class Fault extends Error {}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What a program or a notebook computed. */
async function fromPython(file: string): Promise<Document> {
  // Python is large, and only these files need it.
  const { codeOf, openPython, runAll } = await import('./open-python');
  let cells;
  try {
    cells = codeOf(file);
  } catch (error) {
    throw new Fault(error instanceof Error ? error.message : String(error));
  }
  const python = await openPython(() => undefined);
  const { fault } = runAll(python, cells);
  if (fault) {
    const line = fault.line === null ? '' : `line ${fault.line}: `;
    throw new Fault(`${file}: ${line}${fault.name}: ${fault.message}`);
  }
  try {
    return python.graph(null).document;
  } catch (error) {
    if (error instanceof TorchError) throw new Fault(`${file}: ${error.message}`);
    throw error;
  }
}

async function fromFile(file: string): Promise<Document> {
  if (/\.(py|ipynb)$/i.test(file)) return fromPython(file);
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new Fault(`${file}: there is no such file, or it can't be read`);
  }
  const loaded = fromJson(text);
  if (!loaded.ok) throw new Fault(`${file}: ${loaded.reason}`);
  return loaded.document;
}

function fromFormula(formula: string, at: string): Document {
  const values = parseAt(at);
  if (!values.ok) throw new Fault(`--at: ${values.message}`);
  const built = buildFormula(formula, { at: values.values });
  if (built.ok) return built.document;
  const [first] = built.errors;
  throw new Fault(`--formula: column ${(first?.from ?? 0) + 1}: ${first?.message ?? 'is faulty'}`);
}

async function wanted(): Promise<Document | null> {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        formula: { type: 'string' },
        at: { type: 'string' },
        help: { type: 'boolean', short: 'h' }
      }
    });
  } catch (error) {
    throw new Fault(`${error instanceof Error ? error.message : String(error)}; ${USAGE}`);
  }
  const { values, positionals } = parsed;
  if (values.help) return null;
  const [file, ...others] = positionals;
  if (values.formula !== undefined && file === undefined) {
    return fromFormula(values.formula, values.at ?? '');
  }
  const isFileAlone = file !== undefined && others.length === 0 && values.at === undefined;
  if (!isFileAlone || values.formula !== undefined) throw new Fault(USAGE);
  return fromFile(file);
}

try {
  const doc = await wanted();
  if (doc === null) console.log(USAGE);
  else {
    const { report: made, diagnostics } = report(doc);
    const [first] = diagnostics;
    if (first) {
      // PyTorch's own words don't name the node.
      const isNamed = !['run', 'backward', 'attribute'].includes(first.kind);
      const names = first.nodes.map((id) => nodeName(doc, id)).join(', ');
      throw new Fault(isNamed ? first.message : `${names}: ${first.message}`);
    }
    console.log(stringify(made, 2));
  }
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  console.error(oneLine(error.message));
  process.exitCode = 1;
}
