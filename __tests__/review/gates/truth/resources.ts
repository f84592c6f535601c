import type { ResourceChange } from '../../../../review/plan-json';
import { changed, created, destroyed, replaced, updated } from '../../support';

/**
 * A change, and the gates that have to speak of it: `G01` refuses or holds, `g01` warns. `because` where a reader may ask.
 * The stack keeps what it holds, and is applied.
 */
export type Row = readonly [
  what: string,
  changes: readonly ResourceChange[],
  gates: string,
  because?: string,
];

const from = (address: string, attribute: string, before: unknown, after: unknown, rest: object = {}) =>
  updated(address, { ...rest, [attribute]: before }, { ...rest, [attribute]: after });

const destruction: Row[] = [
  ['a cluster goes', [destroyed('aws_rds_cluster.main')], 'G01'],
  ['the global cluster goes', [destroyed('aws_rds_global_cluster.main')], 'G01'],
  ['the master secret goes', [destroyed('aws_secretsmanager_secret.master')], 'G01'],
  ['a key goes', [destroyed('aws_kms_key.main')], 'G01'],
  ['a bucket goes', [destroyed('aws_s3_bucket.near', { bucket: 'near' })], 'G01'],
  ['a distribution goes', [destroyed('aws_cloudfront_distribution.site')], 'G01'],
  [
    'a network gets another range',
    [replaced('aws_vpc.main', { cidr_block: '10.0.0.0/16' }, { cidr_block: '10.9.0.0/16' })],
    'G01',
  ],
  [
    'a subnet gets another zone',
    [replaced('aws_subnet.a', { availability_zone: 'eu-west-1a' }, { availability_zone: 'eu-west-1b' })],
    'G01',
  ],
  ['a load balancer is replaced', [replaced('aws_lb.public', { name: 'a' }, { name: 'b' })], 'G01'],
  [
    'a type that nobody has decided on goes',
    [destroyed('aws_dynamodb_table.orders')],
    'G01',
    'what nobody knows is kept',
  ],
  ['an instance of a list goes', [destroyed('aws_subnet.private[2]')], 'G01'],
  ['a function goes', [destroyed('aws_lambda_function.fill')], '', 'its code is in the repository'],
  ['an alarm goes', [destroyed('aws_cloudwatch_metric_alarm.a')], ''],
  ['a queue is replaced', [replaced('aws_sqs_queue.fill', { name: 'a' }, { name: 'b' })], ''],
  ['a cluster stays', [changed('aws_rds_cluster.main', ['no-op'])], ''],
  ['a bucket is made', [created('aws_s3_bucket.a', { bucket: 'a' })], ''],
  [
    'a bucket moves to another address',
    [changed('aws_s3_bucket.b', { actions: ['no-op'], also: { previous_address: 'aws_s3_bucket.a' } })],
    '',
  ],
  [
    'data is read that is called like a bucket',
    [{ ...changed('aws_s3_bucket.a', ['read']), mode: 'data' }],
    '',
  ],
];

const guards: Row[] = [
  ['a cluster may be deleted', [from('aws_rds_cluster.main', 'deletion_protection', true, false)], 'G02'],
  ['a load balancer may be deleted', [from('aws_lb.a', 'enable_deletion_protection', true, false)], 'G02'],
  ['backups stand for a day', [from('aws_rds_cluster.main', 'backup_retention_period', 14, 1)], 'G02'],
  ['no last snapshot', [from('aws_rds_cluster.main', 'skip_final_snapshot', false, true)], 'G02'],
  ['a bucket goes with its objects', [from('aws_s3_bucket.a', 'force_destroy', false, true)], 'G02'],
  ['a key no longer rotates', [from('aws_kms_key.a', 'enable_key_rotation', true, false)], 'G02'],
  ['a key goes after a week', [from('aws_kms_key.a', 'deletion_window_in_days', 30, 7)], 'G02'],
  [
    'versions are no longer kept',
    [
      from(
        'aws_s3_bucket_versioning.a',
        'versioning_configuration',
        [{ status: 'Enabled' }],
        [{ status: 'Suspended' }],
      ),
    ],
    'G02',
  ],
  ['logs stand for a month', [from('aws_cloudwatch_log_group.a', 'retention_in_days', 365, 30)], 'G02'],
  [
    'logs stand for a year instead of ever',
    [from('aws_cloudwatch_log_group.a', 'retention_in_days', 0, 365)],
    'G02',
    '0 is for ever',
  ],
  ['logs stand for ever', [from('aws_cloudwatch_log_group.a', 'retention_in_days', 365, 0)], ''],
  ['backups stand longer', [from('aws_rds_cluster.main', 'backup_retention_period', 7, 14)], ''],
  ['a cluster is guarded', [from('aws_rds_cluster.main', 'deletion_protection', false, true)], ''],
  ['a bucket keeps its objects', [from('aws_s3_bucket.a', 'force_destroy', true, false)], ''],
  [
    'a guarded cluster gets another window',
    [
      from('aws_rds_cluster.main', 'preferred_backup_window', '01:00-02:00', '03:00-04:00', {
        deletion_protection: true,
      }),
    ],
    '',
  ],
  [
    'a cluster is made without a guard',
    [created('aws_rds_cluster.b', { deletion_protection: false })],
    '',
    'nothing had a guard',
  ],
];

