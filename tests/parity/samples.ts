// Writes the registry's samples as JSON to standard output, for the generator that runs them in PyTorch.
import { operations } from '../../src/lib/ops/registry';
import { describeOperation } from './samples-format';

process.stdout.write(JSON.stringify(operations.map(describeOperation)) + '\n');
