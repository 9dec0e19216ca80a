import { createContext } from 'svelte';
import type { FlowNode } from './project';
import type { Box } from './wire';

/** What wires should not run behind. */
export interface Obstacles {
  /** All nodes but the two that a wire belongs to. */
  readonly beside: (source: string, target: string) => readonly Box[];
}

/** The places of nodes as they are drawn, those that are being dragged included. */
export const boxesOf = (nodes: readonly FlowNode[]): (Box & { readonly id: string })[] =>
  nodes.flatMap(({ id, position, measured }) =>
    measured?.width && measured.height
      ? [{ id, ...position, width: measured.width, height: measured.height }]
      : []
  );

export const [getObstacles, setObstacles] = createContext<Obstacles>();
