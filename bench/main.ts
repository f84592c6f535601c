import { parseArgs } from 'node:util';
import { backfillBenchmark } from './backfill/benchmark';
import type { Benchmark, Length } from './benchmark';
import { edgeBenchmark } from './edge/benchmark';
import { edgeTriggerBenchmark } from './edge-trigger/benchmark';
import { failoverBenchmark } from './failover/benchmark';
import { localEdgeBenchmark } from './local-edge/benchmark';
import { reviewBenchmark } from './review/benchmark';
import { synthBenchmark } from './synth/benchmark';

/** Every benchmark: our figure, the baseline's and the ratio, measured side by side in one run. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  backfill: {
    summary: 'speed and memory of the fill worker, against buffering everything and lib-storage',
    run: backfillBenchmark,
  },
  edge: {
    summary: "bytes, time and heap of the edge router's lookup, against a map built for every request",
    run: edgeBenchmark,
  },
  synth: {
    summary: 'time and memory of synthesis for 1 to 6 regions, against the template way',
    run: synthBenchmark,
  },
  'local-edge': {
    summary: 'cached answers per second of the local edge on one core, against a bare Node server',
    run: localEdgeBenchmark,
  },
  'edge-trigger': {
    summary: 'bytes and import time of the edge trigger, against an empty module and the AWS SDK',
    run: edgeTriggerBenchmark,
  },
  failover: {
    summary: 'time to turn a switch while endpoints fail, beside the SDK with one endpoint',
    run: failoverBenchmark,
  },
  review: {
    summary: 'time and memory of a review of 30 plans, beside a summary table and terraform show',
    run: reviewBenchmark,
  },
};

const USAGE = [
  'Usage: npm run bench -- [name…] [--shortest]',
  '',
  ...Object.entries(benchmarks).map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`),
  '',
  '  --shortest   one round of the smallest case: shows that they work, and measures little',
].join('\n');

/** Whether it worked; what does not ends nothing but itself. */
async function works(name: string, { summary, run }: Benchmark, length: Length): Promise<boolean> {
  console.log(`\n== ${name}: ${summary}`);
  try {
    await run(length);
    return true;
  } catch (error) {
    console.error(`${name} does not work: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = { help: { type: 'boolean' }, shortest: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const unknown = positionals.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    console.error(`unknown benchmark ${unknown.join(', ')}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const chosen = Object.entries(benchmarks).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  let failed = 0;
  for (const [name, benchmark] of chosen) {
    if (!(await works(name, benchmark, values.shortest ? 'shortest' : 'whole'))) failed++;
  }
  console.log(`\nBenchmarks: ${chosen.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

void main(process.argv.slice(2));
