import { anything, type Permission } from './permission';

const read = () => [{ actions: ['route53:Get*', 'route53:List*'], resources: anything }];

/** Route 53: records of the stack's own names, in whichever zone. */
export const records: Permission = {
  types: ['aws_route53_record'],
  read,
  write: ({ recordNames }) => [
    {
      actions: ['route53:ChangeResourceRecordSets'],
      resources: ['arn:aws:route53:::hostedzone/*'],
      conditions: {
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': [...recordNames],
        },
      },
    },
  ],
};

/** Route 53: health checks. */
export const healthChecks: Permission = {
  types: ['aws_route53_health_check'],
  read,
  write: () => [
    {
      actions: [
        'route53:ChangeTagsForResource',
        'route53:CreateHealthCheck',
        'route53:DeleteHealthCheck',
        'route53:UpdateHealthCheck',
      ],
      resources: anything,
    },
  ],
};

const ZONES = [
  'route53:ChangeTagsForResource',
  'route53:CreateHostedZone',
  'route53:DeleteHostedZone',
  'route53:UpdateHostedZoneComment',
];

/** Route 53: a public zone that is signed and logged. */
export const publicZones: Permission = {
  types: [
    'aws_route53_hosted_zone_dnssec',
    'aws_route53_key_signing_key',
    'aws_route53_query_log',
    'aws_route53_zone',
  ],
  read,
  write: () => [
    {
      actions: [
        ...ZONES,
        'route53:*HostedZoneDNSSEC',
        'route53:*KeySigningKey',
        'route53:CreateQueryLoggingConfig',
        'route53:DeleteQueryLoggingConfig',
      ],
      resources: anything,
    },
  ],
};

/** Route 53: zones that VPCs ask. */
export const privateZones: Permission = {
  types: ['aws_route53_zone', 'aws_route53_zone_association'],
  read: () => [...read(), { actions: ['ec2:DescribeRegions', 'ec2:DescribeVpcs'], resources: anything }],
  write: () => [
    {
      actions: [...ZONES, 'route53:AssociateVPCWithHostedZone', 'route53:DisassociateVPCFromHostedZone'],
      resources: anything,
    },
  ],
};
