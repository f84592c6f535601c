import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { shellExports } from 'local-aws/environment';
import { root } from '../terraform/paths';
import { toolEnvironment } from '../terraform/tool-environment';
import { command } from './command';
import { targetEnvironment } from './environment';

const help = `
Usage: npm run cdktf -- <cdktf command> [arguments] [--local]
       eval "$(npm run -s cdktf -- env [--local])"

Runs cdktf-cli with this project's Terraform and provider, such as: npm run cdktf -- deploy demo-global
After the second form, "npx cdktf deploy demo-global" does the same in that shell.

  --local   on the local AWS that "npm start" runs, instead of AWS
  env       prints the environment as shell commands instead of running anything
`;

/** Only a leading --help is for us: `npm run cdktf -- deploy --help` is cdktf's. */
const isForUs = process.argv.length <= 3;

async function run(args: readonly string[], signal: AbortSignal): Promise<void> {
  const rest = args.filter((arg) => arg !== '--local');
  const environment = { ...(await toolEnvironment()), ...targetEnvironment(rest.length < args.length) };
  if (rest[0] === 'env') {
    console.log(shellExports(environment));
    return;
  }
  // cdktf listens to Ctrl-C itself and gets it from the terminal; a signal sent to this process alone is passed on.
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js'), ...rest],
    {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: 'inherit',
    },
  );
  signal.addEventListener('abort', () => !process.stdin.isTTY && child.kill('SIGINT'), { once: true });
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) process.exitCode = code ?? 1;
}

if (isForUs || !process.argv.includes('--help')) command(help, ({ args, signal }) => run(args, signal));
else run(process.argv.slice(2), new AbortController().signal);
