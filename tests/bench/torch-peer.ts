import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { folder } from './folder';
import { remote, type Remote } from './remote';

/** Interpreters that may have torch. */
const interpreters = [process.env.PYTHON, 'python3', '/usr/bin/python3'];

/** PyTorch, which times itself. @throws where no Python has it */
export function torch(): Remote {
  const python = interpreters.find(
    (one) =>
      one !== undefined && spawnSync(one, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0
  );
  if (python === undefined) throw new Error('no Python here can import torch');
  return remote(python, [path.join(folder, 'torch_peer.py')]);
}
