import type { StackSource } from '../../review/analysis/stack-source';
import { gates } from '../../review/gates';
import { judge } from '../../review/gates/judge';
import type { PlanJson, ResourceChange } from '../../review/plan-json';
import { EXPENDABLE_TYPES, KEPT_TYPES } from '../../terraform/kept-types';
import {
  changed,
  created,
  destroyed,
  type PlannedOptions,
  replaced,
  reviewOf,
  source,
  updated,
} from './support';

const kept = source('x-region-asia', {}, { deletionProtection: true });

interface Truth {
  readonly name: string;
  readonly changes?: readonly ResourceChange[];
  readonly head?: StackSource;
  readonly base?: StackSource;
  readonly more?: Partial<PlanJson>;
  readonly options?: PlannedOptions;
  /** `G01 aws_vpc.a`, of what is refused or held. */
  readonly refused: readonly string[];
}

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: unknown, Resource: unknown = 'arn:aws:s3:::a', more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const trust = (Principal: unknown, Condition?: object) =>
  policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...(Condition ? { Condition } : {}) });
const github = { Federated: 'arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com' };
const subject = (sub: string) => ({ StringEquals: { 'token.actions.githubusercontent.com:sub': sub } });

/** A change from one value of an attribute to another. */
const from = (address: string, attribute: string, before: unknown, after: unknown, rest: object = {}) =>
  updated(address, { ...rest, [attribute]: before }, { ...rest, [attribute]: after });

/** Types of which another gate says that they go. */
const TOLD_TWICE = /^aws_route53_(?:zone|hosted_zone_dnssec|key_signing_key)$/;
const gone = (type: string) => [`G01 ${type}.a`, ...(TOLD_TWICE.test(type) ? [`G06 ${type}.a`] : [])];

const destruction: Truth[] = [
  ...Object.keys(KEPT_TYPES).flatMap((type): Truth[] => [
    { name: `${type} goes`, changes: [destroyed(`${type}.a`)], refused: gone(type) },
    {
      name: `${type} is replaced`,
      changes: [replaced(`${type}.a`, { a: 1 }, { a: 2 })],
      refused: gone(type),
    },
    { name: `${type} stays`, changes: [changed(`${type}.a`, ['no-op'])], refused: [] },
    {
      name: `${type} is forgotten`,
      changes: [changed(`${type}.a`, ['forget'])],
      refused: gone(type),
    },
  ]),
  ...Object.keys(EXPENDABLE_TYPES)
    .filter((type) => !['aws_route53_health_check', 'aws_s3_bucket_public_access_block'].includes(type))
    .map((type): Truth => ({ name: `${type} goes`, changes: [destroyed(`${type}.a`)], refused: [] })),
  {
    name: 'a type that nobody has decided on goes',
    changes: [destroyed('aws_dynamodb_table.a')],
    refused: ['G01 aws_dynamodb_table.a'],
  },
  { name: 'something that is none of AWS goes', changes: [destroyed('terraform_data.a')], refused: [] },
  {
    name: 'what a replacement has left behind goes',
    changes: [{ ...destroyed('aws_eip.a'), deposed: '1a2b' }],
    refused: ['G01 aws_eip.a/deposed/1a2b'],
  },
  {
    name: 'versioning goes with its bucket',
    changes: [
      destroyed('aws_s3_bucket.a', { bucket: 'a' }),
      destroyed('aws_s3_bucket_versioning.a', { bucket: 'a' }),
    ],
    refused: ['G01 aws_s3_bucket.a'],
  },
  {
    name: 'versioning goes beside another bucket',
    changes: [
      destroyed('aws_s3_bucket.a', { bucket: 'a' }),
      destroyed('aws_s3_bucket_versioning.b', { bucket: 'b' }),
    ],
    refused: ['G01 aws_s3_bucket.a', 'G01 aws_s3_bucket_versioning.b'],
  },
].map((truth) => ({ head: kept, ...truth }));

const WEAKER: readonly [address: string, attribute: string, strong: unknown, weak: unknown][] = [
  ['aws_rds_cluster.a', 'deletion_protection', true, false],
  ['aws_lb.a', 'enable_deletion_protection', true, false],
  ['aws_dynamodb_table.a', 'deletion_protection_enabled', true, false],
  ['aws_rds_cluster.a', 'backup_retention_period', 7, 1],
  ['aws_rds_cluster.a', 'skip_final_snapshot', false, true],
  ['aws_rds_cluster.a', 'delete_automated_backups', false, true],
  ['aws_rds_cluster.a', 'storage_encrypted', true, false],
  ['aws_s3_bucket.a', 'force_destroy', false, true],
  ['aws_s3_bucket.a', 'object_lock_enabled', true, false],
  ['aws_kms_key.a', 'enable_key_rotation', true, false],
  ['aws_kms_key.a', 'is_enabled', true, false],
  ['aws_kms_key.a', 'deletion_window_in_days', 30, 7],
  ['aws_secretsmanager_secret.a', 'recovery_window_in_days', 30, 0],
  ['aws_elasticache_replication_group.a', 'snapshot_retention_limit', 7, 0],
  ['aws_cloudwatch_log_group.a', 'retention_in_days', 365, 30],
  ['aws_cloudwatch_log_group.a', 'retention_in_days', 0, 30],
  ['aws_cloudwatch_log_group.a', 'skip_destroy', true, false],
  [
    'aws_s3_bucket_versioning.a',
    'versioning_configuration',
    [{ status: 'Enabled' }],
    [{ status: 'Suspended' }],
  ],
  ['aws_dynamodb_table.a', 'point_in_time_recovery', [{ enabled: true }], [{ enabled: false }]],
];
const guards: Truth[] = WEAKER.flatMap(([address, attribute, strong, weak]): Truth[] => [
  {
    name: `${attribute} of ${address} is weakened`,
    head: kept,
    changes: [from(address, attribute, strong, weak)],
    refused: [`G02 ${address}`],
  },
  {
    name: `${attribute} of ${address} is strengthened`,
    head: kept,
    changes: [from(address, attribute, weak, strong)],
    refused: [],
  },
  {
    name: `${attribute} of ${address} stays`,
    head: kept,
    changes: [from(address, 'tags', { a: 'b' }, { a: 'c' }, { [attribute]: strong })],
    refused: [],
  },
]);

const guarded = (prevent_destroy?: boolean) =>
  source('x-region-asia', {
    resource: { aws_vpc: { a: { lifecycle: { prevent_destroy: prevent_destroy ?? false } } } },
  });
