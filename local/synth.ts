import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_DIRECTORY, logsDirectory, PROJECT_DIRECTORY } from './directory';
import { run } from './setup/run';

/** `npm run synth`; throws what it said when it fails, which for a wrong document is every problem in it. */
export async function synthesize(signal?: AbortSignal): Promise<void> {
  const { status, stdout, stderr } = await run('npm', ['run', '--silent', 'synth'], {
    directory: PROJECT_DIRECTORY,
    signal,
  });
  const logs = logsDirectory(LOCAL_DIRECTORY);
  mkdirSync(logs, { recursive: true });
  appendFileSync(join(logs, 'synth.log'), `--- ${new Date().toISOString()}\n${stdout}${stderr}`);
  signal?.throwIfAborted();
  if (status !== 0) {
    throw new Error(`npm run synth failed:\n${`${stdout}${stderr}`.trim()}`);
  }
}
