import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Timeline } from '../explain/frames';
import { example } from '../exchange/examples';
import { buildFormula } from '../formula';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { Player } from './player.svelte';

const timeline = (formula: string): Timeline => {
  const built = buildFormula(formula, { at: { x: 2 } });
  if (!built.ok) throw new Error(built.errors[0]?.message);
  return new Timeline(run(compile(built.document)).trace);
};

/** Longer than one step at speed 1. */
const STEP = 1300;

describe('the player', () => {
  let shown: Timeline;
  let player: Player;
  const play = (ms: number): void => void vi.advanceTimersByTime(ms);

  beforeEach(() => {
    vi.useFakeTimers();
    shown = timeline('x**2 + 2*x + 1');
    player = new Player(() => shown);
  });
  afterEach(() => {
    player.pause();
    vi.useRealTimers();
  });

  it('starts at the end, with everything computed', () => {
    expect(player.length).toBeGreaterThan(10);
    expect(player.cursor).toBe(player.length);
    expect(player.step?.kind).toBe('accumulate');
    expect(player.playing).toBe(false);
  });

  it('stays at the end while the trace changes under it, and within it elsewhere', () => {
    shown = timeline('x');
    expect(player.cursor).toBe(shown.length);
    shown = timeline('x**2 + 2*x + 1');
    expect(player.cursor).toBe(shown.length);
    player.seek(8);
    shown = timeline('x');
    expect(player.cursor).toBe(shown.length);
    shown = timeline('x**2 + 2*x + 1');
    expect(player.cursor).toBe(8);
  });

  it('steps, seeks and stops at both ends', () => {
    player.restart();
    player.stepBack();
    expect(player.cursor).toBe(0);
    expect(player.step).toBeNull();
    player.stepForward();
    expect(player.cursor).toBe(1);
    expect(player.moving).toBe(true);
    player.stepForward();
    player.stepBack();
    expect(player.cursor).toBe(1);
    expect(player.moving).toBe(false);
    player.skipToEnd();
    player.stepForward();
    expect(player.cursor).toBe(player.length);
    player.seek(-5);
    expect(player.cursor).toBe(0);
    player.seek(1e9);
    expect(player.cursor).toBe(player.length);
    player.seek(3.4);
    expect(player.cursor).toBe(3);
  });

  it('plays from the beginning when it is at the end, and stops there', () => {
    player.play();
    expect(player.playing).toBe(true);
    expect(player.cursor).toBe(1);
    play(STEP);
    expect(player.cursor).toBe(2);
    play(STEP * player.length);
    expect(player.cursor).toBe(player.length);
    expect(player.playing).toBe(false);
  });

  it('goes on from where it was paused', () => {
    player.seek(4);
    player.toggle();
    play(STEP);
    player.toggle();
    const paused = player.cursor;
    expect(paused).toBe(6);
    play(STEP * 5);
    expect(player.cursor).toBe(paused);
    player.toggle();
    expect(player.cursor).toBe(paused + 1);
  });

  it('pauses on every step by hand', () => {
    for (const verb of ['stepForward', 'stepBack', 'restart', 'skipToEnd'] as const) {
      player.seek(3);
      player.play();
      player[verb]();
      const { cursor } = player;
      expect(player.playing).toBe(false);
      play(STEP * 2);
      expect(player.cursor).toBe(cursor);
    }
  });

  it('takes a new speed at once', () => {
    player.restart();
    player.setSpeed(0.25);
    player.play();
    play(STEP);
    expect(player.cursor).toBe(1);
    player.setSpeed(4);
    play(STEP);
    expect(player.cursor).toBeGreaterThan(4);
    expect(player.travel).toBeLessThan(STEP / 4);
  });

  it('plays on while the document changes, and ends where a shorter trace ends', () => {
    player.restart();
    player.play();
    play(STEP * 4);
    shown = timeline('x**2 + 3*x + 1');
    play(STEP);
    expect(player.playing).toBe(true);
    shown = timeline('x');
    play(STEP * 2);
    expect(player.playing).toBe(false);
    expect(player.cursor).toBe(shown.length);
  });

  it('has nothing to play where nothing runs', () => {
    shown = new Timeline([]);
    player.play();
    expect(player.playing).toBe(false);
    expect(player.cursor).toBe(0);
    expect(player.step).toBeNull();
  });

  it('tells what the next step will show', () => {
    player.restart();
    for (let step = 0; step < player.count; step++) {
      const { next } = player;
      player.stepForward();
      expect(player.step).toBe(next);
    }
    expect(player.next).toBeNull();
  });

  it('plays a stretch again and again, until it is cleared', () => {
    player.seek(3);
    player.mark('a');
    player.seek(5);
    player.mark('b');
    expect(player.loop).toEqual({ from: 3, to: 5 });
    player.skipToEnd();
    player.play();
    const seen = [player.cursor];
    for (let k = 0; k < 6; k++) {
      play(1200);
      seen.push(player.cursor);
    }
    expect(seen).toEqual([4, 5, 3, 4, 5, 3, 4]);
    player.clearLoop();
    play(STEP * 20);
    expect([player.cursor, player.playing]).toEqual([player.length, false]);
  });

  it('loops up to the very end, and not over nothing', () => {
    player.seek(player.length - 1);
    player.mark('a');
    player.skipToEnd();
    player.mark('b');
    player.play();
    play(STEP * 4);
    expect(player.playing).toBe(true);
    player.pause();
    player.seek(4);
    player.mark('b');
    expect(player.loop).toBeNull();
    shown = new Timeline([]);
    expect(player.marks).toEqual({ a: null, b: 0 });
  });

  it('stops at a node when its value is made and when its gradient is complete', () => {
    const leaf = player.timeline.events[0]?.node ?? '';
    const middle = player.timeline.events[2]?.node ?? '';
    player.toggleBreak(middle);
    player.restart();
    player.play();
    play(STEP * 30);
    expect([player.cursor, player.playing]).toEqual([3, false]);
    expect(player.step).toMatchObject({ kind: 'forward', node: middle });
    player.skipToEnd();
    expect(player.step).toMatchObject({ kind: 'contribution', source: middle });
    player.skipToEnd();
    expect(player.cursor).toBe(player.length);
    player.toggleBreak(leaf);
    player.toggleBreak(middle);
    expect(player.breaks).toEqual([leaf]);
    player.seek(1);
    player.play();
    play(STEP * 30);
    expect(player.node(leaf).grad?.item()).toBe(6);
    expect(player.node(leaf).accumulated).toBeNull();
    player.restart();
    player.finish();
    expect(player.cursor).toBe(player.length);
  });

  it('goes to the step that made a number', () => {
    const leaf = player.timeline.events[0]?.node ?? '';
    expect(player.jumpTo('value', leaf)).toBe(true);
    expect(player.cursor).toBe(1);
    expect(player.jumpTo('grad', leaf)).toBe(false);
    expect(player.cursor).toBe(1);
    player.skipToEnd();
    expect(player.jumpTo('accumulated', leaf)).toBe(true);
    expect(player.step?.kind).toBe('accumulate');
    expect(player.jumpTo('grad', leaf)).toBe(true);
    expect(player.step).toMatchObject({ kind: 'contribution', arrival: 2 });
  });
});

