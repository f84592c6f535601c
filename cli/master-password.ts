import { parseArgs } from 'node:util';
import { dataContract } from '../stacks/data/contract';
import { appliedOutputs } from '../terraform/outputs';
import { synthesize } from '../terraform/synthesize';
import { synthesizedStacks } from '../terraform/synthesized';
import { type CommandContext, command, UsageError, usage } from './command';
import { targetEnvironment } from './environment';
import { firstStackOfKind } from './find-stack';
import { credentialsSecret, writingMember } from './master-credentials';
import { rotateMasterPassword } from './rotate-master-password';

const help = `
Usage: npm run master-password -- <deployment> [options]

Gives the master user of the global database another random password, and keeps it in Secrets Manager
(<deployment>/database/master). Nobody knows the first one, so run it once before somebody has to log in as master.
Run again after an interruption, it goes on from there. The member that writes takes it, whichever region that is in.

  --local        on the local AWS that "npm start" runs, instead of AWS
  --skip-synth   works on cdktf.out as it is
`;

command(help, async ({ args, signal }: CommandContext) => {
  const { values, positionals } = usage(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        local: { type: 'boolean', default: false },
        'skip-synth': { type: 'boolean', default: false },
      },
    }),
  );
  const [deployment, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One deployment at a time: got also ${rest.join(' ')}`);
  if (deployment === undefined) throw new UsageError('Which deployment?');

  const environment = targetEnvironment(values.local);
  if (!values['skip-synth']) await synthesize(signal);
  const founder = firstStackOfKind(synthesizedStacks(), deployment, dataContract);
  const outputs = await appliedOutputs(founder, dataContract, environment);
  const { awsRegion } = founder;
  const { resumed } = await rotateMasterPassword(
    credentialsSecret({ secretName: outputs.databaseMasterSecretName, awsRegion, environment }),
    await writingMember({ globalClusterId: outputs.databaseGlobalClusterId, awsRegion, environment, signal }),
    outputs.databaseWriterEndpoint,
  );
  console.log(
    `${resumed ? 'Finished the rotation that was interrupted' : 'Set a new password'}: it is in the secret ${outputs.databaseMasterSecretName}.`,
  );
});
