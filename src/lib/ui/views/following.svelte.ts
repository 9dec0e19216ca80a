import type { EdgeCell, NodeCell } from '../../explain/frames';
import { type Following, follow } from '../../explain/following';
import type { BackwardGraph } from '../../graph/derivative';
import type { Diagnostic } from '../../graph/program';
import type { DocumentStore } from '../../graph/store';
import { Editor } from '../../state/editor.svelte';
import { Player } from '../../state/player.svelte';
import type { Preferences } from '../../state/preferences.svelte';
import { Runner } from '../../state/runner.svelte';
import { Session } from '../../state/session.svelte';

/** Lights the nodes that belong to a step of another run. */
class LitPlayer extends Player {
  readonly #owner: () => FollowingSession;

  constructor(owner: () => FollowingSession) {
    super(() => owner().runner.timeline);
    this.#owner = owner;
  }

  /** The cursor stands where the other run's step is, and its own backward pass isn't shown. */
  override get cursor(): number {
    const { following, at } = this.#owner();
    return Math.min(following.cursors[at] ?? 0, this.length);
  }

  #active(node: string): NodeCell['active'] {
    const { following, at } = this.#owner();
    return following.lit[at]?.has(node) ? (following.directions[at] ?? null) : null;
  }

  override node(id: string): NodeCell {
    return { ...super.node(id), active: this.#active(id) };
  }

  override edge(id: string): EdgeCell {
    const target = this.#owner().editor.document.edges[id]?.target;
    const isActive = target !== undefined && this.#active(target) !== null;
    return { ...super.edge(id), active: isActive ? 'forward' : null };
  }
}

/** What the picture computes is what there is to see: that its own backward pass may fail is no fault of it. */
class PictureRunner extends Runner {
  override faultsOf(node: string): readonly Diagnostic[] {
    return super.faultsOf(node).filter(({ kind }) => kind !== 'backward');
  }
}

/** The graph of a backward pass, in step with the run that it is of. */
export class FollowingSession extends Session {
  override readonly player: Player;
  override readonly runner: Runner;
  readonly #leader: Session;
  readonly #graphs: () => {
    readonly first: BackwardGraph;
    readonly gradients: ReadonlySet<string>;
  };
  readonly #following = $derived.by((): Following =>
    follow(this.#graphs().first, this.#leader.player.timeline.events, this.runner.timeline.events)
  );

  constructor(
    store: DocumentStore,
    preferences: Preferences,
    leader: Session,
    graphs: () => { readonly first: BackwardGraph; readonly gradients: ReadonlySet<string> }
  ) {
    super(new Editor(store, { isReadonly: true }), preferences);
    this.#leader = leader;
    this.#graphs = graphs;
    this.runner = new PictureRunner(() => this.editor.document);
    this.player = new LitPlayer(() => this);
  }

  get following(): Following {
    return this.#following;
  }

  /** Cursor of the run that it follows. */
  get at(): number {
    return this.#leader.player.cursor;
  }

  override isGradient(node: string): boolean {
    return this.#graphs().gradients.has(node);
  }
}
