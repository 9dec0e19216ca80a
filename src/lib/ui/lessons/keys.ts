import type { Reader } from '../../state/lessons/reader.svelte';

/** What has keys of its own. */
const OWN =
  'input, textarea, select, button, a, summary, [contenteditable], [role="slider"], [role="tab"], [role="log"]';

/** Goes from step to step by key, unless something else has the focus. Answers whether it did. */
export function handleStepKey(event: KeyboardEvent, reader: Reader): boolean {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  if (document.querySelector('dialog[open]')) return false;
  if (target instanceof Element && target.closest(OWN)) return false;
  const before = reader.index;
  if (key === 'ArrowRight' || key.toLowerCase() === 'n') reader.next();
  else if (key === 'ArrowLeft' || key.toLowerCase() === 'p') reader.previous();
  else return false;
  event.preventDefault();
  return reader.index !== before;
}
