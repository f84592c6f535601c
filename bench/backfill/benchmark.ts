import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import type { Length } from '../benchmark';
import { ways } from './ways';

const MEGABYTE = 2 ** 20;
/** 5 GB takes everybody a minute or more, and the others' memory; ours is measured with `MERIDIAN_FULL=1`. */
const RUNS: readonly {
  link: 'fast' | 'plain' | 'slow';
  megabytes: number;
  ways: readonly string[];
  isFull?: boolean;
}[] = [
  { link: 'fast', megabytes: 8, ways: Object.keys(ways) },
  { link: 'fast', megabytes: 256, ways: Object.keys(ways) },
  { link: 'fast', megabytes: 1024, ways: Object.keys(ways) },
  { link: 'plain', megabytes: 1024, ways: ['ours'] },
  { link: 'slow', megabytes: 8, ways: Object.keys(ways) },
  { link: 'slow', megabytes: 256, ways: Object.keys(ways) },
  { link: 'slow', megabytes: 1024, ways: ['ours'] },
  { link: 'fast', megabytes: 5 * 1024, ways: ['ours'], isFull: true },
  { link: 'plain', megabytes: 5 * 1024, ways: ['ours'], isFull: true },
];
const RUN_TIMEOUT_MILLISECONDS = 600_000;

interface Figure {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Every way in turn for every size, each in a process of its own, bundled as the function is. */
export async function backfillBenchmark(length: Length): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
  const servers: ChildProcess[] = [];
  try {
    buildSync({
      entryPoints: ['copy', 'source-server', 'sink-server'].map((name) => join(__dirname, `${name}.ts`)),
      bundle: true,
      platform: 'node',
      target: 'node20',
      outdir: scratch,
      logLevel: 'silent',
    });
    const serve = async (name: string): Promise<string> => {
      const server = spawn(process.execPath, [join(scratch, `${name}.js`)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      servers.push(server);
      const [port] = await once(server.stdout, 'data');
      return `http://127.0.0.1:${String(port).trim()}`;
    };
    const [source, sink] = [await serve('source-server'), await serve('sink-server')];

    console.log('The slow link gives each connection 20 MB/s after 100 ms, the plain one no ranges.');
    console.log('Memory is the peak of the copying process.');
    console.log(`link  object MB  way                 seconds   MB/s   peak MB   against ours`);
    for (const run of length === 'shortest' ? RUNS.slice(0, 1) : RUNS) {
      if (run.isFull === true && process.env.MERIDIAN_FULL !== '1') continue;
      const bytes = run.megabytes * MEGABYTE;
      let ours = Number.NaN;
      for (const way of run.ways) {
        const figure = await copied(scratch, way, `${source}/${run.link}/${bytes}`, sink);
        await requireReceived(sink, bytes);
        if (way === 'ours') ours = figure.seconds;
        console.log(row(run.link, run.megabytes, way, figure, figure.seconds / ours));
      }
    }
  } finally {
    for (const server of servers) server.kill();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function copied(scratch: string, way: string, source: string, sink: string): Promise<Figure> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(scratch, 'copy.js'), way, source, sink],
    {
      timeout: RUN_TIMEOUT_MILLISECONDS,
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    },
  );
  return JSON.parse(stdout);
}

async function requireReceived(sink: string, bytes: number): Promise<void> {
  const received = Number(await (await fetch(`${sink}/received`)).text());
  if (received !== bytes) throw new Error(`expected ${bytes} bytes in the bucket, got ${received}`);
}

function row(link: string, objectMegabytes: number, way: string, figure: Figure, ratio: number): string {
  return [
    link.padEnd(5),
    String(objectMegabytes).padStart(9),
    '',
    way.padEnd(18),
    figure.seconds.toFixed(2).padStart(8),
    (objectMegabytes / figure.seconds).toFixed(0).padStart(6),
    figure.megabytes.toFixed(0).padStart(9),
    (way === 'ours' ? '' : `${ratio.toFixed(1)}× the time`).padStart(14),
  ].join(' ');
}
