import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { shellExports } from 'local-aws/environment';
import minimatch from 'minimatch';
import { type DeclaredStack, declaredStacks } from '../terraform/declared-stacks';
import { root } from '../terraform/paths';
import { shellEnvironment } from '../terraform/shell-environment';
import { toolEnvironment } from '../terraform/tool-environment';
import { type ChangedAccount, changedAccount } from './account';
import { UsageError } from './command';
import { targetEnvironment } from './environment';

/** Commands of cdktf that change no account; whatever else stands in front may, options included. */
const READING = [
  ...['completion', 'convert', 'debug', 'get', 'init', 'list', 'login', 'provider'],
  ...['diff', 'plan', 'output', 'outputs', 'synth', 'synthesize'],
];

/** Runs cdktf-cli with this project's Terraform and provider; `--local` is ours, everything else is cdktf's. */
export async function cdktf(args: readonly string[], signal: AbortSignal): Promise<number> {
  const rest = args.filter((arg) => arg !== '--local');
  const misspelt = rest.find((arg) => /^--(?:no-)?local\b/.test(arg));
  if (misspelt !== undefined) {
    throw new UsageError(`expected --local, or nothing for AWS, got "${misspelt}"`);
  }
  const local = rest.length < args.length;
  const environment = { ...(await toolEnvironment()), ...targetEnvironment(local) };
  if (rest[0] === 'env') {
    console.log(shellExports(environment));
    return 0;
  }
  const shell = shellEnvironment();
  for (const sentence of shell.leftOut) console.error(sentence);
  const changed = mayChange(rest) ? changedStacks(rest, await declaredStacks({ signal })) : [];
  // cdktf asks itself, and names no account.
  for (const { words } of await accountsOf(changed, local)) console.error(`cdktf works on ${words}.`);
  // cdktf listens to Ctrl-C itself and gets it from the terminal; a signal sent to this process alone is passed on.
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js'), ...rest],
    {
      cwd: root,
      env: { ...shell.environment, ...environment },
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

/** Whether the command may change an account. */
export function mayChange(args: readonly string[]): boolean {
  const [first = ''] = args;
  // Elsewhere than at the end cdktf may take the next word for its value: `--help false`.
  const isHelp = /^(?:--help|-h)$/.test(args.at(-1) ?? '') && !args.includes('--');
  return !isHelp && !READING.includes(first) && args.join() !== '--version';
}

/**
 * The stacks that cdktf may change, never fewer: those that any word is a pattern for, as cdktf matches them, values of options
 * included; every one where no word is.
 */
export function changedStacks<S extends Pick<DeclaredStack, 'id'>>(
  args: readonly string[],
  stacks: readonly S[],
  environment: NodeJS.ProcessEnv = process.env,
): readonly S[] {
  // cdktf takes every option, and the names of stacks, from variables, too.
  const variables = Object.entries(environment).filter(([name]) => /^CDKTF_STACKS/i.test(name));
  const words = [...args, ...variables.map(([, value = '']) => value)];
  const patterns = words.flatMap((word) => [word, word.replace(/^-[^=]*=/, '')]);
  const named = stacks.filter(({ id }) => patterns.some((pattern) => minimatch(id, pattern)));
  return named.length > 0 ? named : stacks;
}

/** The account of each deployment. */
function accountsOf(changed: readonly DeclaredStack[], local: boolean): Promise<ChangedAccount[]> {
  const deployments = new Map(changed.map((stack) => [stack.deployment, stack]));
  return Promise.all([...deployments.values()].map((stack) => changedAccount(stack, { local })));
}
