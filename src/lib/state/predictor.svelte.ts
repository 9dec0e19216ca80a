import {
  type Blank,
  judge,
  type Judgement,
  type Question,
  questionOf
} from '../explain/predict/question';
import { SLIP_KINDS, type SlipKind } from '../explain/predict/slips';
import type { Document } from '../graph/document';
import type { Player } from './player.svelte';

const KEY = 'backflow.predictions';

/** How predictions went, over all graphs, in this browser. */
export interface Score {
  /** Steps answered right at once and without a hint. */
  readonly first: number;
  /** Steps answered right after a wrong answer or a hint. */
  readonly later: number;
  /** Steps that were shown. */
  readonly shown: number;
  readonly slips: Readonly<Partial<Record<SlipKind, number>>>;
}

const NONE: Score = { first: 0, later: 0, shown: 0, slips: {} };

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;

function stored(): Score {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return NONE;
    const { first, later, shown, slips } = kept as Record<string, unknown>;
    const known = (slips ?? {}) as Record<string, unknown>;
    return {
      first: count(first),
      later: count(later),
      shown: count(shown),
      slips: Object.fromEntries(
        SLIP_KINDS.flatMap((kind) => (count(known[kind]) > 0 ? [[kind, count(known[kind])]] : []))
      )
    };
  } catch {
    return NONE;
  }
}

/** Asks for each number before playback shows it. */
export class Predictor {
  readonly #player: Player;
  readonly #read: () => { readonly document: Document; readonly result: string | null };
  #isOn = $state(false);
  /** The trace that the answers belong to: another one is asked from its beginning. */
  #trace = $state.raw<object | null>(null);
  #judgements = $state.raw<readonly (Judgement | null)[]>([]);
  #hints = $state(0);
  /** Whether the present question has seen a wrong answer. */
  #isMarred = false;
  #score = $state.raw<Score>(stored());

  readonly #question = $derived.by((): Question | null => {
    if (!this.#isOn) return null;
    return this.#ask(this.#player.limit)?.question ?? null;
  });

  constructor(
    player: Player,
    read: () => { readonly document: Document; readonly result: string | null }
  ) {
    this.#player = player;
    this.#read = read;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** What the next step is asked as; null when all is predicted. */
  get question(): Question | null {
    return this.#question;
  }

  /** What was said of each blank's last answer. */
  get judgements(): readonly (Judgement | null)[] {
    return this.#judgements;
  }

  /** How many hints of the present question are open. */
  get hints(): number {
    return this.#hints;
  }

  get score(): Score {
    return this.#score;
  }

  /** Whether the trace is another one than the answers belong to. */
  get isStale(): boolean {
    return this.#isOn && this.#trace !== this.#player.timeline;
  }

  /** Hides all steps and asks for the first. */
  start(): void {
    this.#player.limitTo(0);
    this.#isOn = true;
    this.#trace = this.#player.timeline;
    this.#goOn(0);
  }

  stop(): void {
    this.#isOn = false;
    this.#player.limitTo(null);
  }

  /** Judges what was typed; when all blanks are right the step is shown. */
  answer(texts: readonly string[]): void {
    const question = this.#question;
    if (!question) return;
    const judgements = question.blanks.map((blank: Blank, k) => judge(texts[k] ?? '', blank));
    this.#judgements = judgements;
    if (judgements.every(({ verdict }) => verdict === 'right')) {
      this.#mark(this.#isMarred || this.#hints > 0 ? 'later' : 'first');
      this.#reveal();
      return;
    }
    const wrong = judgements.filter(({ verdict }) => verdict === 'wrong');
    if (wrong.length > 0) this.#isMarred = true;
    this.#noteSlips(wrong.flatMap(({ slip }) => slip ?? []));
  }

  hint(): void {
    const most = this.#question?.hints.length ?? 0;
    this.#hints = Math.min(this.#hints + 1, most);
  }

  /** Shows the step without an answer. */
  show(): void {
    if (!this.#question) return;
    this.#mark('shown');
    this.#reveal();
  }

  forget(): void {
    this.#keep(NONE);
  }

  /** The question after so many steps, and where its answer is; null where all is asked or something comes before. */
  #ask(shown: number): { readonly question: Question; readonly at: number } | null {
    const { timeline } = this.#player;
    const { document, result } = this.#read();
    // What happens inside a function leads to what it gives, so it is seen with the answer.
    let at = shown;
    while (timeline.events[at]?.kind === 'body') at += 1;
    const question = questionOf(document, timeline.events[at] ?? null, timeline, result);
    return question && { question, at };
  }

  /** Shows what was asked. */
  #reveal(): void {
    const asked = this.#ask(this.#player.limit);
    if (asked) this.#goOn(asked.at + 1);
  }

  /** Shows so many steps, and those after them that there is nothing to predict of. */
  #goOn(shown: number): void {
    const { length } = this.#player;
    let limit = shown;
    while (limit < length && !this.#ask(limit)) limit += 1;
    this.#judgements = [];
    this.#hints = 0;
    this.#isMarred = false;
    this.#player.limitTo(limit);
  }

  #mark(how: 'first' | 'later' | 'shown'): void {
    this.#keep({ ...this.#score, [how]: this.#score[how] + 1 });
  }

  #noteSlips(kinds: readonly SlipKind[]): void {
    if (kinds.length === 0) return;
    const slips = { ...this.#score.slips };
    for (const kind of kinds) slips[kind] = (slips[kind] ?? 0) + 1;
    this.#keep({ ...this.#score, slips });
  }

  #keep(score: Score): void {
    this.#score = score;
    try {
      localStorage.setItem(KEY, JSON.stringify(score));
    } catch {
      // Without storage the score lasts as long as the page.
    }
  }
}
