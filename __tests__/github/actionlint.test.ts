import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { texts } from './files';

interface Finding {
  readonly message: string;
  readonly line: number;
}

function actionlint(files: readonly (readonly [string, string])[]): readonly [string, readonly Finding[]][] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'run-actionlint.js')], {
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
  const [title, step, ...ours] = actionlint([
    ['.github/workflows/title.yml', workflow('echo "${{ github.event.pull_request.title }}"')],
    ['.github/workflows/step.yml', workflow('echo "${{ steps.none.outputs.nothing }}"')],
    ...workflows,
  ]);

  expect(title?.[1][0]?.message).toContain('potentially untrusted');
  expect(step?.[1][0]?.message).toContain('"none" is not defined');
  expect(workflows.length).toBeGreaterThan(7);
  expect(ours).toEqual(workflows.map(([path]) => [path, []]));
});
