import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { Agent, request as httpRequest } from 'node:http';
import { type Length, median } from '../benchmark';

const SECONDS = { whole: 3, shortest: 0.5 };
const ROUNDS = { whole: 3, shortest: 1 };
const CONNECTIONS = 8;
const HOST = 'www.meridian.example';

interface Ports {
  readonly backend: number;
  readonly edge: readonly [withFunction: number, without: number];
}

/** Answers per second of cached requests, on one core where `taskset` can hold the edge and its engine there. */
export async function localEdgeBenchmark(length: Length): Promise<void> {
  const [seconds, rounds] = [SECONDS[length], ROUNDS[length]];
  const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0;
  const node = [process.execPath, '--import', 'tsx', 'bench/local-edge/server.ts'];
  const [command = '', ...args] = pinned ? ['taskset', '-c', '0', ...node] : node;
  const server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const { backend, edge } = await ports(server);
    console.log(
      `${CONNECTIONS} connections, 2 kB, ${seconds} s each, median of ${rounds}; edge and njs ${pinned ? 'together on one core' : 'on any core: there is no taskset here'}.`,
    );
    const lines = [
      { what: 'from cache, with the site router', port: edge[0] },
      { what: 'from cache, without a function', port: edge[1] },
      { what: 'baseline: bare Node server', port: backend },
    ];
    const figures = lines.map(() => [] as number[]);
    for (let round = 0; round < rounds; round++) {
      for (const [index, { port }] of lines.entries()) figures[index]?.push(await perSecond(port, seconds));
    }
    const baseline = median(figures[2] ?? []);
    console.log('                                     answers/s   of the baseline');
    for (const [index, { what }] of lines.entries()) {
      const figure = median(figures[index] ?? []);
      const share = `${((figure / baseline) * 100).toFixed(0)} %`;
      console.log(`${what.padEnd(36)} ${figure.toFixed(0).padStart(9)} ${share.padStart(15)}`);
    }
  } finally {
    server.disconnect();
  }
}

function ports(server: ChildProcess): Promise<Ports> {
  return new Promise((resolve, reject) => {
    server.once('message', (message) => resolve(message as Ports));
    server.once('exit', (code) => reject(new Error(`the edge ended with status ${code}`)));
  });
}

async function perSecond(port: number, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  await ask(port, agent);
  const started = performance.now();
  const until = started + seconds * 1000;
  const counts = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      let count = 0;
      while (performance.now() < until) {
        await ask(port, agent);
        count++;
      }
      return count;
    }),
  );
  agent.destroy();
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - started) / 1000);
}

function ask(port: number, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { host: HOST, 'x-sim-country': 'JP', 'accept-encoding': 'gzip' };
    httpRequest({ host: '127.0.0.1', port, path: '/index.html', agent, headers }, (response) => {
      const cached = response.headers['x-cache'];
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}, ${cached}`));
      response.on('end', resolve).on('error', reject).resume();
    })
      .on('error', reject)
      .end();
  });
}
