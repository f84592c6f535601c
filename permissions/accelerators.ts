import { ACCELERATOR_AWS_REGION } from '../modules/edge/accelerator';
import { secretReaderStatements } from '../modules/secrets/secret-grants';
import { anything, type Permission } from './permission';
import { secretsNamed } from './secrets';

const read: Permission['read'] = () => [
  { actions: ['globalaccelerator:Describe*', 'globalaccelerator:List*'], resources: anything },
];

/** Accelerators and their listeners. */
export const accelerators: Permission = {
  types: ['aws_globalaccelerator_accelerator', 'aws_globalaccelerator_listener'],
  read,
  write: () => [
    {
      actions: [
        'globalaccelerator:CreateAccelerator',
        'globalaccelerator:CreateListener',
        'globalaccelerator:DeleteAccelerator',
        'globalaccelerator:DeleteListener',
        'globalaccelerator:TagResource',
        'globalaccelerator:UntagResource',
        'globalaccelerator:UpdateAccelerator',
        'globalaccelerator:UpdateAcceleratorAttributes',
        'globalaccelerator:UpdateListener',
      ],
      resources: anything,
    },
    {
      // Flow logs, which are set up where they are delivered from with the rights of whoever turns them on:
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
      actions: ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:UpdateLogDelivery'],
      resources: anything,
      conditions: { StringEquals: { 'aws:RequestedRegion': ACCELERATOR_AWS_REGION } },
    },
  ],
};

/** A region's endpoint at an accelerator of another stack. */
export const acceleratorEndpoints: Permission = {
  types: ['aws_globalaccelerator_endpoint_group'],
  read,
  write: ({ accountId }) => [
    {
      actions: ['globalaccelerator:DeleteEndpointGroup', 'globalaccelerator:UpdateEndpointGroup'],
      resources: [`arn:aws:globalaccelerator::${accountId}:accelerator/*/endpoint-group/*`],
    },
  ],
  join: ({ accountId }) => [
    {
      actions: ['globalaccelerator:CreateEndpointGroup'],
      resources: [`arn:aws:globalaccelerator::${accountId}:accelerator/*`],
    },
  ],
};

const CLIENT_SECRETS = 'accelerator-secret/';

/**
 * What clients of an accelerator show: as with the origin secrets, load balancers are configured with the values, and the
 * provider reads back those that it wrote.
 */
export const acceleratorSecrets: Permission = {
  types: ['aws_secretsmanager_secret_version'],
  read: (scope) =>
    scope.awsRegions.flatMap((awsRegion) =>
      secretReaderStatements({
        accountId: scope.accountId,
        awsRegion,
        namePrefix: `${scope.deployment}/${CLIENT_SECRETS}`,
      }),
    ),
  write: (scope) => [
    {
      actions: ['secretsmanager:PutSecretValue'],
      resources: secretsNamed(CLIENT_SECRETS)(scope),
    },
  ],
};
