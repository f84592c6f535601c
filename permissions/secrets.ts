import { anything, type Permission, type PermissionScope } from './permission';

/** Of the deployment's secrets those of some names; `service/` is people's. */
export const secretsNamed =
  (...names: readonly string[]) =>
  ({ accountId, deployment }: Pick<PermissionScope, 'accountId' | 'deployment'>) =>
    names.map((name) => `arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/${name}*`);

/**
 * Secrets Manager: secrets of some names. Values are in no action here but those that make a secret and change its key or
 * description: AWS has no condition that tells whether a value comes along.
 */
function secretsOf(...names: readonly string[]): Required<Pick<Permission, 'types' | 'read' | 'write'>> {
  const resources = secretsNamed(...names);
  return {
    types: ['aws_secretsmanager_secret'],
    read: (scope) => [
      { actions: ['secretsmanager:GetRandomPassword'], resources: anything },
      {
        actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'],
        resources: resources(scope),
      },
    ],
    write: (scope) => [
      {
        actions: [
          'secretsmanager:CreateSecret',
          'secretsmanager:DeleteSecret',
          'secretsmanager:RemoveRegionsFromReplication',
          'secretsmanager:ReplicateSecretToRegions',
          'secretsmanager:RestoreSecret',
          'secretsmanager:TagResource',
          'secretsmanager:UntagResource',
          'secretsmanager:UpdateSecret',
        ],
        resources: resources(scope),
      },
    ],
  };
}

const originSecrets = secretsNamed('origin-secret/');
const ofEdge = secretsOf('accelerator-secret/', 'edge-token-key/', 'origin-secret/');

/**
 * Secrets Manager: secrets of the edge, of whose values those of the origin secrets are read and written. Those of the
 * accelerator's clients are `acceleratorSecrets`.
 */
export const edgeSecrets: Permission = {
  types: [...ofEdge.types, 'aws_secretsmanager_secret_version'],
  read: (scope) => [
    ...ofEdge.read(scope),
    { actions: ['secretsmanager:GetSecretValue'], resources: originSecrets(scope) },
    {
      actions: ['kms:Decrypt'],
      resources: [`arn:aws:kms:*:${scope.accountId}:key/*`],
      conditions: {
        StringLike: {
          'kms:ViaService': 'secretsmanager.*.amazonaws.com',
          'kms:EncryptionContext:SecretARN': originSecrets(scope),
        },
      },
    },
  ],
  write: (scope) => [
    ...ofEdge.write(scope),
    { actions: ['secretsmanager:PutSecretValue'], resources: originSecrets(scope) },
  ],
};

/** Secrets Manager: the secret with the database's credentials, whose value nobody in CI reads. */
export const databaseSecrets: Permission = secretsOf('database/');

/** Secrets Manager: secrets of the service, which its instances read. */
export const serviceSecrets: Permission = {
  types: [],
  use: (scope) => [
    {
      sid: 'UseSecrets',
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      resources: secretsNamed('service/')(scope),
    },
  ],
};
