import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import type { PolicyStatement } from '../iam/policy';
import { ServiceRole } from '../iam/service-role';
import { ecrImage } from './container-image';

export interface InstanceProfileProps {
  /** Start of every name, such as `demo-asia`. */
  readonly name: string;
  readonly awsRegion: string;
  readonly containerImage: string;
  readonly logGroupArn: string;
  /** Secrets of this region whose names start so may be read, such as `demo/service/`. */
  readonly secretNamePrefix: string;
  /** Bucket whose objects may be read and written, and the key that encrypts them. */
  readonly objectBucketArn: string;
  readonly objectKeyArn: string;
  /** User that may connect to databases of this account with a token instead of a password. */
  readonly databaseUsername: string;
}

/**
 * What the service may do: pull its image, write its logs, read its own secrets, use the region's objects, connect to
 * the database, and be reached through Session Manager.
 */
export class InstanceProfile extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: InstanceProfileProps) {
    super(scope, id);
    const { name, awsRegion, logGroupArn, secretNamePrefix } = props;
    const { accountId } = new Caller(this, 'caller');

    const role = new ServiceRole(this, 'role', {
      namePrefix: `${name}-instance`,
      description: `Instances of the service in ${awsRegion}`,
      services: ['ec2.amazonaws.com'],
      statements: [
        ...pullStatements(props.containerImage),
        {
          sid: 'WriteLogs',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [`${logGroupArn}:*`],
        },
        {
          sid: 'ReadOwnSecrets',
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
          resources: [`arn:aws:secretsmanager:${awsRegion}:${accountId}:secret:${secretNamePrefix}*`],
        },
        {
          sid: 'DecryptOwnSecrets',
          actions: ['kms:Decrypt'],
          resources: [`arn:aws:kms:${awsRegion}:${accountId}:key/*`],
          conditions: {
            StringEquals: { 'kms:ViaService': `secretsmanager.${awsRegion}.amazonaws.com` },
            StringLike: {
              'kms:EncryptionContext:SecretARN': `arn:aws:secretsmanager:${awsRegion}:${accountId}:secret:${secretNamePrefix}*`,
            },
          },
        },
        ...objectStatements(props),
        {
          // Any region's, as any may come to write.
          sid: 'ConnectToDatabase',
          actions: ['rds-db:connect'],
          resources: [`arn:aws:rds-db:*:${accountId}:dbuser:*/${props.databaseUsername}`],
        },
        {
          // Session Manager: AWS knows no resources for these actions.
          sid: 'BeReachedWithoutSsh',
          actions: [
            'ssm:UpdateInstanceInformation',
            'ssmmessages:CreateControlChannel',
            'ssmmessages:CreateDataChannel',
            'ssmmessages:OpenControlChannel',
            'ssmmessages:OpenDataChannel',
          ],
          resources: ['*'],
        },
      ],
    });
    this.arn = new IamInstanceProfile(this, 'profile', {
      namePrefix: `${name}-instance-`,
      // As with the role: CI's role for a stack may touch what lies there only.
      path: `/${TerraformStack.of(this).node.id}/`,
      role: role.name,
    }).arn;
  }
}

function objectStatements({
  awsRegion,
  objectBucketArn,
  objectKeyArn,
}: InstanceProfileProps): PolicyStatement[] {
  return [
    { sid: 'ListObjects', actions: ['s3:ListBucket'], resources: [objectBucketArn] },
    {
      sid: 'UseObjects',
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      resources: [`${objectBucketArn}/*`],
    },
    {
      sid: 'UseObjectKey',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [objectKeyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${awsRegion}.amazonaws.com` } },
    },
  ];
}

function pullStatements(containerImage: string): PolicyStatement[] {
  const image = ecrImage(containerImage);
  return image === undefined
    ? []
    : [
        // AWS knows no resource for this action; the token opens only what the next statement names.
        { sid: 'LogInToRegistry', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
        {
          sid: 'PullImage',
          actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
          resources: [image.repositoryArn],
        },
      ];
}
