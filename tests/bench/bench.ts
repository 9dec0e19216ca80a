// `npm run --silent bench`: one line of JSON per measurement on stdout, and nothing else there.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { backflow } from './backflow-peer';
import { network, scalarGraph } from './data';
import { folder } from './folder';
import { measure } from './measure';
import { micrograd } from './micrograd-peer';
import { type Peer, type Runner, said, type Workload } from './peer';
import { reference } from './reference';
import { remote, type Remote, serve } from './remote';
import { tfjs } from './tfjs-peer';
import { torch } from './torch-peer';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as unknown;

/** Installs the packages that are compared with, unless they are there in the right versions. */
function install(): void {
  const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
  const isThere = ([name, version]: [string, string]): boolean => {
    try {
      const found = read(`node_modules/${name}/package.json`) as { version?: string };
      return found.version === version;
    } catch {
      return false;
    }
  };
  if (Object.entries(dependencies).every(isThere)) return;
  const npm = process.env.npm_execpath;
  const [command, before] = npm ? [process.execPath, [npm]] : ['npm', []];
  const args = [...before, 'ci', '--no-audit', '--no-fund', '--silent'];
  spawnSync(command, args, { cwd: folder, stdio: 'ignore' });
}

const leftOut = new Set<string>();

/** Says once who is left out and why. */
function leaveOut(who: string, error: unknown): void {
  const line = `${who} is left out: ${said(error)}`;
  if (!leftOut.has(line)) console.error(line);
  leftOut.add(line);
}

const sizes = [10, 100, 1000];
const workloads: Workload[] = [
  ...sizes.map((n): Workload => ({ name: 'build', n, graph: scalarGraph(n) })),
  ...sizes.map((n): Workload => ({ name: 'rerun', n, graph: scalarGraph(n) })),
  { name: 'mlp-step', n: 100, network: network(100) }
];

/** The engines that run in JavaScript. */
const local: Record<string, () => Peer | Promise<Peer>> = {
  backflow: () => backflow,
  micrograd: () => micrograd,
  'tfjs-cpu': () => tfjs('cpu'),
  'tfjs-wasm': () => tfjs('wasm')
};

async function compare(): Promise<void> {
  install();
  const self = fileURLToPath(import.meta.url);
  const peers = Object.keys(local).map((name): [string, Remote] => [
    name,
    remote(process.execPath, [...process.execArgv, self, name])
  ]);
  try {
    peers.push(['torch', torch()]);
  } catch (error) {
    leaveOut('torch', error);
  }
  for (const workload of workloads) {
    const runners: Runner[] = [];
    for (const [name, { peer }] of peers) {
      try {
        runners.push(...(await peer(workload)));
      } catch (error) {
        leaveOut(name, error);
      }
    }
    const expected = reference(workload);
    for (const { peer, median, results } of await measure(runners, leaveOut)) {
      const errors = expected.map((value, k) => Math.abs(value - (results[k] ?? NaN)));
      console.log(
        JSON.stringify({
          peer,
          workload: workload.name,
          n: workload.n,
          ms_median: Number(median.toPrecision(4)),
          max_abs_err: Number(Math.max(...errors).toPrecision(3))
        })
      );
    }
  }
  for (const [, { end }] of peers) end();
}

const engine = local[process.argv[2] ?? ''];
await (engine ? serve(engine) : compare());
