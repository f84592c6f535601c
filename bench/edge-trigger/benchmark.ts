import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundle, lambdaSource } from '../../build/bundle';
import { type Length, median } from '../benchmark';

const ROUNDS = { whole: 31, shortest: 3 };
const REGIONS = 6;

/** Prints how long the import of a file took, as Lambda's runtime does it in a new container. */
const IMPORT = `
  const started = performance.now();
  await import(process.argv[1]);
  console.log(performance.now() - started);`;

function importMilliseconds(file: string): number {
  const args = ['--input-type=module', '--eval', IMPORT, file];
  return Number(
    execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
}

/** The trigger as it is deployed for six regions with names of the greatest length. */
function edgeTrigger(): Buffer {
  const regions = Array.from({ length: REGIONS }, (_, index) => `region-name${index}`);
  const misses = regions.map((region) => [
    `bucket-${region}`,
    ['ap-southeast-1', `longest-name-misses-${region}`],
  ]);
  return bundle({
    entryPath: join(lambdaSource, 'backfill/signal/edge-trigger.ts'),
    constants: { ALLOWED_PREFIXES: ['images/', 'video/'], MISS_QUEUES: Object.fromEntries(misses) },
    format: 'module',
  });
}

/** What the trigger loads once per container, and only in those that find a miss. */
const FIRST_MISS = `export const handler = ['crypto', 'https'].map((name) => process.getBuiltinModule('node:' + name));`;

/** What sends the same message with the SDK. */
function sdkClient(): Uint8Array {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
        const client = new SQSClient({ region: 'eu-central-1' });
        exports.handler = (key) => client.send(new SendMessageCommand({ QueueUrl: 'queue', MessageBody: key }));`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** Bytes and import time of the edge trigger beside an empty module and beside the SDK, each in fresh processes. */
export async function edgeTriggerBenchmark(length: Length): Promise<void> {
  const roundCount = ROUNDS[length];
  const scratch = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
  try {
    const ways = [
      {
        name: 'empty module',
        file: join(scratch, 'empty.mjs'),
        code: Buffer.from('export const handler = 1;'),
      },
      { name: 'edge trigger', file: join(scratch, 'trigger.mjs'), code: edgeTrigger() },
      { name: 'first miss', file: join(scratch, 'first-miss.mjs'), code: Buffer.from(FIRST_MISS) },
      { name: 'AWS SDK', file: join(scratch, 'sdk.cjs'), code: sdkClient() },
    ];
    for (const { file, code } of ways) writeFileSync(file, code);
    // In turn, so that a machine that slows down slows all of them.
    const rounds = Array.from({ length: roundCount }, () => ways.map(({ file }) => importMilliseconds(file)));
    const figures = ways.map((_, index) => median(rounds.map((round) => round[index] ?? Number.NaN)));
    const [empty = Number.NaN, ours = Number.NaN] = figures;
    console.log(
      `Import in a fresh process, median of ${roundCount}; ${REGIONS} regions with the longest names.`,
    );
    console.log('"first miss" is what the trigger loads later, in containers that find one.');
    console.log('                 bytes   import ms   over empty   against ours');
    for (const [index, { name, code }] of ways.entries()) {
      const milliseconds = figures[index] ?? Number.NaN;
      console.log(
        `${name.padEnd(12)} ${String(code.length).padStart(9)} ${milliseconds.toFixed(2).padStart(11)} ${(milliseconds - empty).toFixed(2).padStart(12)} ${`${(milliseconds / ours).toFixed(1)}×`.padStart(14)}`,
      );
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
