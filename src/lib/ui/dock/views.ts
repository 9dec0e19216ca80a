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
    name: 'table',
    label: 'Table',
    title: 'Every operation with its value, its local derivatives and its gradient',
    load: () => import('../views/TableView.svelte').then((m) => m.default)
  },
  {
    name: 'code',
    label: 'Code',
    title: 'The graph as PyTorch code, with the line of the current step lit',
    load: () => import('../views/CodeView.svelte').then((m) => m.default)
  },
  {
    name: 'backward',
    label: 'Backward graph',
    title: 'The backward pass as a graph of its own, to second order and further',
    load: () => import('../views/BackwardView.svelte').then((m) => m.default)
  },
  {
    name: 'modes',
    label: 'Modes',
    title: 'Forward mode beside reverse mode, and what each takes',
    load: () => import('../views/ModesView.svelte').then((m) => m.default)
  },
  {
    name: 'train',
    label: 'Train',
    title: 'Move the parameters downhill: step by step, or many steps at once',
    load: () => import('../train/TrainView.svelte').then((module) => module.default)
  }
];
