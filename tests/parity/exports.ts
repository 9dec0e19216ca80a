// Writes the code of exported documents as JSON to standard output, for the generator that runs it.
import { Account } from '../../src/lib/exchange/code/account';
import { torchSpelling } from '../../src/lib/exchange/code/body';
import { numpyScript } from '../../src/lib/exchange/code/numpy';
import { torchNotebook, torchScript } from '../../src/lib/exchange/code/torch';
import { parseNotebook } from '../../src/lib/exchange/notebook';
import { type ExportCase, exportCases } from './cases-exports';

/** What the generator runs: names in the code by the nodes' names in the document. */
export function described({ name, document }: ExportCase) {
  const account = new Account(document, torchSpelling.modules);
  const nodes = Object.values(document.nodes);
  const numpy = numpyScript(document);
  return {
    case: name,
    torch: torchScript(document),
    names: Object.fromEntries(nodes.map(({ id, name: own }) => [own, account.name(id)])),
    thorough: torchScript(document, { intermediates: true }),
    cells: parseNotebook(torchNotebook(document)).cells.flatMap(({ cell_type, source }) =>
      cell_type === 'code' ? [source] : []
    ),
    numpy: numpy.ok ? numpy.text : null,
    arrays: numpy.ok
      ? Object.fromEntries(nodes.map(({ id, name: own }) => [own, numpy.names.get(id)]))
      : null
  };
}

if (process.argv[1]?.endsWith('exports.ts')) {
  process.stdout.write(JSON.stringify(exportCases.map(described)) + '\n');
}
