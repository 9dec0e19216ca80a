import { describe, expect, it } from 'vitest';
import { arrived, Pace } from './arrivals';

const row = (...ids: string[]): { id: string }[] => ids.map((id) => ({ id }));
const ids = (list: readonly { id: string }[]): string => list.map(({ id }) => id).join('');

describe('what is drawn by the next frame', () => {
  it('is some more of it, in order, until all is there', () => {
    const all = row('a', 'b', 'c', 'd', 'e');
    const first = arrived(all, [], 2);
    const second = arrived(all, first, 2);
    expect([ids(first), ids(second)]).toEqual(['ab', 'abcd']);
    expect(arrived(all, second, 2)).toBe(all);
  });

  it('keeps what is drawn, wherever others come between, and drops what is gone', () => {
    expect(ids(arrived(row('x', 'a', 'y', 'c', 'z'), row('a', 'b', 'c'), 1))).toBe('xac');
    const fewer = row('a', 'c');
    expect(arrived(fewer, row('a', 'b', 'c'), 0)).toBe(fewer);
    expect(ids(arrived(row('a', 'x', 'y'), row('a', 'b', 'c'), 0))).toBe('a');
  });
});

it('draws more after short frames, and never less than some', () => {
  const pace = new Pace();
  const start = pace.nodes;
  for (let k = 0; k < 20; k++) pace.heard(17);
  const most = pace.nodes;
  pace.heard(40);
  expect(pace.nodes).toBe(most);
  pace.heard(80);
  expect(pace.nodes).toBeLessThan(most);
  for (let k = 0; k < 20; k++) pace.heard(200);
  expect([pace.nodes, most > 4 * start]).toEqual([start, true]);
});
