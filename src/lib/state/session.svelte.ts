import { createContext } from 'svelte';
import type { GraphNode } from '../graph/document';
import { edgeId } from '../graph/document';
import { connect, whyNotConnect } from '../graph/edits';
import type { Editor } from './editor.svelte';
import { Player } from './player.svelte';
import type { Preferences } from './preferences.svelte';
import { Runner } from './runner.svelte';
import { Sweeper } from './sweeper.svelte';

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
  focusNode(id: string): void;
}

/** Everything one open editor shares among its components. */
export class Session {
  readonly editor: Editor;
  readonly runner: Runner;
  readonly player: Player;
  readonly preferences: Preferences;
  readonly sweeper = new Sweeper();
  /** What the formula bar starts with. */
  readonly formula: string;
  #canvas: CanvasHandle | null = null;
  #search: (() => void) | null = null;
  #dock: (() => void) | null = null;
  #view = $state<DockViewName>('chart');
  #dialog = $state<DialogName | null>(null);
  #pending = $state.raw<PortRef | null>(null);

  constructor(editor: Editor, preferences: Preferences, formula = '') {
    this.editor = editor;
    this.formula = formula;
    this.preferences = preferences;
    this.runner = new Runner(() => editor.document);
    this.player = new Player(() => this.runner.timeline);
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
    return id !== undefined && others.length === 0
      ? (this.editor.document.nodes[id] ?? null)
      : null;
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

  connect(source: string, target: string, input: string): void {
    if (this.editor.document.edges[edgeId(target, input)]?.source === source) return;
    this.editor.do(connect(this.editor.document, source, target, input));
  }

  dispose(): void {
    this.player.pause();
    this.sweeper.dispose();
    this.editor.dispose();
  }

  /** Why a connection is refused, or null where it may be made. */
  whyNot(source: string, target: string, input: string): string | null {
    return whyNotConnect(this.editor.document, source, target, input);
  }
}

export const [getSession, setSession] = createContext<Session>();
