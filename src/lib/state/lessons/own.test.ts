import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { OwnLessons } from './own';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key)
  });
});

it('keeps lessons, and lets no tab overwrite what another one wrote', async () => {
  const own = await OwnLessons.open();
  const entry = await own.add('# A', 'A', 1);
  expect((await own.read(entry.id))?.source).toBe('# A');
  const other = await OwnLessons.open();
  expect(await other.write(entry, '# B')).toMatchObject({ revision: 2 });
  expect(await own.write(entry, '# C')).toBeNull();
  expect((await own.read(entry.id))?.source).toBe('# B');
  await own.remove(entry.id);
  expect(await own.read(entry.id)).toBeNull();
});

it('takes over what a page left behind', async () => {
  const own = await OwnLessons.open();
  const entry = await own.add('# A', 'A', 1);
  own.putAside(entry, '# Later');
  const next = await OwnLessons.open();
  expect((await next.read(entry.id))?.source).toBe('# Later');
  expect(stored.size).toBe(0);
});
