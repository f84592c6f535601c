import { anything, type Permission } from './permission';

/** Zones, records and health checks. */
export const names: Permission = {
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
