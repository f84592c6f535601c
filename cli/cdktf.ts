import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { shellExports } from 'local-aws/environment';
import { declaredStacks } from '../terraform/declared-stacks';
import { root } from '../terraform/paths';
import { toolEnvironment } from '../terraform/tool-environment';
import { changedAccount } from './account';
import { targetEnvironment } from './environment';

/** Commands of cdktf that change an account. It asks itself, and names none. */
const CHANGING = ['deploy', 'apply', 'destroy', 'watch'];

/** Runs cdktf-cli with this project's Terraform and provider; `--local` is ours, everything else is cdktf's. */
export async function cdktf(args: readonly string[], signal: AbortSignal): Promise<number> {
  const rest = args.filter((arg) => arg !== '--local');
  const local = rest.length < args.length;
  const environment = { ...(await toolEnvironment()), ...targetEnvironment(local) };
  if (rest[0] === 'env') {
    console.log(shellExports(environment));
    return 0;
  }
  if (CHANGING.includes(rest[0] ?? '') && !rest.includes('--help')) {
    for (const account of await accountsOf(rest, local, signal)) console.error(`cdktf works on ${account}.`);
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
  return code ?? 1;
}

/** The account of each deployment that is named, or of every one where a pattern may mean any. */
async function accountsOf(args: readonly string[], local: boolean, signal: AbortSignal): Promise<string[]> {
  const stacks = await declaredStacks({ signal });
  const named = stacks.filter(({ id }) => args.includes(id));
  const changed = named.length > 0 ? named : stacks;
  const deployments = new Map(changed.map((stack) => [stack.deployment, stack]));
  return Promise.all([...deployments.values()].map((stack) => changedAccount(stack, { local })));
}
