import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { terraformIfThere } from '../../cli/terraform-if-there';
import { type Length, median } from '../benchmark';
import { generatedStack, type PlanSize, stacksFor } from './plans';
import { secondsToShow, terraformPlan } from './terraform-show';
import { ways } from './ways';

const MEGABYTE = 2 ** 20;
const RUN_TIMEOUT_MILLISECONDS = 600_000;
/** Of 6 MB as `terraform show -json` prints it. */
const WHOLE: PlanSize = { resources: 1000, changes: 100 };
const CASES = {
  whole: { stacks: 30, quarters: [1, 2, 4], rounds: 3 },
  shortest: { stacks: 4, quarters: [1], rounds: 1 },
} as const;
const OURS = 'ours';
const AIM = { seconds: 2, megabytes: 300 };

interface Figure {
  readonly seconds: number;
  readonly cpuSeconds?: number;
  readonly parsingSeconds?: number;
  readonly megabytes?: number;
}

interface Case {
  readonly stacks: number;
  readonly size: PlanSize;
  readonly rounds: number;
}

/** Every way in turn over the same plans, each in a process of its own; `terraform show` beside, of a plan of that size. */
export async function reviewBenchmark(length: Length): Promise<void> {
  const { stacks, quarters, rounds } = CASES[length];
  const scratch = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
  try {
    const script = join(scratch, 'run.js');
    buildSync({
      entryPoints: [join(__dirname, 'run.ts')],
      bundle: true,
      platform: 'node',
      target: 'node20',
      outfile: script,
      logLevel: 'silent',
    });
    const terraform = await terraformIfThere();
    if ('reason' in terraform) console.log(`terraform show is left out: ${terraform.reason}`);
    console.log(
      `${stacks} stacks; whole processes with the reading of what Terraform has printed, median of ${rounds}.`,
    );
    console.log(
      'changes  MB a plan  way                 seconds  CPU s  of these JSON.parse  peak MB   ratio',
    );
    const ours: Figure[] = [];
    for (const quarter of quarters) {
      const size = {
        resources: (WHOLE.resources * quarter) / 4,
        changes: (WHOLE.changes * quarter) / 4,
      };
      const folder = mkdtempSync(join(scratch, 'plans-'));
      const measured = measure({ stacks, size, rounds }, folder, script, terraform);
      ours.push(measured);
      rmSync(folder, { recursive: true });
    }
    const [first, last] = [ours[0], ours.at(-1)];
    console.log(`The same input has given byte-identical reports each time.`);
    if (first === undefined || last === undefined || first === last) return;
    console.log(
      `A plan ${(quarters.at(-1) ?? 1) / quarters[0]} times as large takes ${(last.seconds / first.seconds).toFixed(1)} times as long.`,
    );
    console.log(
      `The aim, ${AIM.seconds} s and ${AIM.megabytes} MB, is ${isMet(last) ? 'met' : 'not met'} on this machine.`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const isMet = ({ seconds, megabytes = Number.NaN }: Figure) =>
  seconds <= AIM.seconds && megabytes <= AIM.megabytes;

/** Prints a line for each way, and returns our figure. */
function measure(
  { stacks, size, rounds: roundCount }: Case,
  folder: string,
  script: string,
  terraform: Awaited<ReturnType<typeof terraformIfThere>>,
): Figure {
  const megabytes = written(folder, stacks, size);
  const shown =
    'binary' in terraform
      ? terraformPlan(
          terraform.binary,
          join(folder, 'terraform'),
          generatedStack('bench-global', [], size, 1),
        )
      : undefined;
  const names = Object.keys(ways);
  const reports = new Set<string>();
  const rounds = Array.from({ length: roundCount }, () => {
    const figures = names.map((way) => {
      const out = mkdtempSync(join(folder, 'reports-'));
      const figure = figureOf(script, way, folder, out);
      if (way === OURS) reports.add(digestOf(out));
      return figure;
    });
    if (shown === undefined || !('binary' in terraform)) return figures;
    return [...figures, { seconds: secondsToShow(terraform.binary, shown, stacks) }];
  });
  const again = mkdtempSync(join(folder, 'reports-'));
  figureOf(script, OURS, folder, again);
  if (reports.add(digestOf(again)).size > 1) throw new Error('the same plans have given two reports');

  const rows = [
    ...names.map((name) => ({ name, planMegabytes: megabytes })),
    ...(shown ? [{ name: 'terraform show', planMegabytes: shown.jsonBytes / MEGABYTE }] : []),
  ];
  const figures = rows.map((_, index) => medianOf(rounds.map((round) => round[index])));
  const ours = figures[names.indexOf(OURS)] ?? { seconds: Number.NaN };
  for (const [index, { name, planMegabytes }] of rows.entries()) {
    const figure = figures[index] ?? ours;
    const ratio = figure === ours ? '' : `${(figure.seconds / ours.seconds).toFixed(2)}×`;
    console.log(rowOf(stacks * size.changes, planMegabytes, name, figure, ratio));
  }
  return ours;
}

function medianOf(figures: readonly (Figure | undefined)[]): Figure {
  const of = (key: keyof Figure) => median(figures.map((figure) => figure?.[key] ?? Number.NaN));
  return figures.every((figure) => figure?.megabytes === undefined)
    ? { seconds: of('seconds') }
    : {
        seconds: of('seconds'),
        cpuSeconds: of('cpuSeconds'),
        parsingSeconds: of('parsingSeconds'),
        megabytes: of('megabytes'),
      };
}

function rowOf(changes: number, planMegabytes: number, way: string, figure: Figure, ratio: string): string {
  const column = (value: number | undefined, digits: number, width: number) =>
    (value?.toFixed(digits) ?? '–').padStart(width);
  return [
    String(changes).padStart(7),
    planMegabytes.toFixed(1).padStart(10),
    '',
    way.padEnd(18),
    column(figure.seconds, 2, 8),
    column(figure.cpuSeconds, 2, 6),
    column(figure.parsingSeconds, 2, 20),
    column(figure.megabytes, 0, 8),
    ratio.padStart(7),
  ].join(' ');
}

/** Writes what the ways read, and returns the megabytes of a plan. */
function written(folder: string, stackCount: number, size: PlanSize): number {
  mkdirSync(join(folder, 'plans'), { recursive: true });
  let bytes = 0;
  for (const [index, { id, reads }] of stacksFor(stackCount).entries()) {
    const { json, plan } = generatedStack(id, reads, size, index + 1);
    mkdirSync(join(folder, 'stacks', id), { recursive: true });
    writeFileSync(join(folder, 'stacks', id, 'cdk.tf.json'), JSON.stringify(json));
    const file = join(folder, 'plans', `${id}.json`);
    writeFileSync(file, JSON.stringify(plan));
    bytes += statSync(file).size;
  }
  return bytes / stackCount / MEGABYTE;
}

function figureOf(script: string, way: string, folder: string, out: string): Figure {
  const printed = execFileSync(process.execPath, [script, way, folder, out], {
    encoding: 'utf8',
    timeout: RUN_TIMEOUT_MILLISECONDS,
  });
  return JSON.parse(printed) as Figure;
}

/** Of every file in it. */
function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
