import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, lambdaSource } from '../../build/bundle';
import { zip } from '../../build/zip';

const root = join(__dirname, '../..');
const constants = {
  ALLOWED_PREFIXES: ['images/'],
  MISS_QUEUES: { 'bucket-europe': ['eu-central-1', 'demo-misses-europe'] },
};
const trigger = join(lambdaSource, 'backfill/signal/edge-trigger.ts');

describe('packaging', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'packaging '));
    for (const folder of ['lambda-src', 'build']) {
      cpSync(join(root, folder), join(directory, folder), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** The hash of a function packaged by another process, from the copied sources, in another place and time. */
  function hashElsewhere(entry: string, timeZone: string, daysFromNow: number): string {
    const script = `
      const RealDate = Date, later = RealDate.now() + ${daysFromNow} * 86400000;
      globalThis.Date = class extends RealDate { constructor(...parts) { super(...(parts.length ? parts : [later])); } };
      Date.now = () => later;
      const { bundle, lambdaSource } = require('./build/bundle.ts');
      const { archived } = require('./build/zip.ts');
      const entryPath = require('node:path').join(lambdaSource, ${JSON.stringify(entry)});
      console.log(archived('index.js', bundle({ entryPath, constants: ${JSON.stringify(constants)} })).sha256);`;
    return execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], {
      cwd: directory,
      env: { ...process.env, TZ: timeZone },
      encoding: 'utf8',
    }).trim();
  }

  it.each(['backfill/signal/edge-trigger.ts', 'backfill/queue/fill-worker.ts'])(
    'gives %s the same hash in another folder, time zone and year',
    (entry) => {
      expect(hashElsewhere(entry, 'Pacific/Kiritimati', 400)).toBe(
        hashElsewhere(entry, 'America/St_Johns', 0),
      );
    },
  );

  it('gives the copied sources the same bytes as the original ones', () => {
    const copy = join(directory, 'lambda-src/backfill/signal/edge-trigger.ts');

    expect(zip('index.js', bundle({ entryPath: copy, constants }))).toEqual(
      zip('index.js', bundle({ entryPath: trigger, constants })),
    );
  });

  it('gives other code other bytes', () => {
    const copy = join(directory, 'lambda-src/backfill/signal/edge-trigger.ts');
    const imported = join(directory, 'lambda-src/backfill/signal/miss-report.ts');
    writeFileSync(
      imported,
      readFileSync(imported, 'utf8').replace('TIMEOUT_MILLISECONDS = 5000', 'TIMEOUT_MILLISECONDS = 5001'),
    );

    expect(bundle({ entryPath: copy, constants })).not.toEqual(bundle({ entryPath: trigger, constants }));
  });

  it('gives other constants other bytes', () => {
    expect(
      bundle({ entryPath: trigger, constants: { ...constants, ALLOWED_PREFIXES: ['video/'] } }),
    ).not.toEqual(bundle({ entryPath: trigger, constants }));
  });

  it('bundles a function once per process', () => {
    expect(bundle({ entryPath: trigger, constants })).toBe(bundle({ entryPath: trigger, constants }));
  });

  it('keeps the edge trigger within 4 KB, with six regions that have the longest names', () => {
    const regions = Array.from({ length: 6 }, (_, index) => `region-name${index}`);
    const misses = regions.map((region) => [
      `bucket-${region}`,
      ['ap-southeast-1', `longest-name-misses-${region}`],
    ]);
    const code = bundle({
      entryPath: trigger,
      constants: { ALLOWED_PREFIXES: ['images/', 'video/'], MISS_QUEUES: Object.fromEntries(misses) },
      format: 'module',
    });

    expect(code.length).toBeLessThanOrEqual(4096);
  });

  it('bundles as a module too, for functions that have to be small', () => {
    const code = bundle({ entryPath: trigger, constants, format: 'module' });

    expect(code.toString()).toMatch(/export\{\w+ as handler\};\s*$/);
    expect(code.length).toBeLessThan(bundle({ entryPath: trigger, constants }).length);
  });

  it('says where code does not build', () => {
    writeFileSync(
      join(directory, 'lambda-src/broken.ts'),
      "import { missing } from './nowhere';\nmissing();\n",
    );

    expect(() => bundle({ entryPath: join(directory, 'lambda-src/broken.ts') })).toThrow(
      /broken\.ts:1:24: ERROR: Could not resolve "\.\/nowhere"/,
    );
  });
});
