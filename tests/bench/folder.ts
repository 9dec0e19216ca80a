import path from 'node:path';

/** Where the benchmark and the packages that it compares with are: it is bundled elsewhere and run in the project's root. */
export const folder = path.resolve('tests/bench');
