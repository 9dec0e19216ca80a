import { type Entry, isEntry } from './journal';

/** More operations than this are no picture any more: the last ones are shown. */
export const MOST_OPERATIONS = 300;

/** What is drawn, oldest first, and which of it is drawn as a value although something made it. */
export interface Selection {
  readonly entries: readonly Entry[];
  readonly cut: ReadonlySet<Entry>;
}

/** The roots and all that they were made of, as far back as the bound allows: the latest operations first. */
export function selected(roots: readonly Entry[]): Selection {
  const found = new Set<Entry>(roots);
  const cut = new Set<Entry>();
  const open = [...found];
  let operations = 0;
  while (open.length > 0) {
    // The latest one next, so that what is left out is what came first.
    let latest = 0;
    open.forEach((entry, k) => {
      if (entry.order > (open[latest]?.order ?? 0)) latest = k;
    });
    const [entry] = open.splice(latest, 1);
    if (!entry?.making) continue;
    if (operations === MOST_OPERATIONS) {
      cut.add(entry);
      continue;
    }
    operations += 1;
    for (const operand of entry.making.inputs) {
      if (!isEntry(operand) || found.has(operand)) continue;
      found.add(operand);
      open.push(operand);
    }
  }
  return { entries: [...found].sort((a, b) => a.order - b.order), cut };
}

/** Those that nothing else among them was made of. */
export function ends(entries: readonly Entry[]): Entry[] {
  const used = new Set(entries.flatMap(({ making }) => making?.inputs.filter(isEntry) ?? []));
  return entries.filter((entry) => !used.has(entry));
}
