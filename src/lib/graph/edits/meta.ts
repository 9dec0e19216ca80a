import type { ChartSettings, Document } from '../document';
import { gone, made, refused, type Edit } from './edit';

/** Names the node that backward starts from; null leaves it to the graph's last output. */
export const setResult = (doc: Document, id: string | null): Edit =>
  id !== null && !doc.nodes[id] ? gone() : made({ meta: { result: id } });

export const setTitle = (_: Document, title: string): Edit =>
  made({ meta: { title: title.slice(0, 200) } });

export function setChart(doc: Document, settings: Partial<ChartSettings>): Edit {
  const chart = { ...doc.meta.chart, ...settings };
  if (!Number.isFinite(chart.from) || !Number.isFinite(chart.to)) {
    return refused('The range needs two finite numbers.');
  }
  if (chart.from >= chart.to) return refused('The range has to start below its end.');
  if (chart.input !== null && !doc.nodes[chart.input]) return gone();
  return made({ meta: { chart } });
}
