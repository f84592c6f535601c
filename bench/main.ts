import { backfillBenchmark } from './backfill/benchmark';
import { edgeBenchmark } from './edge/benchmark';
import { edgeTriggerBenchmark } from './edge-trigger/benchmark';
import { localEdgeBenchmark } from './local-edge/benchmark';
import { synthBenchmark } from './synth/benchmark';

/** Every benchmark: our figure, the baseline's and the ratio, measured side by side in one run. */
const benchmarks: Readonly<Record<string, { summary: string; run: () => Promise<void> }>> = {
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
};

const USAGE = [
  'Usage: npm run bench -- [name…]',
  '',
  ...Object.entries(benchmarks).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`),
].join('\n');

async function main(names: readonly string[]): Promise<void> {
  if (names.includes('--help')) {
    console.log(USAGE);
    return;
  }
  const unknown = names.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    console.error(`unknown benchmark ${unknown.join(', ')}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
    console.log(`\n== ${name}: ${benchmarks[name]?.summary}`);
    await benchmarks[name]?.run();
  }
}

void main(process.argv.slice(2));
