import type { PolicyStatement } from '../modules/iam/policy';
import { anything, type Permission, type PermissionScope } from './permission';

const ZONES = 'arn:aws:route53:::hostedzone/*';

const read = () => [{ actions: ['route53:Get*', 'route53:List*'], resources: anything }];

const RECORD_NAMES = 'route53:ChangeResourceRecordSetsNormalizedRecordNames';

const ofOwnNames = ({ recordNames }: PermissionScope) => ({
  actions: ['route53:ChangeResourceRecordSets'],
  resources: [ZONES],
  conditions: { 'ForAllValues:StringLike': { [RECORD_NAMES]: [...recordNames] } },
});

/** Route 53: records of the stack's own names, and of what proves them, in whichever zone. */
export const provedRecords: Permission = {
  types: ['aws_route53_record'],
  read,
  write: (scope) => [ofOwnNames(scope)],
};

/** Route 53: records of the stack's own names; what proves them to ACM begins with `_`, and is another stack's. */
export const records: Permission = {
  types: ['aws_route53_record'],
  read,
  write: (scope) => {
    const statement = ofOwnNames(scope);
    return [
      {
        ...statement,
        conditions: { ...statement.conditions, 'ForAllValues:StringNotLike': { [RECORD_NAMES]: ['_*'] } },
      },
    ];
  },
};

/** Route 53: health checks. */
export const healthChecks: Permission = {
  types: ['aws_route53_health_check'],
  read,
  write: () => [
    {
      actions: ['route53:ChangeTagsForResource', 'route53:DeleteHealthCheck', 'route53:UpdateHealthCheck'],
      resources: ['arn:aws:route53:::healthcheck/*'],
    },
    { actions: ['route53:CreateHealthCheck'], resources: anything },
  ],
};

/** Zones have ids of AWS's own, and no tags that it asks for: what keeps one from others is that only an empty zone goes. */
const CHANGE_ZONES = [
  'route53:ChangeTagsForResource',
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
        ...CHANGE_ZONES,
        'route53:ActivateKeySigningKey',
        'route53:CreateKeySigningKey',
        'route53:CreateQueryLoggingConfig',
        'route53:DeactivateKeySigningKey',
        'route53:DeleteKeySigningKey',
        'route53:DeleteQueryLoggingConfig',
        'route53:DisableHostedZoneDNSSEC',
        'route53:EnableHostedZoneDNSSEC',
      ],
      resources: [ZONES, 'arn:aws:route53:::queryloggingconfig/*'],
    },
    { actions: ['route53:CreateHostedZone'], resources: anything },
  ],
};

/** Route 53: zones that VPCs ask. */
export const privateZones: Permission = {
  types: ['aws_route53_zone', 'aws_route53_zone_association'],
  read: () => [...read(), { actions: ['ec2:DescribeRegions', 'ec2:DescribeVpcs'], resources: anything }],
  write: (scope) => [
    { actions: CHANGE_ZONES, resources: [ZONES] },
    { actions: ['route53:CreateHostedZone'], resources: anything, conditions: ofVpcsInRegions(scope) },
    associations(scope),
  ],
};

/** VPCs of the stack's regions ask zones, or no longer. */
export const associations = (scope: PermissionScope): PolicyStatement => ({
  actions: ['route53:AssociateVPCWithHostedZone', 'route53:DisassociateVPCFromHostedZone'],
  resources: [ZONES, `arn:aws:ec2:*:${scope.accountId}:vpc/*`],
  conditions: ofVpcsInRegions(scope),
});

const ofVpcsInRegions = ({ awsRegions }: PermissionScope): PolicyStatement['conditions'] => ({
  'ForAllValues:StringLike': {
    'route53:VPCs': awsRegions.map((awsRegion) => `VPCId=*,VPCRegion=${awsRegion}`),
  },
});
