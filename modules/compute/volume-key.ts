import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { Construct } from 'constructs';
import { EncryptionKey, USE_KEY } from '../encryption/encryption-key';

export interface VolumeKeyProps {
  /** Start of the key's alias, such as `demo-asia`. */
  readonly name: string;
}

/**
 * A key for the disks of Auto Scaling instances, and the role under which Auto Scaling may use it: one of our own,
 * because the account's common role exists only after the account's first group, too late for a key policy.
 */
export class VolumeKey extends Construct {
  public readonly arn: string;
  public readonly autoscalingRoleArn: string;

  constructor(scope: Construct, id: string, { name }: VolumeKeyProps) {
    super(scope, id);
    const role = new IamServiceLinkedRole(this, 'autoscaling-role', {
      awsServiceName: 'autoscaling.amazonaws.com',
      customSuffix: name,
      description: `Launches instances of ${name}`,
    });
    this.autoscalingRoleArn = role.arn;
    this.arn = new EncryptionKey(this, 'key', {
      alias: `${name}-volumes`,
      description: `Disks of instances of ${name}`,
      statements: [
        {
          sid: 'AutoScalingAttachesDisks',
          principals: { AWS: role.arn },
          actions: USE_KEY,
          resources: ['*'],
        },
        {
          sid: 'AutoScalingPassesDisksToEc2',
          principals: { AWS: role.arn },
          actions: ['kms:CreateGrant'],
          resources: ['*'],
          conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        },
      ],
    }).arn;
  }
}
