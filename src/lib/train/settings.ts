import * as v from 'valibot';

/** Bounds that keep a training run within what a page can show and a worker can do in a moment. */
export const TRAIN_LIMITS = {
  steps: 100_000,
  /** Columns and single numbers of a table: as many as one input may have elements. */
  columns: 32,
  cells: 10_000,
  column: 60
} as const;

const rate = v.pipe(v.number(), v.finite(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1), v.notValue(1));

export const sgdSettings = v.strictObject({
  kind: v.literal('sgd'),
  lr: rate,
  momentum: rate,
  nesterov: v.boolean(),
  weightDecay: rate
});

export const adamSettings = v.strictObject({
  kind: v.literal('adam'),
  lr: rate,
  betas: v.tuple([share, share]),
  eps: rate,
  weightDecay: rate
});

export const optimizerSettings = v.variant('kind', [sgdSettings, adamSettings]);

/** What one step is fed: all rows as one tensor, one row as single numbers, or so many rows. */
export const batchSetting = v.union([
  v.picklist(['whole', 'row']),
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(TRAIN_LIMITS.cells))
]);

export const trainingSettings = v.strictObject({
  /** Node whose value is made small, or null for the result. */
  loss: v.nullable(v.pipe(v.string(), v.maxLength(60))),
  optimizer: optimizerSettings,
  /** Steps of one run. */
  steps: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(TRAIN_LIMITS.steps)),
  batch: batchSetting,
  /** Orders the rows, and starts what the graph itself draws at random. */
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff))
});

const cell = v.pipe(v.number(), v.finite());
export const dataTable = v.pipe(
  v.strictObject({
    columns: v.pipe(
      v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(TRAIN_LIMITS.column))),
      v.minLength(1),
      v.maxLength(TRAIN_LIMITS.columns)
    ),
    rows: v.pipe(v.array(v.array(cell)), v.minLength(1), v.maxLength(TRAIN_LIMITS.cells))
  }),
  v.check(
    ({ columns, rows }) =>
      new Set(columns).size === columns.length &&
      rows.every((row) => row.length === columns.length) &&
      rows.length * columns.length <= TRAIN_LIMITS.cells,
    `a table has named columns, rows of equal length and at most ${TRAIN_LIMITS.cells} numbers`
  )
);

export type SgdSettings = v.InferOutput<typeof sgdSettings>;
export type AdamSettings = v.InferOutput<typeof adamSettings>;
export type OptimizerSettings = v.InferOutput<typeof optimizerSettings>;
export type BatchSetting = v.InferOutput<typeof batchSetting>;
export type TrainingSettings = v.InferOutput<typeof trainingSettings>;
export type DataTable = v.InferOutput<typeof dataTable>;

export const SGD_DEFAULTS: SgdSettings = {
  kind: 'sgd',
  lr: 0.1,
  momentum: 0,
  nesterov: false,
  weightDecay: 0
};

export const ADAM_DEFAULTS: AdamSettings = {
  kind: 'adam',
  lr: 0.05,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0
};

export const TRAINING_DEFAULTS: TrainingSettings = {
  loss: null,
  optimizer: SGD_DEFAULTS,
  steps: 100,
  batch: 'whole',
  seed: 0
};

/** A rate to try after steps that were too large; from far out it leads back to where rates usually are. */
export const lowerRate = (lr: number): number => Number(Math.min(lr / 10, 1).toPrecision(6));
