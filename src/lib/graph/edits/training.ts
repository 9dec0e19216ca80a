import * as v from 'valibot';
import { tensorFault } from '../../formula/literal';
import { fedNodes, fedValue, scheduleOf } from '../../train/feed';
import { parametersOf, trainingOf } from '../../train/roles';
import {
  type DataTable,
  dataTable,
  type TrainingSettings,
  trainingSettings
} from '../../train/settings';
import type { Document, GraphNode, InputNode, TensorLiteral } from '../document';
import { applyPatch, type Patch } from '../patch';
import { type Edit, gone, made, refused } from './edit';

/** The patch, and with it the rows that the inputs now show: those of the first step. */
function refed(doc: Document, patch: Patch): Edit {
  const next = applyPatch(doc, patch);
  const { data } = next.meta;
  const { batch, seed } = trainingOf(next);
  const nodes: Record<string, GraphNode | null> = { ...patch.nodes };
  for (const node of data ? fedNodes(next) : []) {
    if (!data) break;
    const value = fedValue(data, node.columns, scheduleOf(next, batch, seed).at(0));
    const fault = tensorFault(value);
    if (fault !== null) return refused(fault);
    if (JSON.stringify(value) !== JSON.stringify(node.value)) nodes[node.id] = { ...node, value };
  }
  return made({ ...patch, nodes });
}

/** Changes how the graph is trained. */
export function setTraining(doc: Document, settings: Partial<TrainingSettings>): Edit {
  const parsed = v.safeParse(trainingSettings, { ...trainingOf(doc), ...settings });
  if (!parsed.success) return refused('Training can’t be set so: a number is out of its range.');
  const { loss } = parsed.output;
  if (loss !== null && !doc.nodes[loss]) return gone();
  const patch: Patch = { meta: { training: parsed.output } };
  return settings.batch === undefined && settings.seed === undefined
    ? made(patch)
    : refed(doc, patch);
}

/** An input without its part in training. */
function unmarked(node: InputNode): InputNode {
  const plain = { ...node };
  delete plain.role;
  delete plain.columns;
  return plain;
}

/** Marks which inputs training moves; where they are those that it would move anyway, no mark is kept. */
export function markParameters(doc: Document, ids: readonly string[]): Edit {
  const wanted = new Set(ids);
  if (wanted.size === 0) return refused('Training needs at least one parameter to move.');
  const nodes: Record<string, GraphNode> = {};
  for (const node of Object.values(doc.nodes)) {
    if (node.kind !== 'input') continue;
    if (wanted.has(node.id)) {
      if (!node.dtype.startsWith('float')) {
        return refused(`${node.name} holds no floating numbers, so no gradient can move it.`);
      }
      nodes[node.id] = { ...unmarked(node), requiresGrad: true, role: 'parameter' };
    } else if (node.role === 'parameter') nodes[node.id] = unmarked(node);
  }
  const bare = Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => [id, unmarked(node as InputNode)])
  );
  const usual = parametersOf(applyPatch(doc, { nodes: bare }));
  const isUsual = usual.length === wanted.size && usual.every(({ id }) => wanted.has(id));
  return made({ nodes: isUsual ? bare : nodes });
}

/** Puts a table in the place of the one that is there; inputs keep the columns that are still there. */
export function setTable(doc: Document, table: DataTable | null): Edit {
  if (table && !v.is(dataTable, table)) return refused('The table is too large or uneven.');
  const known = new Set(table?.columns);
  const nodes: Record<string, GraphNode> = {};
  for (const node of Object.values(doc.nodes)) {
    if (node.kind !== 'input' || node.role !== 'data') continue;
    if (!node.columns?.every((column) => known.has(column))) nodes[node.id] = unmarked(node);
  }
  return refed(doc, { nodes, meta: { data: table ?? undefined } });
}

/** Lets columns of the table feed an input; none gives it back its own value, the last that it was fed. */
export function bindColumns(doc: Document, id: string, columns: readonly string[]): Edit {
  const node = doc.nodes[id];
  if (node?.kind !== 'input') return gone();
  if (columns.length === 0) return made({ nodes: { [id]: unmarked(node) } });
  const missing = columns.find((column) => !doc.meta.data?.columns.includes(column));
  if (missing !== undefined) return refused(`The table has no column "${missing}".`);
  const fed: InputNode = {
    ...node,
    role: 'data',
    columns: [...columns],
    requiresGrad: false
  };
  return refed(doc, { nodes: { [id]: fed } });
}

/** Gives several inputs their values at once, as one step of undo; those that are gone are left out. */
export function setValues(doc: Document, values: Iterable<readonly [string, TensorLiteral]>): Edit {
  const nodes: Record<string, GraphNode> = {};
  for (const [id, value] of values) {
    const node = doc.nodes[id];
    if (node?.kind !== 'input') continue;
    const fault = tensorFault(value);
    if (fault !== null) return refused(fault);
    nodes[id] = { ...node, value };
  }
  return made({ nodes });
}