const blocks: Truth[] = [
  {
    name: 'prevent_destroy is taken away',
    base: guarded(true),
    head: guarded(false),
    refused: ['G02 aws_vpc.a'],
  },
  {
    name: 'the block goes with its guard',
    base: guarded(true),
    head: source('x-region-asia'),
    changes: [destroyed('aws_vpc.a')],
    refused: ['G01 aws_vpc.a', 'G02 aws_vpc.a'],
  },
  {
    name: 'what Terraform itself would keep goes, though its type may',
    base: source('x-region-asia', {
      resource: { terraform_data: { a: { lifecycle: { prevent_destroy: true } } } },
    }),
    head: source('x-region-asia', {
      resource: { terraform_data: { a: { lifecycle: { prevent_destroy: true } } } },
    }),
    changes: [destroyed('terraform_data.a')],
    refused: ['G01 terraform_data.a'],
  },
  {
    name: 'objects of a bucket expire earlier',
    head: kept,
    changes: [
      updated(
        'aws_s3_bucket_lifecycle_configuration.a',
        { rule: [{ id: 'a', status: 'Enabled', expiration: [{ days: 90 }] }] },
        { rule: [{ id: 'a', status: 'Enabled', expiration: [{ days: 3 }] }] },
      ),
    ],
    refused: ['G02 aws_s3_bucket_lifecycle_configuration.a'],
  },
  { name: 'prevent_destroy is added', base: guarded(false), head: guarded(true), refused: [] },
  {
    name: 'a guarded block moves with its guard',
    base: guarded(true),
    head: source('x-region-asia', { resource: { aws_vpc: { b: { lifecycle: { prevent_destroy: true } } } } }),
    changes: [changed('aws_vpc.b', { actions: ['no-op'], also: { previous_address: 'aws_vpc.a' } })],
    refused: [],
  },
];

const record = (more: object) => ({
  name: 'asia.origin.example',
  type: 'A',
  alias: [{ name: 'lb', evaluate_target_health: true }],
  ...more,
});
const ROUTED = ['failover', 'latency', 'weighted', 'geolocation', 'geoproximity', 'cidr'].map(
  (kind) => `${kind}_routing_policy`,
);
const dns: Truth[] = [
  ...ROUTED.flatMap((kind): Truth[] => {
    const routed = { [kind]: [{ type: 'PRIMARY' }], health_check_id: 'h' };
    return [
      {
        name: `${kind}: another target`,
        changes: [
          updated(
            'aws_route53_record.a',
            record(routed),
            record({ ...routed, alias: [{ name: 'other', evaluate_target_health: true }] }),
          ),
        ],
        refused: ['G06 aws_route53_record.a'],
      },
      {
        name: `${kind}: gone`,
        changes: [destroyed('aws_route53_record.a', record(routed))],
        refused: ['G06 aws_route53_record.a'],
      },
      {
        name: `${kind}: forgotten`,
        changes: [changed('aws_route53_record.a', { actions: ['forget'], before: record(routed) })],
        refused: ['G06 aws_route53_record.a'],
      },
      {
        name: `${kind}: the policy taken away`,
        changes: [updated('aws_route53_record.a', record(routed), record({}))],
        refused: ['G06 aws_route53_record.a'],
      },
      { name: `${kind}: new`, changes: [created('aws_route53_record.a', record(routed))], refused: [] },
      {
        name: `${kind}: the same`,
        changes: [
          changed('aws_route53_record.a', {
            actions: ['no-op'],
            before: record(routed),
            after: record(routed),
          }),
        ],
        refused: [],
      },
    ];
  }),
  {
    name: 'an ordinary record has another answer',
    changes: [from('aws_route53_record.a', 'records', ['a'], ['b'], { type: 'TXT' })],
    refused: [],
  },
  {
    name: 'an ordinary record goes',
    changes: [destroyed('aws_route53_record.a', { type: 'TXT' })],
    refused: [],
  },
  {
    name: 'the name servers of a zone change',
    changes: [from('aws_route53_record.a', 'records', ['a'], ['b'], { type: 'NS' })],
    refused: ['G06 aws_route53_record.a'],
  },
  {
    name: 'a DS record is new',
    changes: [created('aws_route53_record.a', { type: 'DS' })],
    refused: ['G06 aws_route53_record.a'],
  },
  {
    name: 'a health check goes',
    changes: [destroyed('aws_route53_health_check.a')],
    refused: ['G06 aws_route53_health_check.a'],
  },
  {
    name: 'a health check asks another path',
    changes: [from('aws_route53_health_check.a', 'resource_path', '/a', '/b')],
    refused: ['G06 aws_route53_health_check.a'],
  },
  {
    name: 'a health check is called otherwise',
    changes: [from('aws_route53_health_check.a', 'tags', { Name: 'a' }, { Name: 'b' })],
    refused: [],
  },
  {
    name: 'a health check is new',
    changes: [created('aws_route53_health_check.a', { type: 'HTTPS' })],
    refused: [],
  },
  {
    name: 'a primary record is made without a health check',
    changes: [
      created('aws_route53_record.a', {
        type: 'A',
        records: ['1.2.3.4'],
        failover_routing_policy: [{ type: 'PRIMARY' }],
      }),
    ],
    refused: ['G16 aws_route53_record.a'],
  },
  {
    name: 'a primary record follows a health check that is still to be made',
    changes: [
      created(
        'aws_route53_record.a',
        { type: 'A', failover_routing_policy: [{ type: 'PRIMARY' }] },
        { after_unknown: { health_check_id: true } },
      ),
    ],
    refused: [],
  },
  {
    name: 'a secondary record follows none',
    changes: [
      created('aws_route53_record.a', { type: 'A', failover_routing_policy: [{ type: 'SECONDARY' }] }),
    ],
    refused: [],
  },
];

const rights = (address: string, before: string | undefined, after: string) =>
  before === undefined ? created(address, { policy: after }) : from(address, 'policy', before, after);
const trusts = (before: string | undefined, after: string) =>
  before === undefined
    ? created('aws_iam_role.a', { assume_role_policy: after })
    : from('aws_iam_role.a', 'assume_role_policy', before, after);
const ec2 = { Service: 'ec2.amazonaws.com' };
const READ_ONE = policy(allow('s3:GetObject'));

