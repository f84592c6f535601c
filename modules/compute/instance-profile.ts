import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { databaseClientStatements } from '../database/database-grants';
import { Caller } from '../iam/caller';
import { named, type PolicyStatement } from '../iam/policy';
import { ServiceRole } from '../iam/service-role';
import { secretReaderStatements } from '../secrets/secret-grants';
import { bucketWriterStatements } from '../storage/bucket-grants';
import { surroundings } from '../surroundings';
import { ecrImage } from './container-image';

export interface InstanceProfileProps {
  /** Start of every name, such as `demo-asia`. */
  readonly name: string;
  readonly containerImage: string;
  /** What writing the service's logs needs. */
  readonly logStatements: readonly PolicyStatement[];
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
    const { name } = props;
    const { awsRegion } = surroundings(this);
    const { accountId } = new Caller(this, 'caller');

    const role = new ServiceRole(this, 'role', {
      namePrefix: `${name}-instance`,
      description: `Instances of the service in ${awsRegion}`,
      services: ['ec2.amazonaws.com'],
      statements: [
        ...pullStatements(props.containerImage),
        ...named(props.logStatements, 'WriteLogs'),
        ...named(
          secretReaderStatements({ accountId, awsRegion, namePrefix: props.secretNamePrefix }),
          'ReadOwnSecrets',
          'DecryptOwnSecrets',
        ),
        ...named(
          bucketWriterStatements({
            arn: props.objectBucketArn,
            awsRegion,
            encryptionKeyArn: props.objectKeyArn,
          }),
          'ListObjects',
          'UseObjects',
          'UseObjectKey',
        ),
        ...named(
          databaseClientStatements({ accountId, username: props.databaseUsername }),
          'ConnectToDatabase',
        ),
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
