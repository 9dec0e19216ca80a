import { createContext } from 'svelte';
import type { GraphNode } from '../graph/document';
import { edgeId } from '../graph/document';
import { connect, whyNotConnect } from '../graph/edits';
import { membersOf } from '../graph/groups';
import type { Editor } from './editor.svelte';
import { Inquiry } from './inquiry.svelte';
import { Player } from './player.svelte';
import { Predictor } from './predictor.svelte';
import type { Preferences } from './preferences.svelte';
import { Runner } from './runner.svelte';
import { Sweeper } from './sweeper.svelte';
import { Trainer } from './trainer.svelte';

/** One end of a connection that is being made by click or key. */
export interface PortRef {
  readonly node: string;
  /** Input name, or null for the output. */
  readonly input: string | null;
}

/** The dialogs of the editor. */
export type DialogName = 'share' | 'export' | 'import' | 'shortcuts' | 'documents' | 'examples';

/** The views below the canvas. */
export type DockViewName = 'chart' | 'paths' | 'table' | 'code' | 'backward' | 'modes' | 'train';

/** What the canvas lets others ask of it. */
export interface CanvasHandle {
  fitView(): void;
  /** Where a new node goes: the point that was double-clicked, else the centre of the visible part. */
  centre(): { x: number; y: number };
  /** A node, or the collapsed group that it is in. */
  focusNode(id: string): void;
  focusGroup(id: string): void;
}

/** Everything one open editor shares among its components. */
export class Session {
  readonly editor: Editor;
  readonly runner: Runner;
  readonly player: Player;
  readonly predictor: Predictor;
  readonly preferences: Preferences;
  readonly sweeper = new Sweeper();
  readonly trainer: Trainer;
  readonly inquiry = new Inquiry();
  /** What the formula bar starts with. */
  readonly formula: string;
  #canvas: CanvasHandle | null = null;
  #search: (() => void) | null = null;
  #dock: (() => void) | null = null;
  #view = $state<DockViewName>('chart');
  #dialog = $state<DialogName | null>(null);
  #pending = $state.raw<PortRef | null>(null);
  #shownPath = $state.raw<readonly string[]>([]);

  constructor(editor: Editor, preferences: Preferences, formula = '') {
    this.editor = editor;
    this.formula = formula;
    this.preferences = preferences;
    this.runner = new Runner(() => editor.document);
    this.player = new Player(
      () => this.runner.timeline,
      () => editor.document
    );
    this.predictor = new Predictor(this.player, () => ({
      document: editor.document,
      result: this.runner.result
    }));
    this.trainer = new Trainer(editor, this.runner, this.player);
  }

  /** Port that waits for its other end, or null. */
  get pending(): PortRef | null {
    return this.#pending;
  }

  get canvas(): CanvasHandle | null {
    return this.#canvas;
  }

  setCanvas(handle: CanvasHandle | null): void {
    this.#canvas = handle;
  }

  /** What shows the palette and puts the focus into its search. */
  setSearch(search: (() => void) | null): void {
    this.#search = search;
  }

  /** The dialog that is open, or null. */
  get dialog(): DialogName | null {
    return this.#dialog;
  }

  /** Opens a dialog, or closes the one that is open. */
  ask(dialog: DialogName | null): void {
    this.#dialog = dialog;
  }

  /** Lets the user search for an operation to add. */
  askForOperation(): void {
    this.preferences.showInPalette('operations');
    this.#search?.();
  }

  /** The view that is open below the canvas. */
  get view(): DockViewName {
    return this.#view;
  }

  /** Ids of the nodes and edges that the canvas points out: a path that is looked at. */
  get shownPath(): readonly string[] {
    return this.#shownPath;
  }

  showPath(ids: readonly string[]): void {
    if (ids.length > 0 || this.#shownPath.length > 0) this.#shownPath = ids;
  }

  /** What opens the place where the views are. */
  setDock(open: (() => void) | null): void {
    this.#dock = open;
  }

  showView(view: DockViewName): void {
    this.#view = view;
    this.#dock?.();
  }

  /** The only selected node, or null. */
  get selected(): GraphNode | null {
    const [id, ...others] = this.editor.selectedNodes;
    return id !== undefined && others.length === 0 && this.editor.selectedGroup === null
      ? (this.editor.document.nodes[id] ?? null)
      : null;
  }

  /** Selects a group, which is to select its nodes; selected once more, it is let go. */
  pickGroup(group: string): void {
    const { document: doc, selectedGroup } = this.editor;
    const nodes = selectedGroup === group ? [] : membersOf(doc, group).map(({ id }) => id);
    this.editor.select(nodes, [], nodes.length > 0 ? group : null);
  }

  /** Cancels a connection that is being made, and selects nothing. */
  letGo(): void {
    this.cancelPending();
    this.editor.select([]);
  }

  cancelPending(): void {
    this.#pending = null;
  }

  /** Click or Enter on a port: the first picks one end, the second connects. */
  pickPort(port: PortRef): void {
    const first = this.#pending;
    if (!first) {
      this.#pending = port;
      return;
    }
    this.#pending = null;
    if (first.node === port.node && first.input === port.input) return;
    const [output, input] = first.input === null ? [first, port] : [port, first];
    if (output.input !== null || input.input === null) {
      const both = output.input === null ? 'outputs' : 'inputs';
      this.editor.notify('warning', `Both ends are ${both}: connect an output to an input.`);
      return;
    }
    this.connect(output.node, input.node, input.input);
  }

  /** Whether a node's value is a gradient: only in a picture of a backward pass there are such nodes. */
  isGradient(_node: string): boolean {
    return false;
  }

  connect(source: string, target: string, input: string): void {
    if (this.editor.document.edges[edgeId(target, input)]?.source === source) return;
    this.editor.do(connect(this.editor.document, source, target, input));
  }

  dispose(): void {
    this.player.pause();
    this.sweeper.dispose();
    this.trainer.dispose();
    this.inquiry.dispose();
    this.editor.dispose();
  }

  /** Why a connection is refused, or null where it may be made. */
  whyNot(source: string, target: string, input: string): string | null {
    return whyNotConnect(this.editor.document, source, target, input);
  }
}

export const [getSession, setSession] = createContext<Session>();
