import { untrack } from 'svelte';
import { isHeavy } from '../../explain/weight';
import { type BackwardGraph, differentiable, type NoBackwardGraph } from '../../graph/derivative';
import { expandedDocument } from '../../graph/derivative/orders';
import type { Document } from '../../graph/document';
import { laidOut } from '../../state/actions';
import type { Session } from '../../state/session.svelte';

/** Nodes from which on a change of a value waits a moment, so that dragging it stays smooth. */
const LARGE = 40;
const PAUSE_MS = 150;

/** The graph that is drawn, and what is needed to draw it in step. */
export interface Shown {
  /** Changes when another picture has to be drawn; where only values changed it is the same. */
  readonly shape: string;
  readonly document: Document;
  readonly first: BackwardGraph;
  readonly last: BackwardGraph;
  /** Nodes whose value is a gradient. */
  readonly gradients: ReadonlySet<string>;
}

/** What a picture's places depend on. */
const shapeOf = ({ nodes, edges }: Document): string =>
  JSON.stringify([
    Object.values(nodes).map((node) => [node.id, node.kind, node.name]),
    Object.values(edges).map(({ id, source }) => [id, source])
  ]);

/** The backward pass of a session's document as a graph, to any order. */
export class BackwardPicture {
  readonly #session: Session;
  /** Inputs by which it is differentiated, one for each order. */
  #by = $state.raw<readonly string[]>([]);
  #shown = $state.raw<Shown | null>(null);
  #fault = $state.raw<NoBackwardGraph | null>(null);
  #isBusy = $state(false);
  #wantsHeavy = $state(false);
  #request = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #places: { shape: string; document: Document } | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  get shown(): Shown | null {
    return this.#shown;
  }

  get fault(): NoBackwardGraph | null {
    return this.#fault;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** How often it is differentiated. */
  get order(): number {
    return Math.max(1, this.#by.length);
  }

  /** Inputs that it can be differentiated by. */
  get inputs(): readonly string[] {
    return differentiable(this.#session.editor.document);
  }

  /** The input of the last order. */
  get input(): string | null {
    const last = this.#by.at(-1);
    const { inputs } = this;
    return last !== undefined && inputs.includes(last) ? last : (inputs[0] ?? null);
  }

  /** Whether nothing is drawn before it is asked for: the run is large, and this takes several such runs. */
  get waits(): boolean {
    return !this.#wantsHeavy && isHeavy(this.#session.runner.run);
  }

  drawAnyway(): void {
    this.#wantsHeavy = true;
  }

  choose(input: string): void {
    this.#by = [...this.#by.slice(0, -1), input];
  }

  /** One order further, by the same input. */
  expand(): void {
    const { input } = this;
    if (input === null) return;
    this.#by = [...(this.#by.length === 0 ? [input] : this.#by), input];
  }

  back(): void {
    this.#by = this.#by.slice(0, -1);
  }

  /** Draws the session's document as it is now; to be called by an effect. */
  refresh(): void {
    const { editor, runner } = this.#session;
    const doc = editor.document;
    const { run } = runner;
    const { inputs } = this;
    const asked = this.#by.filter((id) => inputs.includes(id));
    const by = asked.length > 0 ? asked : inputs.slice(0, 1);
    const isWaiting = this.waits;
    clearTimeout(this.#timer);
    const request = ++this.#request;
    if (isWaiting) {
      this.#shown = null;
      this.#fault = null;
      return;
    }
    const isLarge = Object.keys(doc.nodes).length * 3 ** by.length > 3 * LARGE;
    const pause = isLarge && untrack(() => this.#shown) ? PAUSE_MS : 0;
    this.#isBusy = true;
    this.#timer = setTimeout(() => void this.#draw(doc, run.outputs, by, request), pause);
  }

  async #draw(
    doc: Document,
    outputs: Session['runner']['run']['outputs'],
    by: readonly string[],
    request: number
  ): Promise<void> {
    const made = expandedDocument(doc, by, outputs);
    if (!made.ok) {
      this.#settle(request, null, made);
      return;
    }
    const { first, last, gradients } = made;
    const shape = shapeOf(last.document);
    const placed = await this.#placed(last.document, shape);
    this.#settle(request, { shape, document: placed, first, last, gradients }, null);
  }

  /** Where only values have changed, everything stays where it is. */
  async #placed(doc: Document, shape: string): Promise<Document> {
    const before = this.#places?.shape === shape ? this.#places.document : null;
    if (!before) {
      const document = await laidOut(doc);
      this.#places = { shape, document };
      return document;
    }
    const nodes = Object.values(doc.nodes).map((node) => {
      const { x, y } = before.nodes[node.id] ?? node;
      return [node.id, { ...node, x, y }] as const;
    });
    return { ...doc, nodes: Object.fromEntries(nodes) };
  }

  /** An answer to an older question is dropped. */
  #settle(request: number, shown: Shown | null, fault: NoBackwardGraph | null): void {
    if (request !== this.#request) return;
    this.#shown = shown;
    this.#fault = fault;
    this.#isBusy = false;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#request += 1;
  }
}
