import { dataContract } from '../stacks/data/contract';
import { declaredStacks } from '../terraform/declared-stacks';
import { appliedOutputs } from '../terraform/outputs';
import { agree, changedAccount, consentOf, refuseUnanswerable, type TargetArguments } from './account';
import { targetEnvironment } from './environment';
import { firstStackOfKind } from './find-stack';
import { credentialsSecret, writingMember } from './master-credentials';
import { rotateMasterPassword } from './rotate-master-password';

export interface MasterPasswordArguments extends TargetArguments {
  readonly deployment: string | undefined;
}

/** Gives the master user another random password, and keeps it in Secrets Manager. */
export async function masterPassword(args: MasterPasswordArguments, signal: AbortSignal): Promise<void> {
  const { local, deployment } = args;
  const founder = firstStackOfKind(await declaredStacks({ signal }), deployment, dataContract);
  const consent = consentOf(args);
  refuseUnanswerable('master-password', consent);
  const environment = targetEnvironment(local);
  const outputs = await appliedOutputs(founder, dataContract, environment);
  const { databaseMasterSecretName: secretName, databaseGlobalClusterId: globalClusterId } = outputs;
  const account = await changedAccount(founder, args);
  await agree(`Give the master user of "${globalClusterId}" another password`, account, consent, signal);
  const { awsRegion } = founder;
  const { resumed } = await rotateMasterPassword(
    credentialsSecret({ secretName, awsRegion, environment }),
    await writingMember({ globalClusterId, awsRegion, environment, signal }),
    outputs.databaseWriterEndpoint,
  );
  console.log(
    `${resumed ? 'Finished the rotation that was interrupted' : 'Set a new password'}: it is in the secret ${secretName}.`,
  );
}