const record = (more: object) => ({ name: 'asia.origin.example', type: 'A', ...more });
const primary = record({
  failover_routing_policy: [{ type: 'PRIMARY' }],
  health_check_id: 'h',
  alias: [{ name: 'lb-1', evaluate_target_health: true }],
});
const dns: Row[] = [
  [
    'a primary record leads elsewhere',
    [
      updated('aws_route53_record.p', primary, {
        ...primary,
        alias: [{ name: 'lb-2', evaluate_target_health: true }],
      }),
    ],
    'G06',
  ],
  ['a primary record goes', [destroyed('aws_route53_record.p', primary)], 'G06'],
  ['a primary record is new', [created('aws_route53_record.p', primary)], 'g06', 'nobody asked it before'],
  [
    'a weight moves',
    [
      from(
        'aws_route53_record.w',
        'weighted_routing_policy',
        [{ weight: 1 }],
        [{ weight: 100 }],
        record({ set_identifier: 'a' }),
      ),
    ],
    'G06',
  ],
  [
    'a country is answered elsewhere',
    [
      from(
        'aws_route53_record.g',
        'geolocation_routing_policy',
        [{ country: 'IS' }],
        [{ country: 'FR' }],
        record({}),
      ),
    ],
    'G06',
  ],
  ['a health check goes', [destroyed('aws_route53_health_check.h')], 'G06'],
  ['a health check asks less often', [from('aws_route53_health_check.h', 'request_interval', 10, 30)], 'G06'],
  ['a health check is switched off', [from('aws_route53_health_check.h', 'disabled', false, true)], 'G06'],
  ['a zone goes', [destroyed('aws_route53_zone.z')], 'G01 G06'],
  [
    'name servers change',
    [from('aws_route53_record.ns', 'records', ['a'], ['b'], { name: 'example', type: 'NS' })],
    'G06',
  ],
  [
    'a zone is delegated',
    [created('aws_route53_record.ns', { name: 'sub.example', type: 'NS', records: ['a'] })],
    'G06',
  ],
  ['the DS record goes', [destroyed('aws_route53_record.ds', { name: 'sub.example', type: 'DS' })], 'G06'],
  [
    'a plain record goes',
    [destroyed('aws_route53_record.t', { name: 'a', type: 'TXT' })],
    'g06',
    'somebody may ask it',
  ],
  [
    'a plain record says something else',
    [from('aws_route53_record.t', 'records', ['a'], ['b'], { name: 'a', type: 'TXT' })],
    '',
  ],
  [
    'a plain record is new',
    [created('aws_route53_record.t', { name: 'a', type: 'TXT', records: ['a'] })],
    '',
  ],
  ['a health check gets a tag', [from('aws_route53_health_check.h', 'tags', { a: 'b' }, { a: 'c' })], ''],
  ['a zone gets a comment', [from('aws_route53_zone.z', 'comment', 'a', 'b')], ''],
  ['a health check is new', [created('aws_route53_health_check.h', { type: 'HTTPS' })], ''],
];

