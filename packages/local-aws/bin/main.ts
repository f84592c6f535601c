import { resolve } from 'node:path';
import { type Arguments, readArguments } from './arguments';
import { printEnvironment, reset, start, status, stop } from './commands';

const HELP = `An AWS on this machine that runs CloudFront. No account is needed.

  npx local-aws start     starts it in the background
  npx local-aws status    what runs, and where
  npx local-aws env       exports for Terraform and other tools: eval "$(npx local-aws env)"
  npx local-aws stop      ends every process; the next start brings back what it held
  npx local-aws reset     ends every process, and forgets what it held

Options:
  --directory DIR    where its logs, process ids and what it holds are (default .local-aws)
  --help             this text

Options of start:
  --port N           port of AWS's APIs (default 4566, or the next free one)
  --host NAME=PORT   a host outside AWS, and the port of this machine that stands for it; as often as there are hosts`;

const COMMANDS: Readonly<Record<string, (args: Arguments) => Promise<number>>> = {
  start,
  status,
  env: printEnvironment,
  stop,
  reset,
};

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (args.help || args.command === undefined) {
    console.log(HELP);
    return args.help ? 0 : 1;
  }
  const command = Object.hasOwn(COMMANDS, args.command) ? COMMANDS[args.command] : undefined;
  if (command === undefined) throw new Error(`there is no command ${args.command}: --help lists them`);
  return command({ ...args, directory: resolve(args.directory) });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
