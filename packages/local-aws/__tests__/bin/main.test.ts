import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'local-aws-cli-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** As npx runs it, from a folder that is not the package's. */
function localAws(...args: string[]) {
  const program = join(__dirname, '../../bin/local-aws.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: directory,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

jest.setTimeout(60_000);

test('--help lists the commands, and so does no command at all', () => {
  const help = localAws('--help');
  expect(help).toMatchObject({
    status: 0,
    output: expect.stringMatching(/start .*\n.*status .*\n.*env .*\n.*stop/),
  });
  expect(localAws()).toEqual({ ...help, status: 1 });
});

test('a command that there is not is named', () => {
  expect(localAws('constructor')).toEqual({
    status: 1,
    output: 'there is no command constructor: --help lists them\n',
  });
});

test('where nothing runs, status and env say so and fail, and there is nothing to stop', () => {
  expect(localAws('status')).toEqual({ status: 1, output: 'The local AWS is not running.\n' });
  expect(localAws('env')).toEqual({
    status: 1,
    output: 'the local AWS is not running: npx local-aws start\n',
  });
  expect(localAws('stop')).toEqual({ status: 0, output: 'Nothing was running.\n' });
});
