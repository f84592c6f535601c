import {
  DescribeDBClustersCommand,
  DescribeGlobalClustersCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  InvalidRequestException,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { clientSettings } from './aws-client';
import {
  type CredentialsSecret,
  type MasterCredentials,
  notOurs,
  PasswordRefused,
  type WritingMember,
} from './rotate-master-password';

const CURRENT = 'AWSCURRENT';
const PENDING = 'AWSPENDING';

export interface SecretOptions {
  readonly secretName: string;
  /** AWS region of the stack that the secret belongs to, where alone it can be written. */
  readonly awsRegion: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The secret in Secrets Manager. */
export function credentialsSecret({ secretName, awsRegion, environment }: SecretOptions): CredentialsSecret {
  const client = new SecretsManagerClient(clientSettings(awsRegion, environment));
  const versions = async () => {
    const { VersionIdsToStages = {} } = await client.send(
      new DescribeSecretCommand({ SecretId: secretName }),
    );
    const at = (stage: string) =>
      Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes(stage));
    const [current, pending] = [at(CURRENT), at(PENDING)];
    // After a rotation the stage stays with the version that became current.
    return { current, pending: pending === current ? undefined : pending };
  };
  return {
    name: secretName,
    async find() {
      const { current, pending } = await versions();
      if (pending === undefined) return { currentVersionId: current, pending };
      const { SecretString } = await client.send(
        new GetSecretValueCommand({ SecretId: secretName, VersionId: pending }),
      );
      const credentials = masterCredentials(SecretString);
      if (credentials === undefined) throw new Error(notOurs(secretName, pending));
      return { currentVersionId: current, pending: { versionId: pending, credentials } };
    },
    async keepPending(credentials) {
      const { VersionId = '' } = await client.send(
        new PutSecretValueCommand({
          SecretId: secretName,
          SecretString: JSON.stringify(credentials),
          VersionStages: [PENDING],
        }),
      );
      return VersionId;
    },
    async isPending(versionId) {
      const { current, pending } = await versions();
      // The first version of a secret is current at once.
      return (pending ?? current) === versionId;
    },
    async promote(versionId, instead) {
      if ((await versions()).current === versionId) return;
      try {
        await client.send(
          new UpdateSecretVersionStageCommand({
            SecretId: secretName,
            VersionStage: CURRENT,
            MoveToVersionId: versionId,
            RemoveFromVersionId: instead,
          }),
        );
      } catch (error) {
        if (!(error instanceof InvalidParameterException || error instanceof InvalidRequestException))
          throw error;
        throw new Error(
          `Another run has changed "${secretName}" meanwhile, and which password the database takes is not certain: run it again alone`,
          { cause: error },
        );
      }
    },
  };
}

/** Undefined where the text is something else; an error of `JSON.parse` would quote it. */
function masterCredentials(text: string | undefined): MasterCredentials | undefined {
  try {
    const credentials = JSON.parse(text ?? '') as MasterCredentials;
    const { username, password } = credentials;
    const isWhole = [username, password].every((value) => typeof value === 'string' && value !== '');
    return isWhole ? credentials : undefined;
  } catch {
    return undefined;
  }
}

export interface MemberOptions {
  readonly globalClusterId: string;
  /** Any AWS region with a member. */
  readonly awsRegion: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** @default 5000 */
  readonly pollMilliseconds?: number;
}

/** How long a cluster may take to set a password: AWS names no bound, minutes are usual. */
const LONGEST_CHANGE_MILLISECONDS = 15 * 60_000;

/** The member that writes at this moment, wherever it is. */
export async function writingMember(options: MemberOptions): Promise<WritingMember> {
  const { globalClusterId, environment, pollMilliseconds = 5000, signal } = options;
  const { GlobalClusters = [] } = await new RDSClient(clientSettings(options.awsRegion, environment)).send(
    new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: globalClusterId }),
  );
  const members = GlobalClusters[0]?.GlobalClusterMembers ?? [];
  const arn = members.find(({ IsWriter }) => IsWriter)?.DBClusterArn;
  const [, , , awsRegion, , , clusterIdentifier] = arn?.split(':') ?? [];
  if (awsRegion === undefined || clusterIdentifier === undefined) {
    throw new Error(`Global database "${globalClusterId}" has no member that writes`);
  }
  const client = new RDSClient(clientSettings(awsRegion, environment));
  const describe = async () => {
    const { DBClusters = [] } = await client.send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: clusterIdentifier }),
    );
    return DBClusters[0] ?? {};
  };
  const { MasterUsername: username, Port: port } = await describe();
  if (username === undefined || port === undefined) {
    throw new Error(`Cluster "${clusterIdentifier}" in ${awsRegion} does not tell its master user and port`);
  }
  return {
    globalClusterId,
    clusterIdentifier,
    clusterIdentifiers: members.flatMap(({ DBClusterArn }) => DBClusterArn?.split(':').at(-1) ?? []),
    username,
    port,
    async setPassword(password) {
      const change = new ModifyDBClusterCommand({
        DBClusterIdentifier: clusterIdentifier,
        MasterUserPassword: password,
        ApplyImmediately: true,
      });
      await client.send(change).catch((error: Error) => {
        throw error.name === 'InvalidParameterValue' ? new PasswordRefused(error.message) : error;
      });
      const started = Date.now();
      for (;;) {
        const { Status, PendingModifiedValues } = await describe();
        if (Status === 'available' && PendingModifiedValues?.MasterUserPassword === undefined) return;
        signal?.throwIfAborted();
        if (Date.now() - started > LONGEST_CHANGE_MILLISECONDS) {
          throw new Error(
            `Cluster "${clusterIdentifier}" is still "${Status}" 15 minutes later: run the command again`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
      }
    },
  };
}
