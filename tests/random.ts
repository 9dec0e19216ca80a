import fc from 'fast-check';

/**
 * Random tests draw the same cases on every machine, so that what fails once fails again.
 * `RANDOM_SEED=any npm run test:unit` draws new ones, and a number draws those that a failure named.
 */
const wanted = process.env['RANDOM_SEED'];

fc.configureGlobal({
  ...(wanted === 'any' ? {} : { seed: Number(wanted ?? 20260101) }),
  includeErrorInReport: true
});
