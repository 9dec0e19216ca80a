import { describe, expect, it } from 'vitest';
import { keyOf, shortcuts, shownKey } from './shortcuts';

const press = (key: string, held: Partial<Record<'ctrl' | 'meta' | 'shift' | 'alt', true>> = {}) =>
  keyOf({
    key,
    ctrlKey: held.ctrl ?? false,
    metaKey: held.meta ?? false,
    shiftKey: held.shift ?? false,
    altKey: held.alt ?? false
  });

describe('keys', () => {
  it.each([
    [' ', {}, 'Space'],
    ['z', { ctrl: true }, 'Mod+Z'],
    ['Z', { ctrl: true, shift: true }, 'Shift+Mod+Z'],
    ['z', { meta: true }, 'Mod+Z'],
    ['?', { shift: true }, '?'],
    ['f', {}, 'F'],
    ['ArrowRight', {}, '→'],
    ['ArrowRight', { shift: true }, 'Shift+→'],
    ['f', { alt: true }, null]
  ] as const)('%s %o is %s', (key, held, expected) => {
    expect(press(key, held)).toBe(expected);
  });

  it('mean one thing each', () => {
    const keys = shortcuts.flatMap((shortcut) => (shortcut.run ? shortcut.keys : []));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(shortcuts.map(({ id }) => id)).size).toBe(shortcuts.length);
  });

  it('are written as the keyboard has them', () => {
    expect(shownKey('Shift+Mod+Z', false)).toBe('Shift+Ctrl+Z');
    expect(shownKey('Shift+Mod+Z', true)).toBe('⇧⌘Z');
    expect(shownKey('F', true)).toBe('F');
  });
});
