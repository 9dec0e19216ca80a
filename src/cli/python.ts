// `npm run --silent python -- FILE.py` (or `-` for standard input): runs Python with our torch, as `python FILE.py` would.
import { readFileSync } from 'node:fs';
import { openPython } from './open-python';

const [file, ...rest] = process.argv.slice(2);

function codeOf(name: string): string {
  try {
    return readFileSync(name === '-' ? 0 : name, 'utf8');
  } catch {
    console.error(`${name}: there is no such file, or it can't be read`);
    process.exit(1);
  }
}

if (file === undefined || rest.length > 0 || file === '--help' || file === '-h') {
  const isHelp = file === '--help' || file === '-h';
  (isHelp ? console.log : console.error)(
    'usage: npm run --silent python -- FILE.py | FILE.ipynb | -'
  );
  process.exit(isHelp ? 0 : 1);
}

const code = codeOf(file);
const python = await openPython((event) => {
  if (event.kind === 'text') process[event.stream].write(event.text);
  else if (event.kind === 'result') process.stdout.write(`${event.text}\n`);
});
const { fault, exit } = python.run(code, { file: file === '-' ? '<stdin>' : file, echo: false });
if (fault) process.stderr.write(fault.traceback);
process.exitCode = fault ? 1 : (exit ?? 0);
