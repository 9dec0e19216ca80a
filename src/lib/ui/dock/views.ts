import type { Component } from 'svelte';
import type { DockViewName } from '../../state/session.svelte';
import Chart from '../charts/Chart.svelte';

/** One of the views below the canvas: all show the same run at the same step. */
export interface DockView {
  readonly name: DockViewName;
  readonly label: string;
  /** What the view answers, in one sentence. */
  readonly title: string;
  /** Whether it shows numbers of steps that are still to come. */
  readonly isAhead: boolean;
  readonly load: () => Component | Promise<Component>;
}

export const dockViews: readonly DockView[] = [
  {
    name: 'chart',
    label: 'Chart',
    isAhead: true,
    title: 'How the result and its derivative change with an input',
    load: () => Chart
  },
  {
    name: 'paths',
    label: 'Why?',
    isAhead: true,
    title: 'Why is this gradient what it is?',
    load: () => import('../paths/PathsView.svelte').then((m) => m.default)
  },
  {
    name: 'table',
    label: 'Table',
    isAhead: false,
    title: 'Every operation with its value, its local derivatives and its gradient',
    load: () => import('../views/TableView.svelte').then((m) => m.default)
  },
  {
    name: 'code',
    label: 'Code',
    isAhead: false,
    title: 'The graph as PyTorch code, with the line of the current step lit',
    load: () => import('../views/CodeView.svelte').then((m) => m.default)
  },
  {
    name: 'backward',
    label: 'Backward graph',
    isAhead: true,
    title: 'The backward pass as a graph of its own, to second order and further',
    load: () => import('../views/BackwardView.svelte').then((m) => m.default)
  },
  {
    name: 'modes',
    label: 'Modes',
    isAhead: true,
    title: 'Forward mode beside reverse mode, and what each takes',
    load: () => import('../views/ModesView.svelte').then((m) => m.default)
  },
  {
    name: 'train',
    label: 'Train',
    isAhead: true,
    title: 'Move the parameters downhill: step by step, or many steps at once',
    load: () => import('../train/TrainView.svelte').then((m) => m.default)
  }
];
