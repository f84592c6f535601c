import { anything, type Permission } from './permission';

/** Route 53: zones, health checks, and records of the stack's own names. */
export const names: Permission = {
  types: [
    'aws_route53_health_check',
    'aws_route53_hosted_zone_dnssec',
    'aws_route53_key_signing_key',
    'aws_route53_query_log',
    'aws_route53_record',
    'aws_route53_zone',
    'aws_route53_zone_association',
  ],
  read: () => [{ actions: ['route53:Get*', 'route53:List*'], resources: anything }],
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
    {
      actions: [
        'route53:*HostedZoneDNSSEC',
        'route53:*KeySigningKey',
        'route53:AssociateVPCWithHostedZone',
        'route53:ChangeTagsForResource',
        'route53:CreateHealthCheck',
        'route53:CreateHostedZone',
        'route53:CreateQueryLoggingConfig',
        'route53:DeleteHealthCheck',
        'route53:DeleteHostedZone',
        'route53:DeleteQueryLoggingConfig',
        'route53:DisassociateVPCFromHostedZone',
        'route53:UpdateHealthCheck',
        'route53:UpdateHostedZoneComment',
      ],
      resources: anything,
    },
  ],
};