const latency = (more: object) => record({ latency_routing_policy: [{ region: 'eu-west-1' }], ...more });
const leads = (evaluate_target_health: boolean) => ({ alias: [{ name: 'lb', evaluate_target_health }] });
const watched: Row[] = [
  [
    'a primary record follows nothing',
    [
      created(
        'aws_route53_record.p',
        record({ failover_routing_policy: [{ type: 'PRIMARY' }], records: ['192.0.2.1'] }),
      ),
    ],
    'g06 G16',
  ],
  [
    'a record by latency follows nothing',
    [
      created(
        'aws_route53_record.l',
        record({ latency_routing_policy: [{ region: 'eu-west-1' }], records: ['192.0.2.1'] }),
      ),
    ],
    'g06 G16',
  ],
  [
    'a primary record loses its health check',
    [
      from(
        'aws_route53_record.p',
        'health_check_id',
        'h',
        null,
        record({ failover_routing_policy: [{ type: 'PRIMARY' }] }),
      ),
    ],
    'G06 G16',
  ],
  [
    'a primary record no longer asks its target',
    [
      from(
        'aws_route53_record.p',
        'alias',
        [{ name: 'lb', evaluate_target_health: true }],
        [{ name: 'lb', evaluate_target_health: false }],
        record({ failover_routing_policy: [{ type: 'PRIMARY' }] }),
      ),
    ],
    'G06 G16',
  ],
  [
    'the last resort follows nothing',
    [
      created(
        'aws_route53_record.s',
        record({ failover_routing_policy: [{ type: 'SECONDARY' }], records: ['192.0.2.1'] }),
      ),
    ],
    'g06',
    'it is asked whatever happens',
  ],
  [
    'a primary record gets a health check',
    [
      from(
        'aws_route53_record.p',
        'health_check_id',
        null,
        'h',
        record({ failover_routing_policy: [{ type: 'PRIMARY' }] }),
      ),
    ],
    'G06',
  ],
  [
    'a primary record follows a health check that is not made yet',
    [
      created(
        'aws_route53_record.p',
        record({ failover_routing_policy: [{ type: 'PRIMARY' }], records: ['192.0.2.1'] }),
        {
          after_unknown: { health_check_id: true },
        },
      ),
    ],
    'g06',
  ],
  [
    'a record by latency loses its health check',
    [updated('aws_route53_record.l', latency({ health_check_id: 'h' }), latency({ health_check_id: null }))],
    'G06 G16',
  ],
  [
    'a record by latency no longer asks its target',
    [updated('aws_route53_record.l', latency(leads(true)), latency(leads(false)))],
    'G06 G16',
  ],
  [
    'a record by latency is made that does not ask its target',
    [created('aws_route53_record.l', latency(leads(false)))],
    'g06 G16',
  ],
  [
    'a primary record is replaced by one that follows nothing',
    [
      replaced(
        'aws_route53_record.p',
        { ...primary, name: 'a' },
        record({ failover_routing_policy: [{ type: 'PRIMARY' }], records: ['192.0.2.1'] }),
      ),
    ],
    'G06 G16',
  ],
  [
    'one of two records loses its health check',
    [
      updated('aws_route53_record.l', latency({ health_check_id: 'h' }), latency({ health_check_id: 'i' })),
      updated('aws_route53_record.m', latency({ health_check_id: 'h' }), latency({ health_check_id: null })),
    ],
    'G06 G16',
  ],
  [
    'a record by latency follows another check',
    [updated('aws_route53_record.l', latency({ health_check_id: 'h' }), latency({ health_check_id: 'i' }))],
    'G06',
  ],
  [
    'a record by latency is made that asks its target',
    [created('aws_route53_record.l', latency(leads(true)))],
    'g06',
  ],
  ['a record that follows nothing goes', [destroyed('aws_route53_record.l', latency({}))], 'G06'],
];

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | readonly string[], Resource = 'arn:aws:s3:::a/*', more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const read = policy(allow('s3:GetObject'));
const rights = (after: string, before = read) => [from('aws_iam_role_policy.r', 'policy', before, after)];
const trust = (Principal: unknown, Condition?: object) =>
  policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...(Condition ? { Condition } : {}) });
