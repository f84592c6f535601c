import yargs from 'yargs';
import { framed } from './command';
import { commands } from './commands';
import { completions } from './completion';
import { flagWithValue } from './flag-values';
import { outliveReaders } from './outlive-readers';
import { refusal } from './refusals';
import { settleCredentials } from './settle-credentials';
import { settleTerraform } from './settle-terraform';
import { swallowedFlag } from './swallowed-flags';

async function meridian(args: readonly string[]): Promise<void> {
  // Node 20 is supported here as long as the pinned SDK runs on it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  settleCredentials(process.env);
  // Asked by the script that `completion` prints: what follows is the line, up to the cursor.
  if (args[0] === '--get-yargs-completions') {
    console.log((await completions(args.slice(2))).join('\n'));
    return;
  }
  const swallowed = swallowedFlag({ args, environment: process.env }, commands);
  if (swallowed !== undefined) fail(swallowed);
  const misunderstood = flagWithValue(args, commands);
  if (misunderstood !== undefined) fail(misunderstood);
  // What follows that word is cdktf's, its --help included.
  if (args[0] === 'cdktf' && args.length > 1 && args[1] !== '--help') {
    const { cdktf }: typeof import('./cdktf') = require('./cdktf');
    await framed((signal) => cdktf(args.slice(1), signal));
    return;
  }
  await yargs([...args])
    .scriptName('meridian')
    .usage('Usage: npx meridian <command> [options]')
    .command(commands.map(({ module }) => module))
    .command('cdktf', "runs cdktf-cli with this project's Terraform and provider", (own) =>
      own
        .usage(
          'Usage: npx meridian cdktf <cdktf command> [arguments] [--local]\n       eval "$(npx meridian cdktf env [--local])"',
        )
        .demandCommand(1, 'Which command of cdktf?'),
    )
    .completion('completion', 'prints the completion of this shell: source <(npx meridian completion)')
    .middleware(async ({ _: [command], action }) => settleTerraform(String(command), action, console.error))
    .demandCommand(1, 'Which command?')
    // `--no-local` beside `--local` would quietly mean AWS; `--yes.no` would be a yes.
    .parserConfiguration({ 'boolean-negation': false, 'dot-notation': false })
    .strict()
    .version(false)
    .help()
    .wrap(100)
    .fail((message, error) => fail(message ? refusal(message, args) : error.message))
    .parseAsync();
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

outliveReaders([process.stdout, process.stderr]);
void meridian(process.argv.slice(2));
