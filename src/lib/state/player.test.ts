import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Timeline } from '../explain/frames';
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
});