/** A key that is used through a service tells only what that service tells. */
const via = (service: string | readonly string[], operator = 'StringEquals') => ({
  [operator]: { 'kms:ViaService': service },
});
const SECRETS = 'secretsmanager.eu-west-1.amazonaws.com';
const everyKey = (action: string | readonly string[], Condition?: object) => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});
const throughServices: Truth[] = [
  ...(
    [
      ['every key may be used through a service', everyKey('kms:Decrypt', via(SECRETS)), []],
      ['through one, in every region', everyKey('kms:Decrypt', via('s3.*.amazonaws.com', 'StringLike')), []],
      [
        'through two',
        everyKey(['kms:Decrypt', 'kms:GenerateDataKey*'], via([SECRETS, 's3.eu-west-1.amazonaws.com'])),
        [],
      ],
      ['by whoever likes', everyKey('kms:Decrypt'), ['G09 aws_iam_policy.a']],
      ['through any service', everyKey('kms:Decrypt', via('*', 'StringLike')), ['G09 aws_iam_policy.a']],
      [
        'but through a service',
        everyKey('kms:Decrypt', via(SECRETS, 'StringNotEquals')),
        ['G09 aws_iam_policy.a'],
      ],
      [
        'through a service where one says so',
        everyKey('kms:Decrypt', via(SECRETS, 'StringEqualsIfExists')),
        ['G09 aws_iam_policy.a'],
      ],
      ['with grants', everyKey('kms:CreateGrant', via(SECRETS)), ['G09 aws_iam_policy.a']],
      ['with everything', everyKey('kms:*', via(SECRETS)), ['G09 aws_iam_policy.a']],
      [
        'and secrets read',
        everyKey(['kms:Decrypt', 'secretsmanager:GetSecretValue'], via(SECRETS)),
        ['G09 aws_iam_policy.a'],
      ],
    ] as const
  ).map(
    ([name, statement, refused]): Truth => ({
      name: `keys: ${name}`,
      changes: [rights('aws_iam_policy.a', READ_ONE, policy(allow('s3:GetObject'), statement))],
      refused: [...refused],
    }),
  ),
  {
    name: 'keys: the service that they are used through goes, among others',
    changes: [
      rights(
        'aws_iam_policy.a',
        policy(
          everyKey('kms:Decrypt', via(SECRETS)),
          everyKey('kms:Decrypt', via('s3.eu-west-1.amazonaws.com')),
        ),
        policy(everyKey('kms:Decrypt'), everyKey('kms:Decrypt', via('s3.eu-west-1.amazonaws.com'))),
      ),
    ],
    refused: ['G09 aws_iam_policy.a'],
  },
  ...(
    [
      ['through a service', via(SECRETS), ['G10 aws_kms_key.a']],
      [
        'of the account through a service',
        { StringEquals: { 'kms:ViaService': SECRETS, 'kms:CallerAccount': '123456789012' } },
        [],
      ],
    ] as const
  ).map(
    ([name, Condition, refused]): Truth => ({
      name: `a key lets in everybody ${name}`,
      changes: [
        from(
          'aws_kms_key.a',
          'policy',
          policy(),
          policy({ ...everyKey('kms:Decrypt', Condition), Principal: '*' }),
        ),
      ],
      refused: [...refused],
    }),
  ),
];

