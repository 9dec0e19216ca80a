import { untrack } from 'svelte';
import type { Editor } from '../../state/editor.svelte';
import { arrived, MANY_NODES, Pace } from './arrivals';
import { projectEdges, projectNodes, type FlowEdge, type FlowNode } from './project';

/** What Svelte Flow is given of a document: all of it, or of a large one some nodes and edges more with each frame. */
export class Drawing {
  nodes = $state.raw<FlowNode[]>([]);
  edges = $state.raw<FlowEdge[]>([]);
  /** Whether all that is to be seen is drawn. */
  isWhole = $state(false);
  /** Grows with each frame in which more is drawn. */
  private frame = $state(0);
  private readonly pace = new Pace();
  readonly isLarge: boolean = $derived.by(
    () => Object.keys(this.editor.document.nodes).length > MANY_NODES
  );

  /** Follows the document as long as the component lives that makes it. */
  constructor(private readonly editor: Editor) {
    untrack(() => this.draw());
    $effect.pre(() => {
      void [editor.document, editor.selectedNodes, editor.selectedEdges, this.frame];
      untrack(() => this.draw());
    });
    $effect(() => {
      void this.frame;
      if (this.isWhole) return;
      const asked = performance.now();
      const next = requestAnimationFrame(() => {
        this.pace.heard(performance.now() - asked);
        this.frame += 1;
      });
      return () => cancelAnimationFrame(next);
    });
  }

  private draw(): void {
    const { document: doc, selectedNodes, selectedEdges } = this.editor;
    const allNodes = projectNodes(doc, selectedNodes, this.nodes);
    const allEdges = projectEdges(doc, selectedEdges, this.edges);
    this.nodes = this.isLarge ? arrived(allNodes, this.nodes, this.pace.nodes) : allNodes;
    // An edge has both its ends.
    const more = this.nodes === allNodes ? this.pace.edges : 0;
    this.edges = this.isLarge ? arrived(allEdges, this.edges, more) : allEdges;
    this.isWhole = this.nodes === allNodes && this.edges === allEdges;
  }
}
