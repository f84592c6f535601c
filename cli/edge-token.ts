import { parseArgs } from 'node:util';
import { signEdgeToken } from '../lambda-src/shared/edge-token';
import { synthesize } from '../terraform/synthesize';
import { synthesizedStacks } from '../terraform/synthesized';
import { Workspace } from '../terraform/workspace';
import { type CommandContext, command, UsageError, usage } from './command';
import { milliseconds } from './duration';
import { awsEdgeKeys, keyIdOf, publishKeys } from './edge-keys';
import { targetEnvironment } from './environment';
import { findStack } from './find-stack';

const help = `
Usage: npm run edge-token -- <publish|sign> <deployment> [options]

Keys and tokens of the paths that the edge protects ("edgeAuth" in the document).

  publish   takes the keys of the applied "global" stack from Secrets Manager to the edge, and removes older ones
  sign      prints a token, signed with the first key, for "Authorization: Bearer" or the cookie __Secure-meridian-token

  --subject <text>      sign: whom the token is for
  --expires-in <time>   sign: 15m, 12h or 30d from now; 1h unless given
  --local               on the local AWS that "npm start" runs, instead of AWS
  --skip-synth          works on cdktf.out as it is
`;

command(help, async ({ args, signal }: CommandContext) => {
  const { values, positionals } = usage(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        subject: { type: 'string' },
        'expires-in': { type: 'string', default: '1h' },
        local: { type: 'boolean', default: false },
        'skip-synth': { type: 'boolean', default: false },
      },
    }),
  );
  const [action, deployment, ...rest] = positionals;
  if (action !== 'publish' && action !== 'sign') {
    throw new UsageError(`What is to be done? Expected publish or sign, got ${action ?? 'nothing'}`);
  }
  if (rest.length > 0) throw new UsageError(`One deployment at a time: got also ${rest.join(' ')}`);
  if (deployment === undefined) throw new UsageError('Which deployment?');
  const lifetime = usage(() => milliseconds(values['expires-in']));

  const environment = targetEnvironment(values.local);
  if (!values['skip-synth']) await synthesize(signal);
  const { storeArn, secretNames } = await outputsOf(deployment, environment, signal);
  const [first] = secretNames;
  if (first === undefined && action === 'sign') {
    throw new Error(`"${deployment}" protects no path: its document has no "edgeAuth.protectedPrefixes"`);
  }
  const keys = awsEdgeKeys({ storeArn, environment });
  if (action === 'publish' || first === undefined) {
    const { published, removed } = await publishKeys(keys, secretNames);
    console.log(
      `At the edge: ${published.join(', ') || 'no key'}. Removed: ${removed.join(', ') || 'none'}.`,
    );
    return;
  }
  const expiresAt = new Date(Date.now() + lifetime);
  const token = { keyId: keyIdOf(first), subject: values.subject, expiresAt };
  console.log(signEdgeToken(token, await keys.read(first)));
});

/** What the applied `global` stack says of its store and its keys. */
async function outputsOf(deployment: string, environment: Record<string, string>, signal: AbortSignal) {
  const stack = findStack(synthesizedStacks(), `${deployment}-global`);
  const workspace = new Workspace({ directory: stack.directory, environment, signal });
  await workspace.init('-reconfigure');
  const outputs = await workspace.output();
  const storeArn = outputs.edge_key_value_store_arn?.value;
  const secretNames = outputs.edge_token_key_names?.value;
  if (typeof storeArn !== 'string' || !Array.isArray(secretNames)) {
    throw new Error(`"${stack.id}" has not been applied with this version yet: apply it first`);
  }
  return { storeArn, secretNames: secretNames.map(String) };
}
