import type { PolicyStatement } from '../modules/iam/policy';
import { anything, type PermissionScope } from './permission';

/** The most that any role made by a stack may do: use data of this deployment, write logs and metrics, and nothing in IAM. */
export function roleBoundaryStatements({
  accountId,
  deployment,
  stateBucketArn,
}: Pick<PermissionScope, 'accountId' | 'deployment' | 'stateBucketArn'>): PolicyStatement[] {
  return [
    {
      sid: 'Observe',
      actions: [
        'cloudwatch:PutMetricData',
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:Describe*',
        'logs:PutLogEvents',
        'logs:PutRetentionPolicy',
        'xray:Put*',
      ],
      resources: anything,
    },
    {
      sid: 'UseObjects',
      actions: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:GetObject*',
        's3:GetReplicationConfiguration',
        's3:ListBucket*',
        's3:PutObject*',
        's3:Replicate*',
      ],
      resources: [`arn:aws:s3:::${deployment}-*`],
    },
    {
      sid: 'LeaveStatesAlone',
      effect: 'Deny',
      actions: ['s3:*'],
      resources: [stateBucketArn, `${stateBucketArn}/*`],
    },
    {
      sid: 'UseQueues',
      actions: [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
      resources: [`arn:aws:sqs:*:${accountId}:${deployment}-*`],
    },
    {
      sid: 'UseSecrets',
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/*`],
    },
    {
      sid: 'UseKeys',
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*'],
      resources: [`arn:aws:kms:*:${accountId}:key/*`],
    },
    {
      sid: 'ConnectToDatabase',
      actions: ['rds-db:connect'],
      resources: [`arn:aws:rds-db:*:${accountId}:dbuser:*/*`],
    },
    {
      // AWS knows no resources for these: pulling images, Session Manager, functions inside a VPC.
      sid: 'RunOnInstancesAndInVpcs',
      actions: [
        'ec2:*NetworkInterface*',
        'ec2messages:*',
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:GetAuthorizationToken',
        'ecr:GetDownloadUrlForLayer',
        'ssm:UpdateInstanceInformation',
        'ssmmessages:*',
      ],
      resources: anything,
    },
  ];
}
