import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPython } from '../../src/cli/open-python';
import type { Runtime } from '../../src/lib/python/events';

// Real PyTorch ran these programs (see generate.py); ours has to print the same.
const folder = fileURLToPath(new URL('programs/', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.py'))
  .map((file) => path.basename(file, '.py'))
  .sort();

/** What a run leaves: all of stdout; and if it failed the last line of stderr and the exit code, as in an .err file. */
interface Left {
  readonly stdout: string;
  readonly failure: string | null;
}

const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const normalised = (text: string): string => text.replace(/\bat 0x[0-9a-f]+/g, 'at 0x…');

function left(stdout: string, stderr: string, code: number): Left {
  const last = stderr.trimEnd().split('\n').at(-1);
  const failure = code === 0 ? null : normalised(`${last}\nexit code ${code}\n`);
  return { stdout: normalised(stdout), failure };
}

/** What PyTorch left. */
function expected(name: string): Left {
  const failure = existsSync(path.join(folder, `${name}.err`)) ? read(`${name}.err`) : null;
  return { stdout: read(`${name}.out`), failure };
}

describe('Python programs print what they print with PyTorch', () => {
  const printed = { stdout: '', stderr: '' };
  let python: Runtime;

  beforeAll(async () => {
    python = await openPython((event) => {
      if (event.kind === 'text') printed[event.stream] += event.text;
    });
  }, 60_000);

  beforeEach(() => {
    python.restart();
    printed.stdout = printed.stderr = '';
  });

  it.each(names)(
    '%s',
    (name) => {
      const { fault, exit } = python.run(read(`${name}.py`), { file: `${name}.py`, echo: false });
      if (fault) printed.stderr += fault.traceback;
      const found = left(printed.stdout, printed.stderr, fault ? 1 : (exit ?? 0));
      expect(found).toEqual(expected(name));
    },
    30_000
  );

  it('leaves no files behind of programs that are gone', () => {
    const orphans = readdirSync(folder).filter((file) => !names.includes(path.parse(file).name));
    expect(orphans).toEqual([]);
  });
});

describe('npm run python', () => {
  function run(name: string): Promise<Left> {
    const args = ['run', '--silent', 'python', '--', path.join(folder, `${name}.py`)];
    return new Promise((resolve) => {
      execFile('npm', args, { cwd: root }, (fault, stdout, stderr) => {
        resolve(left(stdout, stderr, fault ? Number(fault.code) : 0));
      });
    });
  }

  it.each(['lab_08', 'warnings_stderr', 'uncaught_twice', 'uncaught_exit'])(
    '%s',
    async (name) => expect(await run(name)).toEqual(expected(name)),
    30_000
  );
});
