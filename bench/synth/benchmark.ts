import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Length, median } from '../benchmark';
import { writeTemplateWay } from './template-way';

const REGIONS = { whole: [1, 2, 3, 4, 5, 6], shortest: [1] };
const ROUNDS = { whole: 3, shortest: 1 };
const RUN_TIMEOUT_MILLISECONDS = 600_000;

interface Figure {
  readonly seconds: number;
  readonly megabytes: number;
}

interface Way {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

function synthesizeOnce({ command, args, cwd }: Way, regions: number, outdir: string): Figure {
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(command, [...args, String(regions), outdir], {
    cwd,
    encoding: 'utf8',
    timeout: RUN_TIMEOUT_MILLISECONDS,
    env: { ...process.env, TS_NODE_COMPILER: 'typescript-5' },
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`);
  return { seconds, megabytes: Number(stdout.trim().split('\n').at(-1)) };
}

/** Ours and the template's in turn, so that a machine that slows down slows both. */
export async function synthBenchmark(length: Length): Promise<void> {
  const [counts, roundCount] = [REGIONS[length], ROUNDS[length]];
  const scratch = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
  try {
    const template = join(scratch, 'template');
    writeTemplateWay(template);
    const ours: Way = {
      command: 'node',
      args: ['--import', 'tsx', 'bench/synth/app.ts'],
      cwd: process.cwd(),
    };
    const theirs: Way = {
      command: 'node',
      args: ['node_modules/ts-node/dist/bin.js', 'bench/synth/app.ts'],
      cwd: template,
    };
    console.log(
      `All stacks of one deployment, whole process, median of ${roundCount}; memory of the node process.`,
    );
    console.log('regions   ours s  ours MB   template s  template MB   faster');
    const ourSeconds: number[] = [];
    for (const regions of counts) {
      const rounds = Array.from({ length: roundCount }, () => ({
        ours: synthesizeOnce(ours, regions, join(scratch, 'ours')),
        theirs: synthesizeOnce(theirs, regions, join(scratch, 'theirs')),
      }));
      const figure = (way: 'ours' | 'theirs', key: keyof Figure) =>
        median(rounds.map((round) => round[way][key]));
      const [seconds, templateSeconds] = [figure('ours', 'seconds'), figure('theirs', 'seconds')];
      ourSeconds.push(seconds);
      console.log(
        [
          String(regions).padStart(7),
          seconds.toFixed(2).padStart(9),
          figure('ours', 'megabytes').toFixed(0).padStart(8),
          templateSeconds.toFixed(2).padStart(12),
          figure('theirs', 'megabytes').toFixed(0).padStart(12),
          `${(templateSeconds / seconds).toFixed(1)}×`.padStart(8),
        ].join(' '),
      );
    }
    if (counts.length === 1) return;
    const growth = ((ourSeconds.at(-1) ?? 0) - (ourSeconds[0] ?? 0)) / (counts.length - 1);
    console.log(`Each further region costs ${growth.toFixed(2)} s.`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