describe('stepping through a function', () => {
  const doc = example('custom-upstream');
  if (!doc) throw new Error('the example is gone');
  const shown = new Timeline(run(compile(doc)).trace);
  const id = Object.values(doc.nodes).find(({ kind }) => kind === 'custom')?.id ?? '';
  let player: Player;
  beforeEach(() => {
    player = new Player(
      () => shown,
      () => doc
    );
  });
  const steps = (): string[] => {
    const seen: string[] = [];
    while (player.cursor < player.length) {
      player.stepForward();
      seen.push(player.step?.kind ?? '');
    }
    return seen;
  };

  it('takes its code as one step until it is entered, and folds it again after leaving', () => {
    player.restart();
    const folded = steps();
    expect(folded).not.toContain('body');
    expect(folded).toHaveLength(player.count);
    player.restart();
    player.stepForward();
    const { count } = player;
    expect(player.entrance?.fold?.id).toBe(id);
    player.stepInto();
    expect([player.step?.kind, player.position]).toEqual(['body', 2]);
    expect(player.count).toBe(count + 2);
    expect(player.exit?.id).toBe(id);
    player.stepForward();
    player.stepBack();
    expect(player.position).toBe(2);
    player.stepOut();
    expect(player.step).toMatchObject({ kind: 'forward', node: id });
    expect([player.exit, player.count]).toEqual([null, count]);
  });

  it('enters what is shown where nothing follows that could be entered', () => {
    player.seek(shown.events.findIndex(({ kind }) => kind === 'accumulate'));
    expect(player.step).toMatchObject({ kind: 'contribution', node: id });
    player.stepInto();
    expect(player.step).toMatchObject({ kind: 'body', where: 'backward', step: 'take' });
  });

  it('goes over what is opened, and on where nothing is', () => {
    player.restart();
    player.stepOver();
    player.stepInto();
    player.seek(1);
    player.stepOver();
    expect(player.step).toMatchObject({ kind: 'forward', node: id });
    player.stepOver();
    expect(player.step).toMatchObject({ kind: 'forward' });
    player.skipToEnd();
    player.stepOver();
    player.stepInto();
    player.stepOut();
    expect(player.cursor).toBe(player.length);
  });

  it('doesn’t loop over what was marked inside and is folded again', () => {
    player.restart();
    player.stepForward();
    player.stepInto();
    player.mark('a');
    player.stepForward();
    player.mark('b');
    expect(player.loop).not.toBeNull();
    player.stepOut();
    expect(player.loop).toBeNull();
  });

  it('never stands inside of what is folded', () => {
    for (let cursor = 0; cursor <= shown.length; cursor++) {
      player.seek(cursor);
      expect(player.step?.kind).not.toBe('body');
      expect(player.cursor).toBeGreaterThanOrEqual(cursor);
    }
    player.seekPosition(2);
    expect([player.position, player.step?.kind]).toEqual([2, 'forward']);
  });

  it('opens what hides a step that is asked for', () => {
    const inside = shown.events.findIndex(({ kind }) => kind === 'body') + 1;
    player.reveal(inside);
    expect([player.cursor, player.step?.kind]).toEqual([inside, 'body']);
  });
});
