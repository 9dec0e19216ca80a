import type { Reader } from '../../state/lessons/reader.svelte';

/** What has keys of its own. */
const OWN =
  'input, textarea, select, button, a, summary, [contenteditable], [role="slider"], [role="tab"], [role="log"]';

/** Goes from step to step by key, unless something else has the focus. */
export function handleStepKey(event: KeyboardEvent, reader: Reader): void {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (document.querySelector('dialog[open]')) return;
  if (target instanceof Element && target.closest(OWN)) return;
  if (key === 'ArrowRight' || key.toLowerCase() === 'n') reader.next();
  else if (key === 'ArrowLeft' || key.toLowerCase() === 'p') reader.previous();
  else return;
  event.preventDefault();
}
