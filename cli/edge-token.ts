import { parseArgs } from 'node:util';
import { signEdgeToken } from '../lambda-src/shared/edge-token';
import { globalContract } from '../stacks/global/contract';
import { appliedOutputs } from '../terraform/outputs';
import { synthesize } from '../terraform/synthesize';
import { synthesizedStacks } from '../terraform/synthesized';
import { type CommandContext, command, UsageError, usage } from './command';
import { milliseconds } from './duration';
import { awsEdgeKeys, keyIdOf, publishKeys, readKey } from './edge-keys';
import { targetEnvironment } from './environment';
import { findStackOfKind } from './find-stack';

const help = `
Usage: npm run edge-token -- <publish|sign> <deployment> [options]

Keys and tokens of the paths that the edge protects ("edgeAuth" in the document).

  publish   makes up what keys of the applied "global" stack have no value yet, takes all to the edge, and removes older
            ones
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
  const global = findStackOfKind(synthesizedStacks(), deployment, globalContract);
  const outputs = await appliedOutputs(global, globalContract, environment);
  const { edgeKeyValueStoreArn: storeArn, edgeTokenKeyNames: secretNames } = outputs;
  const [first] = secretNames;
  if (first === undefined && action === 'sign') {
    throw new Error(`"${deployment}" protects no path: its document has no "edgeAuth.protectedPrefixes"`);
  }
  const keys = awsEdgeKeys({ storeArn, awsRegion: global.awsRegion, environment });
  if (action === 'publish' || first === undefined) {
    const { published, removed } = await publishKeys(keys, secretNames);
    console.log(
      `At the edge: ${published.join(', ') || 'no key'}. Removed: ${removed.join(', ') || 'none'}.`,
    );
    return;
  }
  const expiresAt = new Date(Date.now() + lifetime);
  const token = { keyId: keyIdOf(first), subject: values.subject, expiresAt };
  console.log(signEdgeToken(token, await readKey(keys, first)));
});
