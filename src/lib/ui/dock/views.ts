import type { Component } from 'svelte';
import type { DockViewName } from '../../state/session.svelte';
import Chart from '../charts/Chart.svelte';

/** One of the views below the canvas: all show the same run at the same step. */
export interface DockView {
  readonly name: DockViewName;
  readonly label: string;
  /** What the view answers, in one sentence. */
  readonly title: string;
  readonly load: () => Component | Promise<Component>;
}

export const dockViews: readonly DockView[] = [
  {
    name: 'chart',
    label: 'Chart',
    title: 'How the result and its derivative change with an input',
    load: () => Chart
  },
  {
    name: 'paths',
    label: 'Why?',
    title: 'Why is this gradient what it is?',
    load: () => import('../paths/PathsView.svelte').then((m) => m.default)
  }
];