const ec2 = trust({ Service: 'ec2.amazonaws.com' });
const trusts = (after: string, before = ec2) => [from('aws_iam_role.r', 'assume_role_policy', before, after)];
const ofVpce = { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } };
const iam: Row[] = [
  ['everything', rights(policy(allow('*', '*'))), 'G09'],
  ['everything of S3', rights(policy(allow('s3:*'))), 'G09'],
  ['roles may be passed', rights(policy(allow('iam:PassRole', 'arn:aws:iam::1:role/a'))), 'G09'],
  ['a write on everything', rights(policy(allow('sqs:SendMessage', '*'))), 'G09'],
  ['everything but IAM', rights(policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })), 'G09'],
  [
    'a denial goes',
    rights(read, policy(allow('s3:GetObject'), { ...allow('s3:DeleteObject'), Effect: 'Deny' })),
    'G09',
  ],
  ['a condition goes', rights(read, policy(allow('s3:GetObject', undefined, ofVpce))), 'G09'],
  ['another account is trusted', trusts(trust({ AWS: 'arn:aws:iam::2:root' })), 'G09'],
  ['everybody is trusted', trusts(trust('*')), 'G09'],
  [
    'another service is trusted',
    trusts(trust({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] })),
    'G09',
  ],
  [
    'the boundary goes',
    [from('aws_iam_role.r', 'permissions_boundary', 'arn:aws:iam::1:policy/b', null)],
    'G09',
  ],
  [
    'an administrator',
    [
      created('aws_iam_role_policy_attachment.a', {
        role: 'r',
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    ],
    'G09',
  ],
  [
    'one more object to read',
    rights(policy(allow('s3:GetObject'), allow('s3:GetObject', 'arn:aws:s3:::b/*'))),
    '',
  ],
  [
    'one queue to write to',
    rights(policy(allow('s3:GetObject'), allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:1:q'))),
    '',
  ],
  ['everything to describe', rights(policy(allow('s3:GetObject'), allow('ec2:DescribeSubnets', '*'))), ''],
  [
    'traces, which have no resource',
    rights(policy(allow('s3:GetObject'), allow('xray:PutTraceSegments', '*'))),
    '',
  ],
  ['less than before', rights(read, policy(allow('s3:GetObject'), allow('s3:*'))), ''],
  [
    'another order',
    rights(
      policy(allow('s3:PutObject'), allow('s3:GetObject')),
      policy(allow('s3:GetObject'), allow('s3:PutObject')),
    ),
    '',
  ],
  ['one more condition', rights(policy(allow('s3:GetObject', undefined, ofVpce))), ''],
  ['one more denial', rights(policy(allow('s3:GetObject'), { ...allow('s3:*', '*'), Effect: 'Deny' })), ''],
  ['a role of a service', [created('aws_iam_role.n', { assume_role_policy: ec2 })], ''],
  ['a boundary comes', [from('aws_iam_role.r', 'permissions_boundary', null, 'arn:aws:iam::1:policy/b')], ''],
];

const open = (more = {}) =>
  policy({ Effect: 'Allow', Action: 's3:GetObject', Principal: '*', Resource: 'arn:aws:s3:::a/*', ...more });
const ingress = (network: string) => [
  created('aws_vpc_security_group_ingress_rule.i', { cidr_ipv4: network, ip_protocol: 'tcp' }),
];
const exposure: Row[] = [
  ['the world comes in', ingress('0.0.0.0/0'), 'G10'],
  ['one public address comes in', ingress('8.8.8.8/32'), 'G10'],
  ['half of the world comes in', ingress('10.0.0.0/1'), 'G10', 'it begins like a private network'],
  ['just beside the private networks', ingress('172.32.0.0/16'), 'G10'],
  ['the world by IPv6', [created('aws_vpc_security_group_ingress_rule.i', { cidr_ipv6: '::/0' })], 'G10'],
  [
    'a bucket lets its policy be public',
    [from('aws_s3_bucket_public_access_block.b', 'block_public_policy', true, false)],
    'G10',
  ],
  [
    'a block goes while the bucket stays',
    [destroyed('aws_s3_bucket_public_access_block.b', { bucket: 'b' })],
    'G10',
  ],
  ['everybody reads a bucket', [from('aws_s3_bucket_policy.b', 'policy', policy(), open())], 'G10'],
  [
    'an instance of a database gets a public address',
    [from('aws_rds_cluster_instance.i', 'publicly_accessible', false, true)],
    'G10',
  ],
  [
    'a function answers whoever calls',
    [from('aws_lambda_function_url.u', 'authorization_type', 'AWS_IAM', 'NONE')],
    'G10',
  ],
  ['a subnet gives public addresses', [from('aws_subnet.s', 'map_public_ip_on_launch', false, true)], 'G10'],
  ['a load balancer is made for the internet', [created('aws_lb.n', { internal: false })], 'G10'],
  ['a private network comes in', ingress('10.1.0.0/16'), ''],
  ['the last private network comes in', ingress('172.31.0.0/16'), ''],
  ['shared addresses come in', ingress('100.64.0.0/10'), ''],
  ['the world goes out', [created('aws_vpc_security_group_egress_rule.e', { cidr_ipv4: '0.0.0.0/0' })], ''],
  [
    'the world no longer comes in',
    [destroyed('aws_vpc_security_group_ingress_rule.i', { cidr_ipv4: '0.0.0.0/0' })],
    '',
  ],
  [
    'one account of everybody',
    [
      from(
        'aws_s3_bucket_policy.b',
        'policy',
        policy(),
        open({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }),
      ),
    ],
    '',
  ],
  ['everybody is denied', [from('aws_s3_bucket_policy.b', 'policy', policy(), open({ Effect: 'Deny' }))], ''],
  ['a load balancer within', [created('aws_lb.n', { internal: true })], ''],
  ['an open bucket gets a tag', [from('aws_s3_bucket_policy.b', 'bucket', 'a', 'b', { policy: open() })], ''],
];

const key = 'kR7vB2xQ9mT4wZ8nL3pF6sD1hJ5gC0yA4eU7iO2b';
const marked = created(
  'aws_secretsmanager_secret_version.v',
  { secret_string: key },
  { after_sensitive: { secret_string: true } },
);
const secrets: Row[] = [
  [
    'a secret in a variable of a function',
    [marked, created('aws_lambda_function.f', { environment: [{ variables: { KEY: key } }] })],
    'G12',
  ],
  ['a secret in a tag', [marked, created('aws_eip.e', { tags: { key } })], 'G12'],
  [
    'a secret in a script',
    [
      marked,
      created('aws_launch_template.t', { user_data: Buffer.from(`export KEY=${key}\n`).toString('base64') }),
    ],
    'G12',
  ],
  [
    'a secret in a URL',
    [marked, created('aws_ssm_parameter.p', { insecure_value: `https://a:${key}@b.example` })],
    'G12',
  ],
  [
    'a secret that is coded',
    [marked, created('aws_eip.e', { tags: { key: Buffer.from(key).toString('base64') } })],
    'G12',
  ],
  [
    'a secret in the change of a function',
    [marked, updated('aws_lambda_function.f', { description: 'a' }, { description: `a ${key}` })],
    'G12',
  ],
  [
    'a private key',
    [created('aws_ssm_parameter.p', { insecure_value: '-----BEGIN PRIVATE KEY-----\nMIIE\n' })],
    'g12',
  ],
  ['what looks like a key', [created('aws_lambda_function.f', { description: `use ${key}` })], 'g12'],
  [
    'the id of an access key',
    [created('aws_lambda_function.f', { description: 'AKIAIOSFODNN7EXAMPLE' })],
    'g12',
  ],
  [
    'the id of an access key in an attribute for ids',
    [created('aws_lambda_function.f', { access_key_id: 'AKIAIOSFODNN7EXAMPLE' })],
    'g12',
  ],
  [
    'an id that AWS makes',
    [
      updated(
        'aws_rds_cluster_instance.i',
        { dbi_resource_id: 'db-K7QX2MBN4RT9VW3YPZ5AHCJDEF', instance_class: 'db.r6g.large' },
        { dbi_resource_id: 'db-K7QX2MBN4RT9VW3YPZ5AHCJDEF', instance_class: 'db.r6g.xlarge' },
      ),
    ],
    'g17',
    'the larger class costs more',
  ],
  ['a secret where it belongs', [marked], ''],
  [
    'an ARN',
    [
      created('aws_lambda_permission.p', {
        source_arn: 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      }),
    ],
    '',
  ],
  [
    'the digest of a function',
    [created('aws_lambda_function.f', { source_code_hash: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' })],
    '',
  ],
  [
    'a long name',
    [created('aws_lambda_function.f', { function_name: 'demo-backfill-fill-worker-europe-west-one' })],
    '',
  ],
  [
    'a secret that another one no longer holds',
    [marked, destroyed('aws_lambda_function.f', { description: key })],
    '',
  ],
];

const template = {
  name: 'a',
  image: 'b',
  size: 'c',
  key: 'd',
  disk: 'e',
  network: 'f',
  zone: 'g',
  profile: 'h',
  script: 'i',
  metadata: 'j',
};
const names: Row[] = [
  [
    'a bucket is called otherwise',
    [destroyed('aws_s3_bucket.a', template), created('aws_s3_bucket.b', template)],
    'G01 G19',
  ],
  [
    'a secret is called otherwise, with another comment',
    [
      destroyed('aws_secretsmanager_secret.a', template),
      created('aws_secretsmanager_secret.b', { ...template, name: 'z' }),
    ],
    'G01 G19',
  ],
  [
    'a network is called otherwise',
    [destroyed('aws_vpc.a', template), created('aws_vpc.b', template)],
    'G01 G19',
  ],
  [
    'a route is called otherwise',
    [destroyed('aws_route.a', template), created('aws_route.b', template)],
    'g19',
    'it is made again as it was',
  ],
  [
    'an alarm is called otherwise',
    [
      destroyed('aws_cloudwatch_metric_alarm.a', template),
      created('aws_cloudwatch_metric_alarm.b', template),
    ],
    'g19',
  ],
  [
    'a policy gets an index',
    [destroyed('aws_iam_policy.a', template), created('aws_iam_policy.a[0]', template)],
    'g19',
  ],
  [
    'a log group is called otherwise, what AWS makes of it being open',
    [
      destroyed('aws_cloudwatch_log_group.a', { ...template, arn: 'arn:a' }),
      created('aws_cloudwatch_log_group.b', template, { after_unknown: { arn: true } }),
    ],
    'G01 G19',
  ],
  [
    'a queue is called otherwise, with another comment',
    [destroyed('aws_sqs_queue.a', template), created('aws_sqs_queue.b', { ...template, name: 'z' })],
    'g19',
  ],
  [
    'two routes are called otherwise',
    [
      destroyed('aws_route.a', template),
      destroyed('aws_route.b', { ...template, zone: 'x', name: 'y' }),
      created('aws_route.c', template),
      created('aws_route.d', { ...template, zone: 'x', name: 'y' }),
    ],
    'g19',
  ],
  [
    'a bucket comes for another',
    [
      destroyed('aws_s3_bucket.a', template),
      created('aws_s3_bucket.b', { ...template, name: 'z', image: 'z', size: 'z' }),
    ],
    'G01',
  ],
  ['another type comes', [destroyed('aws_route.a', template), created('aws_eip.b', template)], ''],
  ['too little to compare', [destroyed('aws_route.a', { a: 1 }), created('aws_route.b', { a: 1 })], ''],
  [
    'two are alike and both stay',
    [
      changed('aws_route.a', { actions: ['no-op'], before: template, after: template }),
      created('aws_route.b', template),
    ],
    '',
  ],
  [
    'a network moves',
    [
      changed('aws_vpc.b', {
        actions: ['no-op'],
        before: template,
        after: template,
        also: { previous_address: 'aws_vpc.a' },
      }),
    ],
    '',
  ],
];

const behaviour = (policy: string) => ({ default_cache_behavior: [{ viewer_protocol_policy: policy }] });
const viewers = (least: string) => ({ viewer_certificate: [{ minimum_protocol_version: least }] });
const origin = (policy: string, protocols = ['TLSv1.2']) => ({
  origin: [{ custom_origin_config: [{ origin_protocol_policy: policy, origin_ssl_protocols: protocols }] }],
});
const tls = (policy: string) => ({ protocol: 'HTTPS', ssl_policy: policy, port: 443 });
const plainly = (type: string) => ({ protocol: 'HTTP', ssl_policy: '', default_action: [{ type }] });
const tokens = (http_tokens: string) => ({ metadata_options: [{ http_tokens }] });
const failover = (ttl: number) => ({
  name: 'api.example',
  type: 'A',
  ttl,
  health_check_id: 'h',
  failover_routing_policy: [{ type: 'PRIMARY' }],
});
const pack: Row[] = [
  [
    'viewers are answered over HTTP',
    [updated('aws_cloudfront_distribution.a', behaviour('https-only'), behaviour('allow-all'))],
    'G11',
  ],
  [
    'viewers speak an old TLS',
    [updated('aws_cloudfront_distribution.a', viewers('TLSv1.2_2021'), viewers('TLSv1.1_2016'))],
    'G11',
  ],
  [
    'an origin is asked over HTTP',
    [updated('aws_cloudfront_distribution.a', origin('https-only'), origin('http-only'))],
    'G11',
  ],
  [
    'an origin may speak TLS 1.0',
    [
      updated(
        'aws_cloudfront_distribution.a',
        origin('https-only'),
        origin('https-only', ['TLSv1', 'TLSv1.2']),
      ),
    ],
    'G11',
  ],
  [
    'a distribution loses its firewall',
    [from('aws_cloudfront_distribution.a', 'web_acl_id', 'acl', null)],
    'G11',
  ],
  [
    'access lists of objects count',
    [created('aws_s3_bucket_ownership_controls.a', { rule: [{ object_ownership: 'ObjectWriter' }] })],
    'G11',
  ],
  [
    'a listener speaks an old TLS',
    [
      updated(
        'aws_lb_listener.a',
        tls('ELBSecurityPolicy-TLS13-1-2-2021-06'),
        tls('ELBSecurityPolicy-2016-08'),
      ),
    ],
    'G11',
  ],
  ['a listener forwards plain HTTP', [created('aws_lb_listener.a', plainly('forward'))], 'G11'],
  [
    'targets without a check',
    [
      updated(
        'aws_lb_target_group.a',
        { health_check: [{ enabled: true }] },
        { health_check: [{ enabled: false }] },
      ),
    ],
    'G11',
  ],
  ['flow logs of what is refused only', [created('aws_flow_log.a', { traffic_type: 'REJECT' })], 'G11'],
  [
    'instances hand out credentials without a token',
    [updated('aws_launch_template.a', tokens('required'), tokens('optional'))],
    'G11',
  ],
  ['a database is made unencrypted', [created('aws_rds_cluster.b', { storage_encrypted: false })], 'G11'],
  [
    'a key is made that never rotates',
    [created('aws_kms_key.b', { enable_key_rotation: false, customer_master_key_spec: 'SYMMETRIC_DEFAULT' })],
    'G11',
  ],
  ['a failover record is kept for an hour', [created('aws_route53_record.p', failover(3600))], 'g06 G11'],
  [
    'viewers are sent to HTTPS',
    [updated('aws_cloudfront_distribution.a', behaviour('allow-all'), behaviour('redirect-to-https'))],
    '',
  ],
  [
    'viewers were answered over HTTP before',
    [
      updated(
        'aws_cloudfront_distribution.a',
        { ...behaviour('allow-all'), comment: 'a' },
        { ...behaviour('allow-all'), comment: 'b' },
      ),
    ],
    '',
    'it is no news of this change',
  ],
  [
    'viewers speak a newer TLS',
    [updated('aws_cloudfront_distribution.a', viewers('TLSv1.2_2021'), viewers('TLSv1.3_2025'))],
    '',
  ],
  [
    'an origin is asked over TLS 1.3',
    [updated('aws_cloudfront_distribution.a', origin('https-only'), origin('https-only', ['TLSv1.3']))],
    '',
  ],
  ['a distribution gets a firewall', [from('aws_cloudfront_distribution.a', 'web_acl_id', null, 'acl')], ''],
  [
    'a distribution is made, its firewall known later',
    [
      created('aws_cloudfront_distribution.b', behaviour('https-only'), {
        after_unknown: { web_acl_id: true },
      }),
    ],
    '',
  ],
  ['a listener sends to HTTPS', [created('aws_lb_listener.a', plainly('redirect'))], ''],
  [
    'a listener speaks a newer TLS',
    [
      updated(
        'aws_lb_listener.a',
        tls('ELBSecurityPolicy-TLS13-1-2-2021-06'),
        tls('ELBSecurityPolicy-TLS13-1-3-2021-06'),
      ),
    ],
    '',
  ],
  ['a database is made encrypted', [created('aws_rds_cluster.b', { storage_encrypted: true })], ''],
  [
    'a signing key is made, which cannot rotate',
    [created('aws_kms_key.b', { enable_key_rotation: false, customer_master_key_spec: 'ECC_NIST_P256' })],
    '',
  ],
  ['a failover record is kept for a minute', [created('aws_route53_record.p', failover(60))], 'g06'],
  [
    'a plain record is kept for a day',
    [created('aws_route53_record.t', { name: 'a', type: 'TXT', ttl: 86400 })],
    '',
  ],
];

const times = (count: number, address: string, attributes: object = {}) =>
  Array.from({ length: count }, (_, index) => created(`${address}[${index}]`, { ...attributes }));
const member = (instance_class: string) => ({ engine: 'aurora-postgresql', instance_class });
const interfaces = (zones: number) => ({
  vpc_endpoint_type: 'Interface',
  subnet_ids: Array.from({ length: zones }, (_, index) => `subnet-${index}`),
});
const costs: Row[] = [
  ['Shield Advanced is subscribed to', [created('aws_shield_subscription.a', {})], 'g17'],
  [
    'a cluster of routing controls is made',
    [created('aws_route53recoverycontrolconfig_cluster.a', {})],
    'g17',
  ],
  ['a database gets an instance', [created('aws_rds_cluster_instance.a', member('db.r6g.large'))], 'g17'],
  [
    'an instance of a database gets a larger class',
    [updated('aws_rds_cluster_instance.a', member('db.r6g.large'), member('db.r6g.xlarge'))],
    'g17',
  ],
  ['a network gets four gateways', times(4, 'aws_nat_gateway.a'), 'g17'],
  [
    'seven load balancers are made',
    times(7, 'aws_lb.a', { internal: true, load_balancer_type: 'network' }),
    'g17',
  ],
  ['five endpoints in three zones each are made', times(5, 'aws_vpc_endpoint.a', interfaces(3)), 'g17'],
  ['a hundred keys are made', times(100, 'aws_kms_key.a', { enable_key_rotation: true }), 'g17'],
  [
    'a dear instance comes for a cheap one',
    [
      { ...destroyed('aws_rds_cluster_instance.a[0]', member('db.t4g.medium')), deposed: '1a2b' },
      created('aws_rds_cluster_instance.b', member('db.r6g.2xlarge')),
    ],
    'G01 g17',
    'the left-over one is counted by nobody',
  ],
  ['a network gets three gateways', times(3, 'aws_nat_gateway.a'), ''],
  ['six load balancers are made', times(6, 'aws_lb.a', { internal: true }), ''],
  ['fifty endpoints for S3 are made', times(50, 'aws_vpc_endpoint.a', { vpc_endpoint_type: 'Gateway' }), ''],
  [
    'an instance of a database gets a smaller class',
    [updated('aws_rds_cluster_instance.a', member('db.r6g.2xlarge'), member('db.r6g.large'))],
    '',
  ],
  [
    'as much goes as comes',
    [
      ...times(4, 'aws_nat_gateway.b'),
      ...times(4, 'aws_nat_gateway.a').map(({ address }) => destroyed(address, { id: 'nat-1' })),
    ],
    '',
  ],
  [
    'an instance of a class that nobody here knows',
    [created('aws_rds_cluster_instance.a', member('db.x9z.32xlarge'))],
    '',
    'it is listed as not priced',
  ],
];

/** By the gate that they are about. */
export const rows: Readonly<Record<string, readonly Row[]>> = {
  G01: destruction,
  G02: guards,
  G06: dns,
  G09: iam,
  G10: exposure,
  G11: pack,
  G12: secrets,
  G16: watched,
  G17: costs,
  G19: names,
};
