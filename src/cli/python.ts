// `npm run --silent python -- FILE.py` (a notebook, or `-` for standard input): runs Python with our torch, as
// `python FILE.py` would.
import { codeOf, openPython, runAll } from './open-python';

const USAGE = 'usage: npm run --silent python -- FILE.py | FILE.ipynb | -';
const [file, ...rest] = process.argv.slice(2);

if (file === '--help' || file === '-h') console.log(USAGE);
else if (file === undefined || rest.length > 0) {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  try {
    const cells = codeOf(file);
    const python = await openPython((event) => {
      if (event.kind === 'text') process[event.stream].write(event.text);
      else if (event.kind === 'result') process.stdout.write(`${event.text}\n`);
    });
    const { fault, exit } = runAll(python, cells);
    if (fault) process.stderr.write(fault.traceback);
    process.exitCode = fault ? 1 : (exit ?? 0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
