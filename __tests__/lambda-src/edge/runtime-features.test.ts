import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { njsVersion } from 'local-aws/edge/functions/njs';
import { QuickJsScript } from 'local-aws/edge/functions/quickjs/script';
import { RECORDED_NJS } from 'local-aws/edge/functions/quickjs/surface';
import { bundleEdgeFunction } from '../../../build/edge-bundle';
import {
  type BuildVerdict,
  type EngineVerdict,
  type RuntimeFeature,
  runtimeFeatures,
} from './runtime-features';

const root = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'edge-features-'));
afterAll(() => rmSync(folder, { recursive: true }));

const signature = ({ isAsync }: RuntimeFeature) => `${isAsync ? 'async ' : ''}function handler(e)`;
const CALL = `
Promise.resolve(handler({ one: 1, name: 'a' })).then(
  function (result) { if (result !== true) { throw new Error('not true'); } console.log('worked'); },
  function (error) { throw error; });
`;

/** The feature works only if the handler returned true. */
function inNjs(script: string): EngineVerdict {
  const file = join(folder, 'function.js');
  writeFileSync(file, script + CALL);
  const { stdout, error } = spawnSync('njs', [file], { encoding: 'utf8' });
  if (error) throw error;
  return /worked/.test(stdout) ? 'runs' : 'refuses';
}

async function inQuickJs(code: string): Promise<EngineVerdict> {
  const lines: string[] = [];
  const loaded = QuickJsScript.load({ code: code + CALL, onLog: (line) => lines.push(line) });
  await loaded.then(
    (script) => script.dispose(),
    () => undefined,
  );
  return lines.includes('worked') ? 'runs' : 'refuses';
}

function build(feature: RuntimeFeature): { verdict: BuildVerdict; script?: string } {
  const { before = '', code, mark } = feature;
  const file = join(folder, 'function.mts');
  writeFileSync(file, `${before}\nexport ${signature(feature)} { ${code} }`);
  try {
    const entry = relative(join(root, 'lambda-src', 'edge'), file);
    const script = bundleEdgeFunction({ entry, constants: {} });
    return { verdict: mark === undefined || mark.test(script) ? 'keeps' : 'rewrites', script };
  } catch (error) {
    const isOurs = /:\d+: expected /.test(String(error));
    return { verdict: isOurs ? 'refuses (check)' : 'refuses (esbuild)' };
  }
}

/** Whether njs itself is asked; where not, its column stays as it was recorded with that version. */
const isNjsAsked = njsVersion() === RECORDED_NJS;

const AWS_PAGE =
  'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html';
const DOCUMENT = join(root, 'docs', 'reference', 'edge-runtime.md');
const MARKS = [
  '<!-- generated from __tests__/lambda-src/edge/runtime-features.ts -->',
  '<!-- end -->',
] as const;

const anchor = (section: string) => `writing-functions-javascript-features-${section}-20`;
const TABLE = [
  '| Feature | Our build | njs | QuickJS | AWS |',
  '|---|---|---|---|---|',
  ...runtimeFeatures.map(
    ({ name, build, njs, quickjs, aws, section }) =>
      `| ${name} | ${build} | ${njs} | ${quickjs} | [${aws}][${section}] |`,
  ),
  '',
  ...[...new Set(runtimeFeatures.map(({ section }) => section))].map(
    (section) => `[${section}]: ${AWS_PAGE}#${anchor(section)}`,
  ),
].join('\n');

function withTable(text: string): string {
  const [start, end] = MARKS;
  const [before = '', after = ''] = [text.split(start)[0], text.split(end)[1]];
  return `${before}${start}\n${TABLE}\n${end}${after}`;
}

const rows = runtimeFeatures.map((feature) => [feature.name, feature] as const);

describe('a feature of the language', () => {
  it.each(rows)('is what the table says: %s', async (_, feature) => {
    const raw = `${feature.before ?? ''}\n${signature(feature)} { ${feature.code} }`;
    const { verdict, script } = build(feature);

    expect({
      build: verdict,
      njs: isNjsAsked ? inNjs(raw) : feature.njs,
      quickjs: await inQuickJs(raw),
    }).toEqual({ build: feature.build, njs: feature.njs, quickjs: feature.quickjs });
    if (script === undefined) return;
    // Whatever the build lets through works in the engines.
    expect([isNjsAsked ? inNjs(script) : 'runs', await inQuickJs(script)]).toEqual(['runs', 'runs']);
  });

  it('gets through the build as it is only if AWS lists it', () => {
    const unlisted = runtimeFeatures.filter(({ build, aws }) => build === 'keeps' && aws !== 'supported');

    expect(unlisted.map(({ name }) => name)).toEqual([]);
  });

  it('is in the published table as it is here; UPDATE_DOCUMENTS=1 writes the table', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    if (process.env.UPDATE_DOCUMENTS === '1') {
      writeFileSync(DOCUMENT, withTable(text));
      return;
    }
    expect(text).toBe(withTable(text));
  });

  it('is one of at least sixty, each once', () => {
    expect(new Set(runtimeFeatures.map(({ name }) => name)).size).toBe(runtimeFeatures.length);
    expect(runtimeFeatures.length).toBeGreaterThanOrEqual(60);
  });
});