const widening: Truth[] = [
  ...['*', 's3:*', 'iam:PassRole', 'iam:*', ['s3:GetObject', 'kms:*']].flatMap((action): Truth[] => [
    {
      name: `${action} is added`,
      changes: [rights('aws_iam_role_policy.a', READ_ONE, policy(allow('s3:GetObject'), allow(action)))],
      refused: ['G09 aws_iam_role_policy.a'],
    },
    {
      name: `${action} is in a new policy`,
      changes: [rights('aws_iam_policy.a', undefined, policy(allow(action)))],
      refused: ['G09 aws_iam_policy.a'],
    },
    {
      name: `${action} is taken away`,
      changes: [rights('aws_iam_role_policy.a', policy(allow('s3:GetObject'), allow(action)), READ_ONE)],
      refused: [],
    },
    {
      name: `${action} was there before`,
      changes: [
        rights('aws_iam_role_policy.a', policy(allow(action)), policy(allow(action), allow('s3:GetObject'))),
      ],
      refused: [],
    },
    {
      name: `${action} is denied`,
      changes: [
        rights(
          'aws_iam_role_policy.a',
          READ_ONE,
          policy(allow('s3:GetObject'), { ...allow(action), Effect: 'Deny' }),
        ),
      ],
      refused: [],
    },
  ]),
  {
    name: 'a write on everything is added',
    changes: [rights('aws_iam_role_policy.a', READ_ONE, policy(allow('s3:PutObject', '*')))],
    refused: ['G09 aws_iam_role_policy.a'],
  },
  {
    name: 'a read on everything is added',
    changes: [rights('aws_iam_role_policy.a', READ_ONE, policy(allow('ec2:DescribeInstances', '*')))],
    refused: [],
  },
  {
    name: 'a write on one thing is added',
    changes: [rights('aws_iam_role_policy.a', READ_ONE, policy(allow('s3:PutObject')))],
    refused: [],
  },
  {
    name: 'everything but something is allowed',
    changes: [
      rights('aws_iam_policy.a', READ_ONE, policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })),
    ],
    refused: ['G09 aws_iam_policy.a'],
  },
  ...['secretsmanager:GetSecretValue', 'secretsmanager:Get*', 'ssm:GetParameter*', 's3:GetObject'].map(
    (action): Truth => ({
      name: `${action} on everything is added`,
      changes: [rights('aws_iam_policy.a', READ_ONE, policy(allow('s3:GetObject'), allow(action, '*')))],
      refused: ['G09 aws_iam_policy.a'],
    }),
  ),
  ...['secretsmanager:GetSecretValue', 's3:PutObject'].map(
    (action): Truth => ({
      name: `${action} on one thing is added`,
      changes: [rights('aws_iam_policy.a', READ_ONE, policy(allow('s3:GetObject'), allow(action)))],
      refused: [],
    }),
  ),
  ...['iam:Pass*', 'iam:P*', 'IAM:passrole', 'iam:?assRole'].map(
    (action): Truth => ({
      name: `${action} is added`,
      changes: [rights('aws_iam_policy.a', READ_ONE, policy(allow('s3:GetObject'), allow(action)))],
      refused: ['G09 aws_iam_policy.a'],
    }),
  ),
  {
    name: 'a write on everything but one thing is added',
    changes: [
      rights(
        'aws_iam_policy.a',
        READ_ONE,
        policy({ Effect: 'Allow', Action: 's3:PutObject', NotResource: 'arn:aws:s3:::a' }),
      ),
    ],
    refused: ['G09 aws_iam_policy.a'],
  },
  {
    name: 'everybody but one is trusted',
    changes: [
      trusts(
        trust(ec2),
        policy({ Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: 'arn:aws:iam::2:root' } }),
      ),
    ],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'a denial is taken away',
    changes: [
      rights(
        'aws_iam_policy.a',
        policy(allow('s3:GetObject'), { ...allow('s3:DeleteObject'), Effect: 'Deny' }),
        READ_ONE,
      ),
    ],
    refused: ['G09 aws_iam_policy.a'],
  },
  {
    name: 'a condition is taken away',
    changes: [
      rights(
        'aws_iam_policy.a',
        policy(allow('s3:GetObject', 'a', { Condition: { StringEquals: { 'aws:SourceVpce': 'v' } } })),
        policy(allow('s3:GetObject', 'a')),
      ),
    ],
    refused: ['G09 aws_iam_policy.a'],
  },
  {
    name: 'a condition is added',
    changes: [
      rights(
        'aws_iam_policy.a',
        policy(allow('s3:GetObject', 'a')),
        policy(allow('s3:GetObject', 'a', { Condition: { StringEquals: { 'aws:SourceVpce': 'v' } } })),
      ),
    ],
    refused: [],
  },
  {
    name: 'statements change their order',
    changes: [
      rights(
        'aws_iam_policy.a',
        policy(allow('s3:*'), allow('s3:GetObject')),
        policy(allow('s3:GetObject'), allow('s3:*')),
      ),
    ],
    refused: [],
  },
  {
    name: 'another service is trusted',
    changes: [trusts(trust(ec2), trust({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }))],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'another account is trusted',
    changes: [trusts(trust(ec2), trust({ AWS: 'arn:aws:iam::2:root' }))],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'a service is no longer trusted',
    changes: [trusts(trust({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }), trust(ec2))],
    refused: [],
  },
  { name: 'a new role of a service', changes: [trusts(undefined, trust(ec2))], refused: [] },
  {
    name: 'a new role of everybody',
    changes: [trusts(undefined, trust('*'))],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'a new role of every repository',
    changes: [trusts(undefined, trust(github))],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'a new role of all repositories of an owner',
    changes: [
      trusts(
        undefined,
        trust(github, { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:o/*' } }),
      ),
    ],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'a new role of an environment',
    changes: [trusts(undefined, trust(github, subject('repo:o/r:environment:e')))],
    refused: [],
  },
  {
    name: 'another environment is trusted',
    changes: [
      trusts(
        trust(github, subject('repo:o/r:environment:e')),
        trust(github, subject('repo:o/r:environment:f')),
      ),
    ],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'the workflow is no longer asked for',
    changes: [
      trusts(
        trust(github, { StringEquals: { 'x:sub': 'repo:o/r:ref:m', 'x:job_workflow_ref': 'w' } }),
        trust(github, { StringEquals: { 'x:sub': 'repo:o/r:ref:m' } }),
      ),
    ],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'the boundary goes',
    changes: [from('aws_iam_role.a', 'permissions_boundary', 'arn:b', null)],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'the boundary comes',
    changes: [from('aws_iam_role.a', 'permissions_boundary', null, 'arn:b')],
    refused: [],
  },
  {
    name: 'an administrator is made',
    changes: [
      created('aws_iam_role_policy_attachment.a', {
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    ],
    refused: ['G09 aws_iam_role_policy_attachment.a'],
  },
  ...[
    ...['job-function/NetworkAdministrator', 'AmazonS3FullAccess', 'AWSLambda_FullAccess'],
    ...[
      'SecretsManagerReadWrite',
      'AWSKeyManagementServicePowerUser',
      'ReadOnlyAccess',
      'AmazonS3ReadOnlyAccess',
    ],
    'AdministratorAccess-Amplify',
  ].map(
    (name): Truth => ({
      name: `${name} is attached`,
      changes: [
        created('aws_iam_role_policy_attachment.a', { policy_arn: `arn:aws:iam::aws:policy/${name}` }),
      ],
      refused: ['G09 aws_iam_role_policy_attachment.a'],
    }),
  ),
  ...['AmazonEC2ContainerRegistryReadOnly', 'CloudWatchReadOnlyAccess', 'AmazonSSMManagedInstanceCore'].map(
    (name): Truth => ({
      name: `${name} is attached`,
      changes: [
        created('aws_iam_role_policy_attachment.a', { policy_arn: `arn:aws:iam::aws:policy/${name}` }),
      ],
      refused: [],
    }),
  ),
  {
    name: "an administrator of somebody's own is made",
    changes: [
      created('aws_iam_role_policy_attachment.a', {
        policy_arn: 'arn:aws:iam::123456789012:policy/AdministratorAccess',
      }),
    ],
    refused: ['G09 aws_iam_role_policy_attachment.a'],
  },
  {
    name: 'an administrator is made in a list',
    changes: [
      from(
        'aws_iam_role.a',
        'managed_policy_arns',
        ['arn:aws:iam::aws:policy/IAMFullAccess'],
        ['IAMFullAccess', 'AdministratorAccess', 'X'].map((name) => `arn:aws:iam::aws:policy/${name}`),
      ),
    ],
    refused: ['G09 aws_iam_role.a'],
  },
  ...[
    ...['**', 'arn:*', 'arn:aws:*', 'arn:aws:s3:*', 'arn:aws:s3:::*', 'arn:aws:s3:::*/*', 'arn:*:s3:::**'],
    ...['arn:aws:secretsmanager:*:*:secret:*', 'arn:aws:iam::*:role/*', 'arn:aws:dynamodb:eu-west-1:*:*'],
  ].map(
    (resource): Truth => ({
      name: `a write on ${resource} is added`,
      changes: [rights('aws_iam_policy.a', READ_ONE, policy(allow('s3:PutObject', resource)))],
      refused: ['G09 aws_iam_policy.a'],
    }),
  ),
  ...[
    ...['arn:aws:s3:::a/*', 'arn:aws:s3:::a*', 'arn:aws:s3:*:*:accesspoint/a', 'arn:aws:sqs:*:*:a'],
    ...['arn:aws:secretsmanager:*:*:secret:demo/*', 'arn:aws:kms:*:123456789012:key/*'],
    'arn:aws:route53:::hostedzone/*',
  ].map(
    (resource): Truth => ({
      name: `a write on ${resource} is added`,
      changes: [rights('aws_iam_policy.a', READ_ONE, policy(allow('s3:PutObject', resource)))],
      refused: [],
    }),
  ),
  ...throughServices,
  {
    name: 'a narrow managed policy is attached',
    changes: [
      created('aws_iam_role_policy_attachment.a', { policy_arn: 'arn:aws:iam::aws:policy/service-role/X' }),
    ],
    refused: [],
  },
];

/** A stack that writes this policy, in which the plan does not know the ARN of a queue that comes with it. */
const writes = (type: string, statement: string): Pick<Truth, 'head' | 'base'> => {
  const policy = `\${jsonencode({"Version" = "2012-10-17", "Statement" = [${statement}]})}`;
  return {
    head: source('x-region-asia', { resource: { [type]: { a: { policy } } } }),
    base: source('x-region-asia'),
  };
};
const unknown = { after_unknown: { policy: true } };
const QUEUE = '"Resource" = [aws_sqs_queue.new.arn, "${aws_sqs_queue.new.arn}/*"]';
const written = (action: string, more = QUEUE) =>
  `{"Sid" = "A", "Effect" = "Allow", "Action" = ["${action}"], ${more}}`;
/** A queue that is made again, as it was. */
const queue = (arn: string) => replaced('aws_sqs_queue.new', { arn }, {}, { after_unknown: { arn: true } });
/** A policy of which nobody knows any more what it will be. */
const had = (statement: object) => updated('aws_iam_policy.a', { policy: policy(statement) }, {}, unknown);
const untold: Truth[] = [
  ...(['sqs:SendMessage', '*', 's3:*', 'iam:PassRole'] as const).flatMap((action): Truth[] => [
    {
      name: `${action} on what is still to be made is in a new policy`,
      ...writes('aws_iam_policy', written(action)),
      changes: [created('aws_iam_policy.a', {}, unknown)],
      refused: action === 'sqs:SendMessage' ? [] : ['G09 aws_iam_policy.a'],
    },
    {
      name: `${action} on what is made anew was there before`,
      ...writes('aws_iam_policy', written(action)),
      changes: [queue('arn:aws:sqs:::old'), had(allow(action, ['arn:aws:sqs:::old', 'arn:aws:sqs:::old/*']))],
      refused: [],
    },
  ]),
  {
    name: 'iam:PassRole on what is new in the place of another thing',
    ...writes('aws_iam_policy', written('iam:PassRole')),
    changes: [
      queue('arn:aws:sqs:::other'),
      had(allow('iam:PassRole', ['arn:aws:sqs:::old', 'arn:aws:sqs:::old/*'])),
    ],
    refused: ['G09 aws_iam_policy.a'],
  },
  {
    name: 'iam:PassRole on what is new in the place of what is gone',
    ...writes('aws_iam_policy', written('iam:PassRole')),
    changes: [had(allow('iam:PassRole', ['arn:aws:sqs:::old', 'arn:aws:sqs:::old/*']))],
    refused: ['G09 aws_iam_policy.a'],
  },
  {
    name: 'another action on what it had',
    ...writes('aws_iam_policy', written('iam:PassRole')),
    changes: [
      queue('arn:aws:sqs:::old'),
      had(allow('sqs:SendMessage', ['arn:aws:sqs:::old', 'arn:aws:sqs:::old/*'])),
    ],
    refused: ['G09 aws_iam_policy.a'],
  },
  ...(['Allow', 'Deny'] as const).map((Effect): Truth => {
    const data = written(
      'iam:PassRole',
      `"Resource" = "arn:aws:iam::\${data.aws_caller_identity.a.account_id}:role/a"`,
    );
    const both = writes('aws_iam_policy', data.replace('Allow', Effect)).head;
    return {
      name: `${Effect} of data's name that the base has too`,
      ...(both && { head: both, base: both }),
      changes: [had({ ...allow('iam:PassRole', 'arn:aws:iam::123456789012:role/a'), Effect })],
      refused: [],
    };
  }),
  {
    name: "data's name that the base has not",
    ...writes(
      'aws_iam_policy',
      written('iam:PassRole', '"Resource" = "arn:aws:iam::${data.aws_caller_identity.a.account_id}:role/a"'),
    ),
    changes: [had(allow('iam:PassRole', 'arn:aws:iam::123456789012:role/a'))],
    refused: ['G09 aws_iam_policy.a'],
  },
  {
    name: 'a denial on what is made anew stays',
    ...writes('aws_iam_policy', written('sqs:SendMessage').replace('Allow', 'Deny')),
    changes: [queue('arn:a'), had({ ...allow('sqs:SendMessage', ['arn:a', 'arn:a/*']), Effect: 'Deny' })],
    refused: [],
  },
  {
    name: 'a denial stays for something else only',
    ...writes('aws_iam_policy', written('sqs:SendMessage').replace('Allow', 'Deny')),
    changes: [queue('arn:b'), had({ ...allow('sqs:SendMessage', ['arn:a', 'arn:a/*']), Effect: 'Deny' })],
    refused: ['G09 aws_iam_policy.a'],
  },
  ...['arn:a', 'arn:b'].map((arn): Truth => {
    const Condition = { ArnEquals: { 'aws:SourceArn': 'arn:a' } };
    return {
      name: `a condition about ${arn} in the place of one about arn:a`,
      ...writes(
        'aws_iam_policy',
        written(
          's3:GetObject',
          '"Resource" = "r", "Condition" = {"ArnEquals" = {"aws:SourceArn" = aws_sqs_queue.new.arn}}',
        ),
      ),
      changes: [queue(arn), had(allow('s3:GetObject', 'r', { Condition }))],
      refused: arn === 'arn:a' ? [] : ['G09 aws_iam_policy.a'],
    };
  }),
  ...[
    ['statements that are put together', 'concat(local.statements, [])'],
    ['an action that only the apply tells', written('${aws_ssm_parameter.a.name}')],
    [
      'a resource that somebody may make everything',
      written('s3:PutObject', '"Resource" = [terraform_data.a.output]'),
    ],
    ['a value of a parameter', written('s3:PutObject', '"Resource" = ["${aws_ssm_parameter.a.value}"]')],
  ].map(
    ([name = '', statement = '']): Truth => ({
      name: `${name} cannot be judged`,
      ...writes('aws_iam_policy', statement),
      changes: [created('aws_iam_policy.a', {}, unknown)],
      refused: ['G09 aws_iam_policy.a'],
    }),
  ),
  {
    name: 'a queue that is still to be made answers everybody',
    ...writes('aws_sqs_queue_policy', written('sqs:SendMessage', `"Principal" = "*", ${QUEUE}`)),
    changes: [created('aws_sqs_queue_policy.a', {}, unknown)],
    refused: ['G10 aws_sqs_queue_policy.a'],
  },
  {
    name: 'a queue that is still to be made answers one account',
    ...writes(
      'aws_sqs_queue_policy',
      written('sqs:SendMessage', `"Principal" = {"AWS" = "arn:aws:iam::1:root"}, ${QUEUE}`),
    ),
    changes: [created('aws_sqs_queue_policy.a', {}, unknown)],
    refused: [],
  },
];

const asks = (json: object): Pick<Truth, 'head' | 'base'> => ({
  head: source('x-region-asia', { resource: { aws_iam_role: { a: { ...json } } } }),
  base: source('x-region-asia'),
});
const jsonencode = (statement: string) => `\${jsonencode({"Statement" = [${statement}]})}`;
/** Policies of a new role that the plan does not know, by their names. */
const newRole = (...names: readonly string[]) =>
  created(
    'aws_iam_role.a',
    { inline_policy: names.map((name) => ({ name })) },
    { after_unknown: { inline_policy: names.map(() => ({ policy: true })) } },
  );
const ONE_THING = jsonencode(written('sqs:SendMessage'));
const inline: Truth[] = [
  {
    name: 'an inline policy is told as it is written',
    ...asks({ inline_policy: [{ name: 'p', policy: ONE_THING }] }),
    changes: [newRole('p')],
    refused: [],
  },
  {
    name: 'an inline policy allows everything on what is still to be made',
    ...asks({ inline_policy: { name: 'p', policy: jsonencode(written('*')) } }),
    changes: [newRole('p')],
    refused: ['G09 aws_iam_role.a'],
  },
  {
    name: 'inline policies are told by their names, whatever their order',
    ...asks({
      inline_policy: [
        { name: 'q', policy: '${local.policy}' },
        { name: 'p', policy: ONE_THING },
      ],
    }),
    changes: [newRole('p')],
    refused: [],
  },
  {
    name: 'an inline policy is put together elsewhere',
    ...asks({
      inline_policy: [
        { name: 'p', policy: ONE_THING },
        { name: 'q', policy: '${local.policy}' },
      ],
    }),
    changes: [newRole('p', 'q')],
    refused: ['G09 aws_iam_role.a'],
  },
  ...[
    { dynamic: { inline_policy: [{ for_each: '${local.names}', content: {} }] } },
    { inline_policy: '${local.policies}' },
    { inline_policy: [{ name: '${local.name}', policy: ONE_THING }] },
  ].flatMap((json, index): Truth[] => [
    {
      name: `inline policies that an expression decides on cannot be judged, ${index}`,
      ...asks(json),
      changes: [newRole('p', 'q')],
      refused: ['G09 aws_iam_role.a'],
    },
    {
      name: `nor can a whole list of them, ${index}`,
      ...asks(json),
      changes: [created('aws_iam_role.a', {}, { after_unknown: { inline_policy: true } })],
      refused: ['G09 aws_iam_role.a'],
    },
  ]),
  {
    name: 'a list of inline policies that a role had is no longer known',
    ...asks({ inline_policy: '${local.policies}' }),
    changes: [
      updated(
        'aws_iam_role.a',
        { inline_policy: [{ name: 'p', policy: READ_ONE }] },
        {},
        { after_unknown: { inline_policy: true } },
      ),
    ],
    refused: ['G09 aws_iam_role.a'],
  },
  ...[
    created,
    (address: string, after: object, more: object) =>
      replaced(address, { inline_policy: [] }, { ...after }, more),
  ].map(
    (make, index): Truth => ({
      name: `a role that asks for no inline policy, ${['new', 'made again'][index]}`,
      ...asks({ name: 'r' }),
      changes: [make('aws_iam_role.a', { name: 'r' }, { after_unknown: { inline_policy: true } })],
      refused: [],
    }),
  ),
];

const ingress = (cidr: string) => created('aws_vpc_security_group_ingress_rule.a', { cidr_ipv4: cidr });
const everybody = (more = {}) =>
  policy({ Effect: 'Allow', Action: 's3:GetObject', Principal: '*', Resource: 'a', ...more });
const OPENING: readonly [address: string, attribute: string, closed: unknown, open: unknown][] = [
  ['aws_lb.a', 'internal', true, false],
  ['aws_rds_cluster_instance.a', 'publicly_accessible', false, true],
  ['aws_subnet.a', 'map_public_ip_on_launch', false, true],
  ['aws_lambda_function_url.a', 'authorization_type', 'AWS_IAM', 'NONE'],
  ['aws_lambda_permission.a', 'principal', 's3.amazonaws.com', '*'],
  [
    'aws_security_group.a',
    'ingress',
    [{ cidr_blocks: ['10.0.0.0/8'] }],
    [{ cidr_blocks: ['10.0.0.0/8', '0.0.0.0/0'] }],
  ],
  ['aws_security_group_rule.a', 'cidr_blocks', ['10.0.0.0/8'], ['203.0.113.0/24']],
  [
    'aws_launch_template.a',
    'network_interfaces',
    [{ associate_public_ip_address: 'false' }],
    [{ associate_public_ip_address: 'true' }],
  ],
  ...['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].map(
    (name): [string, string, unknown, unknown] => ['aws_s3_bucket_public_access_block.a', name, true, false],
  ),
  ...[
    'aws_s3_bucket_policy',
    'aws_sqs_queue_policy',
    'aws_sns_topic_policy',
    'aws_kms_key',
    'aws_vpc_endpoint',
  ].map((type): [string, string, unknown, unknown] => [
    `${type}.a`,
    'policy',
    everybody({ Principal: { AWS: 'arn:aws:iam::1:root' } }),
    everybody(),
  ]),
];
/** Something of the stack that is there, which tells its account. */
const ours = changed('aws_sns_topic.t', {
  actions: ['no-op'],
  before: { arn: 'arn:aws:sns:eu-west-1:123456789012:t' },
  after: { arn: 'arn:aws:sns:eu-west-1:123456789012:t' },
});
const byAccount = (AWS: unknown) => everybody({ Principal: { AWS } });
const OTHER_ACCOUNT = 'arn:aws:iam::210987654321:root';
const OUR_ACCOUNT = 'arn:aws:iam::123456789012:root';
const exposures: Truth[] = [
  ...(
    [
      ['another account is let in', OUR_ACCOUNT, [OUR_ACCOUNT, OTHER_ACCOUNT], true],
      ['another account is let in by its number', OUR_ACCOUNT, '210987654321', true],
      ['another account stays', [OUR_ACCOUNT, OTHER_ACCOUNT], OTHER_ACCOUNT, false],
      ['our own account is let in', OTHER_ACCOUNT, OUR_ACCOUNT, false],
      ["what is made up is nobody's account", OUR_ACCOUNT, 'arn:aws:s:r:210987654321:not-applied-x', false],
    ] as const
  ).map(
    ([name, before, after, isRefused]): Truth => ({
      name,
      changes: [ours, from('aws_s3_bucket_policy.a', 'policy', byAccount(before), byAccount(after))],
      refused: isRefused ? ['G10 aws_s3_bucket_policy.a'] : [],
    }),
  ),
  {
    name: 'a new policy of a bucket lets in another account',
    changes: [ours, created('aws_s3_bucket_policy.a', { policy: byAccount(OTHER_ACCOUNT) })],
    refused: ['G10 aws_s3_bucket_policy.a'],
  },
  {
    name: 'everybody of another account is let in',
    changes: [
      ours,
      created('aws_s3_bucket_policy.a', {
        policy: everybody({ Condition: { StringEquals: { 'aws:PrincipalAccount': '210987654321' } } }),
      }),
    ],
    refused: ['G10 aws_s3_bucket_policy.a'],
  },
  {
    name: 'another account is kept out',
    changes: [
      ours,
      created('aws_s3_bucket_policy.a', {
        policy: everybody({ Effect: 'Deny', Principal: { AWS: OTHER_ACCOUNT } }),
      }),
    ],
    refused: [],
  },
  ...['210987654321', '123456789012'].map(
    (principal): Truth => ({
      name: `account ${principal} may call a function`,
      changes: [ours, created('aws_lambda_permission.a', { principal })],
      refused: principal === '123456789012' ? [] : ['G10 aws_lambda_permission.a'],
    }),
  ),
  ...(
    [
      [{ StringNotEquals: { 'aws:SourceAccount': '123456789012' } }, true],
      [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::a' } }, true],
      [{ StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' } }, true],
      [{ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } }, true],
      [{ Null: { 'aws:SourceArn': 'false' } }, true],
      [{ StringLike: { 'aws:SourceAccount': ['123456789012', '*'] } }, true],
      [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }, true],
      [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/a' } }, true],
      [{ StringEquals: { 'x-aws:SourceAccount': '123456789012' } }, true],
      [{ StringEquals: { 'aws:SourceAccount': '123456789012' } }, false],
      [{ 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } }, false],
      [{ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/*' } }, false],
      [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::a' } }, false],
    ] as const
  ).map(
    ([Condition, isOpen]): Truth => ({
      name: `everybody with ${JSON.stringify(Condition)}`,
      changes: [created('aws_s3_bucket_policy.a', { policy: everybody({ Condition }) })],
      refused: isOpen ? ['G10 aws_s3_bucket_policy.a'] : [],
    }),
  ),
  ...OPENING.flatMap(([address, attribute, closed, open]): Truth[] => [
    {
      name: `${attribute} of ${address} opens`,
      changes: [from(address, attribute, closed, open)],
      refused: [`G10 ${address}`],
    },
    {
      name: `${address} comes with ${attribute} open`,
      changes: [created(address, { [attribute]: open })],
      refused: [`G10 ${address}`],
    },
    {
      name: `${attribute} of ${address} closes`,
      changes: [from(address, attribute, open, closed)],
      refused: [],
    },
    {
      name: `${address} comes with ${attribute} closed`,
      changes: [created(address, { [attribute]: closed })],
      refused: [],
    },
    {
      name: `${attribute} of ${address} stays open`,
      changes: [from(address, 'tags', { a: 1 }, { a: 2 }, { [attribute]: open })],
      refused: [],
    },
    {
      name: `${address} comes open in a stack that is new`,
      changes: [created(address, { [attribute]: open })],
      options: { isNew: true },
      refused: [],
    },
    {
      name: `${address} comes open in a stack that is applied, and younger than the base`,
      changes: [created(address, { [attribute]: open })],
      options: { reason: 'added' },
      refused: [`G10 ${address}`],
    },
  ]),
  ...[
    '0.0.0.0/0',
    '203.0.113.0/24',
    '8.8.8.8/32',
    '10.0.0.0/6',
    '172.32.0.0/16',
    '192.169.0.0/16',
    '100.128.0.0/16',
  ].map(
    (cidr): Truth => ({
      name: `${cidr} comes in`,
      changes: [ingress(cidr)],
      refused: ['G10 aws_vpc_security_group_ingress_rule.a'],
    }),
  ),
  ...['10.0.0.0/8', '172.16.0.0/12', '172.31.0.0/16', '192.168.0.0/16', '100.64.0.0/10'].map(
    (cidr): Truth => ({ name: `${cidr} comes in`, changes: [ingress(cidr)], refused: [] }),
  ),
  {
    name: 'a bucket is no longer kept from the public',
    changes: [destroyed('aws_s3_bucket_public_access_block.a')],
    refused: ['G10 aws_s3_bucket_public_access_block.a'],
  },
  {
    name: 'a bucket goes with what kept it from the public',
    changes: [
      destroyed('aws_s3_bucket.a', { bucket: 'a' }),
      destroyed('aws_s3_bucket_public_access_block.a', { bucket: 'a' }),
    ],
    refused: [],
  },
  {
    name: 'a policy for everybody but one',
    changes: [
      from(
        'aws_s3_bucket_policy.a',
        'policy',
        policy(),
        everybody({ Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::2:root' } }),
      ),
    ],
    refused: ['G10 aws_s3_bucket_policy.a'],
  },
  {
    name: 'a policy for everybody of one account',
    changes: [
      from(
        'aws_s3_bucket_policy.a',
        'policy',
        policy(),
        everybody({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }),
      ),
    ],
    refused: [],
  },
  {
    name: 'a policy that denies everybody',
    changes: [from('aws_s3_bucket_policy.a', 'policy', policy(), everybody({ Effect: 'Deny' }))],
    refused: [],
  },
];

const input = (origin: 'live' | 'planned' | 'placeholder') => ({
  producer: 'x-global',
  output: 'zone',
  source: origin,
});
const at = (key: string, more = {}) =>
  source('x-region-asia', {
    terraform: { backend: { s3: { bucket: 'states', key, region: 'eu-west-1', ...more } } },
  });
const plans: Truth[] = [
  { name: 'only live values', options: { inputs: [input('live')] }, refused: [] },
  { name: 'no values', refused: [] },
  { name: 'a planned value', options: { inputs: [input('live'), input('planned')] }, refused: ['G05 -'] },
  { name: 'a placeholder', options: { inputs: [input('placeholder')] }, refused: ['G05 -'] },
  { name: 'a plan that is not complete', more: { complete: false }, refused: ['G14 -'] },
  { name: 'a plan that failed halfway', more: { errored: true }, refused: ['G14 -'] },
  {
    name: 'a plan of a Terraform that does not say',
    more: { complete: undefined, errored: undefined } as unknown as Partial<PlanJson>,
    refused: [],
  },
  {
    name: 'a stack that nobody could plan',
    options: { problem: 'Apply x-global first.' },
    refused: ['G14 -'],
  },
  { name: 'the key of the state changes', base: at('a'), head: at('b'), refused: ['G15 -'] },
  {
    name: 'the bucket of the state changes',
    base: at('a'),
    head: at('a', { bucket: 'others' }),
    refused: ['G15 -'],
  },
  {
    name: 'the state is no longer locked',
    base: at('a', { use_lockfile: true }),
    head: at('a'),
    refused: ['G15 -'],
  },
  {
    name: 'the state is no longer encrypted',
    base: at('a', { encrypt: true }),
    head: at('a', { encrypt: false }),
    refused: ['G15 -'],
  },
  { name: 'the state stays', base: at('a'), head: at('a'), refused: [] },
  {
    name: 'somebody has deleted a bucket',
    more: { resource_drift: [destroyed('aws_s3_bucket.a')] },
    refused: ['G18 aws_s3_bucket.a'],
  },
  { name: 'somebody has deleted a route', more: { resource_drift: [destroyed('aws_route.a')] }, refused: [] },
];

const alike = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10 };
const renames: Truth[] = [
  {
    name: 'a bucket under another name',
    changes: [destroyed('aws_s3_bucket.a', alike), created('aws_s3_bucket.b', alike)],
    refused: ['G19 aws_s3_bucket.a'],
  },
  {
    name: 'a bucket that differs in one of ten',
    changes: [destroyed('aws_s3_bucket.a', alike), created('aws_s3_bucket.b', { ...alike, a: 0 })],
    refused: ['G19 aws_s3_bucket.a'],
  },
  {
    name: 'a bucket that differs in two of ten',
    changes: [destroyed('aws_s3_bucket.a', alike), created('aws_s3_bucket.b', { ...alike, a: 0, b: 0 })],
    refused: [],
  },
  {
    name: 'another type',
    changes: [destroyed('aws_s3_bucket.a', alike), created('aws_eip.b', alike)],
    refused: [],
  },
  {
    name: 'a route under another name',
    changes: [destroyed('aws_route.a', alike), created('aws_route.b', alike)],
    refused: [],
  },
  {
    name: 'a bucket that moves',
    changes: [
      changed('aws_s3_bucket.b', { actions: ['no-op'], also: { previous_address: 'aws_s3_bucket.a' } }),
    ],
    refused: [],
  },
];

const families = {
  destruction,
  guards: [...guards, ...blocks],
  dns,
  widening,
  untold,
  inline,
  exposures,
  plans,
  renames,
};

/** What is refused, by the gates that the family is about: the others have their own. */
function refusedBy({ changes = [], ...sides }: Truth): string[] {
  const { findings } = judge(reviewOf(changes, sides), [], new Date('2026-01-01'));
  return findings
    .filter(({ severity }) => severity !== 'warn')
    .map(({ gate, address }) => `${gate} ${address ?? '-'}`)
    .filter((each, index, all) => all.indexOf(each) === index);
}

describe.each(Object.entries(families))('%s', (_, truths) => {
  test.each(truths.map((truth) => [truth.name, truth] as const))('%s', (_name, truth) => {
    expect(refusedBy(truth).sort()).toEqual([...truth.refused].sort());
  });
});

test('there are enough plans, and of both kinds in every family', () => {
  const all = Object.values(families).flat();
  expect(all.length).toBeGreaterThanOrEqual(400);
  for (const truths of Object.values(families)) {
    expect(truths.some(({ refused }) => refused.length > 0)).toBe(true);
    expect(truths.some(({ refused }) => refused.length === 0)).toBe(true);
  }
});

test('every gate has an id of its own, in order where it is read', () => {
  expect(new Set(gates.map(({ id }) => id)).size).toBe(gates.length);
});

test.each([
  ['aws_rds_cluster.a', ['G01']],
  ['aws_cloudwatch_log_group.a', ['G01']],
  ['aws_route.a', []],
])('that %s is only forgotten is found where it is kept', (address, found) => {
  const { findings } = judge(
    reviewOf([changed(address, { actions: ['forget'], before: { id: 'a' }, after: null })]),
    [],
    new Date('2026-01-01'),
  );
  const own = findings.filter(({ gate }) => gate === 'G01');
  expect(own.map(({ gate }) => gate)).toEqual(found);
  for (const { sentence } of own) expect(sentence).toContain(`forgets ${address}: `);
});

test('without protection anywhere a loss is told and not refused', () => {
  const { findings, outcome } = judge(reviewOf([destroyed('aws_vpc.a')]), [], new Date('2026-01-01'));
  expect(findings).toMatchObject([{ gate: 'G01', severity: 'warn' }]);
  expect(outcome).toBe('clear');
});

it('what the roles of a new stack may do is told, and refused where it is everything', () => {
  const isNew = { options: { isNew: true } };
  const judged = (changes: Parameters<typeof reviewOf>[0]) =>
    judge(reviewOf(changes, isNew), [], new Date('2026-01-01'))
      .findings.filter(({ gate }) => gate === 'G09')
      .map(({ severity, address }) => [severity, address]);

  expect(judged([rights('aws_iam_policy.a', undefined, policy(allow('s3:*')))])).toEqual([
    ['warn', 'aws_iam_policy.a'],
  ]);
  const mighty = { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
  expect(judged([created('aws_iam_role_policy_attachment.a', mighty)])).toEqual([
    ['refuse', 'aws_iam_role_policy_attachment.a'],
  ]);
});
