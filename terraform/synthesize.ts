import { spawn } from 'node:child_process';
import { root } from './paths';

/** Runs `npm run synth`; what it prints is shown only when it fails, where it is the list of what is wrong. */
export async function synthesize(signal?: AbortSignal): Promise<void> {
  const child = spawn('npm', ['run', '--silent', 'synth'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    ...(signal ? { signal } : {}),
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => printed.push(chunk));
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) throw new Error(`Nothing was synthesized:\n${Buffer.concat(printed).toString().trim()}`);
}
