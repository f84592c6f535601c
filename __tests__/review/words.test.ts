import { bundleEdgeFunction } from '../../build/edge-bundle';
import type { ResourceChange } from '../../review/plan-json';
import { wordsOf } from '../../review/report/overview';
import { changed, created, destroyed, onlyStack, outputChange, replaced, reviewOf, updated } from './support';

const words = (...changes: ResourceChange[]) => wordsOf(onlyStack(reviewOf(changes)));

/** A change from one value of an attribute to another. */
const from = (address: string, attribute: string, before: unknown, after: unknown, rest: object = {}) =>
  updated(address, { ...rest, [attribute]: before }, { ...rest, [attribute]: after });

const rule = (limit: number, action = 'block') => [
  {
    name: 'rate-limit',
    action: [{ block: [], count: [], [action]: [{}] }],
    statement: [{ rate_based_statement: [{ limit }] }],
  },
];
const record = (more: object) => ({
  name: 'asia.origin.example',
  type: 'A',
  failover_routing_policy: [{ type: 'PRIMARY' }],
  ...more,
});
const NAME = 'asia.origin.example A (PRIMARY)';
const instance = { identifier: 'demo-asia-1', instance_class: 'db.r6g.large' };
const script = (image: string) =>
  Buffer.from(`#!/bin/bash\ndocker run --name service ${image}\n`).toString('base64');

const TABLE: readonly [change: ResourceChange, ...said: string[]][] = [
  [
    from('aws_wafv2_web_acl.a', 'rule', rule(2000), rule(500), { name: 'demo' }),
    'rate limit 2,000 → 500 per five minutes',
  ],
  [
    from('aws_wafv2_web_acl.a', 'rule', rule(2000), rule(2000, 'count'), { name: 'demo' }),
    'the firewall rule rate-limit: block → count',
  ],
  [
    from('aws_wafv2_web_acl.a', 'rule', rule(2000), [], { name: 'demo' }),
    'the firewall rule rate-limit goes',
  ],
  [from('aws_wafv2_web_acl.a', 'rule', [], rule(2000), { name: 'demo' }), 'a firewall rule rate-limit'],
  [
    from(
      'aws_wafv2_web_acl.a',
      'default_action',
      [{ allow: [{}], block: [] }],
      [{ allow: [], block: [{}] }],
      { name: 'demo' },
    ),
    'what no rule of the firewall matches: allow → block',
  ],
  [destroyed('aws_wafv2_web_acl.a', { name: 'demo' }), 'the firewall demo goes'],
  [
    destroyed('aws_route53_health_check.a'),
    'asia loses its health check: nobody fails over from it any more',
  ],
  [created('aws_route53_health_check.a', {}), 'asia gets a health check'],
  [from('aws_route53_health_check.a', 'resource_path', '/a', '/b'), "asia's health check asks /a → /b"],
  [
    from('aws_route53_health_check.a', 'request_interval', 10, 30),
    "asia's health check asks every 10 → 30 seconds",
  ],
  [from('aws_route53_health_check.a', 'failure_threshold', 3, 5), 'asia is dead after 3 → 5 failures'],
  [
    from('aws_route53_health_check.a', 'disabled', false, true),
    "asia's health check is switched off: it counts as healthy whatever happens",
  ],
  [
    from('aws_route53_health_check.a', 'invert_healthcheck', false, true),
    "asia's health check means the opposite of what it meant",
  ],
  [
    from('aws_route53_record.a', 'ttl', 60, 300, record({ records: ['x'] })),
    `${NAME} is remembered for 60 → 300 seconds`,
  ],
  [
    from('aws_route53_record.a', 'health_check_id', 'h', null, record({})),
    `${NAME} asks no health check: nobody fails over from it any more`,
  ],
  [
    from('aws_route53_record.a', 'health_check_id', null, 'h', record({})),
    `${NAME} follows a health check from now on`,
  ],
  [
    from('aws_route53_record.a', 'alias', [{ name: 'old' }], [{ name: 'new' }], record({})),
    `${NAME} is answered with new instead of old`,
  ],
  [
    from(
      'aws_route53_record.a',
      'alias',
      [{ name: 'a', evaluate_target_health: true }],
      [{ name: 'a', evaluate_target_health: false }],
      record({}),
    ),
    `${NAME} is answered whether its target is healthy or not`,
  ],
  [
    from('aws_route53_record.a', 'weighted_routing_policy', [{ weight: 1 }], [{ weight: 9 }], {
      name: 'a',
      type: 'A',
    }),
    'a A has the weight 1 → 9',
  ],
  [created('aws_route53_record.a', record({})), `${NAME} is answered from now on`],
  [destroyed('aws_route53_record.a', record({})), `${NAME} is no longer answered`],
  [
    replaced('aws_route53_zone.a', { name: 'example' }, { name: 'example' }),
    'the zone example gets other name servers: its parent has to be told',
  ],
  [
    destroyed('aws_route53_hosted_zone_dnssec.a'),
    'the zone is no longer signed: resolvers refuse it while its parent has the DS record',
  ],
  [from('aws_autoscaling_group.a', 'min_size', 3, 2), 'asia: instances at least 3 → 2'],
  [from('aws_autoscaling_group.a', 'max_size', 9, 12), 'asia: instances at most 9 → 12'],
  [destroyed('aws_autoscaling_group.a'), 'asia loses its instances'],
  [
    from('aws_launch_template.a', 'instance_type', 't4g.small', 't4g.medium'),
    'asia: instances are t4g.small → t4g.medium',
  ],
  [
    from('aws_launch_template.a', 'user_data', script('ghcr.io/o/app:1'), script('ghcr.io/o/app:2')),
    'asia: the service runs ghcr.io/o/app:2 instead of ghcr.io/o/app:1',
  ],
  [from('aws_launch_template.a', 'user_data', 'a', 'b'), 'asia: what instances do when they start changes'],
  [
    from('aws_lb_target_group.a', 'health_check', [{ path: '/a' }], [{ path: '/b' }], { name: 'demo' }),
    'asia: demo asks instances for /a → /b',
  ],
  [
    from('aws_lb_target_group.a', 'deregistration_delay', '300', '30', { name: 'demo' }),
    'asia: demo waits for requests for 300 → 30 seconds',
  ],
  [
    created('aws_vpc_security_group_ingress_rule.a', {
      from_port: 443,
      to_port: 443,
      cidr_ipv4: '0.0.0.0/0',
    }),
    'port 443 is open to 0.0.0.0/0',
  ],
  [
    destroyed('aws_vpc_security_group_ingress_rule.a', { from_port: 1, to_port: 9, cidr_ipv4: '10.0.0.0/8' }),
    'port 1–9 is closed to 10.0.0.0/8',
  ],
  [destroyed('aws_nat_gateway.a'), 'asia: one NAT gateway less'],
  [
    replaced('aws_vpc.a', { cidr_block: '10.1.0.0/16' }, { cidr_block: '10.2.0.0/16' }),
    'asia: its network is destroyed and made again, 10.1.0.0/16 → 10.2.0.0/16: everything in it goes',
  ],
  [
    from(
      'aws_autoscaling_policy.a',
      'target_tracking_configuration',
      [{ target_value: 50 }],
      [{ target_value: 70 }],
    ),
    'asia: instances are added above 50 → 70',
  ],
  [
    from('aws_lb.a', 'idle_timeout', 60, 30, { name: 'demo' }),
    'asia: demo keeps idle connections for 60 → 30 seconds',
  ],
  [
    from('aws_lb.a', 'subnets', ['a', 'b', 'c'], ['a', 'b'], { name: 'demo' }),
    'asia: demo is in fewer zones',
  ],
  [from('aws_rds_cluster.a', 'engine_version', '16.6', '16.8'), "asia's database: engine 16.6 → 16.8"],
  [
    from('aws_rds_cluster.a', 'backup_retention_period', 7, 1),
    "asia's database: backups are kept for 7 → 1 days",
  ],
  [
    from('aws_rds_cluster.a', 'deletion_protection', true, false),
    "asia's database: protection from deletion on → off",
  ],
  [replaced('aws_rds_cluster.a', {}, {}), "asia's database is destroyed, and made again without its data"],
  [
    from('aws_rds_cluster_instance.a', 'instance_class', 'db.r6g.large', 'db.r6g.xlarge', {
      identifier: 'demo-asia-1',
    }),
    "asia's database: demo-asia-1 is db.r6g.large → db.r6g.xlarge",
  ],
  [
    created('aws_rds_cluster_instance.a', instance),
    "asia's database: one more instance, demo-asia-1 (db.r6g.large)",
  ],
  [destroyed('aws_rds_cluster_instance.a', instance), "asia's database: one instance less, demo-asia-1"],
  [destroyed('aws_rds_global_cluster.a'), 'the database of all regions goes'],
  [
    created('aws_secretsmanager_secret.a', { name: 'demo/origin-secret/v2' }),
    'origin secret: version 2 is made',
  ],
  [
    destroyed('aws_secretsmanager_secret.a', { name: 'demo/token-key/v1' }),
    'token key: version 1 is deleted',
  ],
  [
    replaced('aws_secretsmanager_secret.a', { name: 'x' }, { name: 'demo/origin-secret/v1' }),
    'origin secret: version 1 is deleted and made again, with another value',
  ],
  [destroyed('aws_kms_key.a'), 'asia: a key goes, and what is encrypted with it is lost'],
  [
    from('aws_cloudfront_distribution.a', 'aliases', ['a.example'], ['a.example', 'b.example'], {
      comment: 'Site of demo',
    }),
    'Site of demo answers b.example',
  ],
  [
    from('aws_cloudfront_distribution.a', 'aliases', ['a.example', 'b.example'], ['a.example'], {
      comment: 'Site of demo',
    }),
    'Site of demo no longer answers b.example',
  ],
  [
    from('aws_cloudfront_distribution.a', 'enabled', true, false, { comment: 'Site of demo' }),
    'Site of demo is on → off',
  ],
  [
    from('aws_cloudfront_cache_policy.a', 'max_ttl', 31536000, 60, { name: 'demo' }),
    'demo: answers are kept for at most 31,536,000 → 60 seconds',
  ],
  [
    from('aws_cloudfront_cache_policy.a', 'default_ttl', 0, 60, { name: 'demo' }),
    'demo: answers are kept for 0 → 60 seconds unless they say otherwise',
  ],
  [
    from('aws_globalaccelerator_endpoint_group.a', 'traffic_dial_percentage', 100, 0),
    "asia: share of the accelerator's traffic 100 → 0 percent",
  ],
  [
    from(
      'aws_lambda_function.a',
      'source_code_hash',
      `aaaaaaaa${'a'.repeat(35)}=`,
      `bbbbbbbb${'b'.repeat(35)}=`,
      { function_name: 'fill' },
    ),
    'the source of fill changes: aaaaaaaa → bbbbbbbb',
  ],
  [
    from(
      'aws_lambda_function.a',
      'environment',
      [{ variables: { LIMIT: '1' } }],
      [{ variables: { LIMIT: '2' } }],
      { function_name: 'fill' },
    ),
    'fill: LIMIT 1 → 2',
  ],
  [
    from('aws_lambda_function.a', 'memory_size', 512, 1024, { function_name: 'fill' }),
    'fill: memory 512 → 1,024 MB',
  ],
  [destroyed('aws_sqs_queue.a', { name: 'misses' }), 'the queue misses goes, and the messages in it'],
  [
    from('aws_cloudwatch_log_group.a', 'retention_in_days', 365, 30, { name: '/demo' }),
    '/demo: logs are kept for 365 → 30 days',
  ],
  [
    from('aws_sns_topic_subscription.a', 'endpoint', 'a@x.example', 'b@x.example'),
    'asia: alarms go to b@x.example instead of a@x.example, once that is confirmed',
  ],
  [destroyed('aws_cloudwatch_metric_alarm.a', { alarm_name: 'few' }), 'nobody is told of few any more'],
  [
    from('aws_cloudwatch_metric_alarm.a', 'threshold', 1, 5, { alarm_name: 'few' }),
    'the alarm few is raised at 1 → 5',
  ],
  [destroyed('aws_s3_bucket.a', { bucket: 'objects' }), 'the bucket objects goes, and what is in it'],
];

test.each(TABLE.map(([change, ...said]) => [said.join('; '), change, said] as const))(
  '%s',
  (_, change, said) => {
    expect(words(change)).toEqual(said);
  },
);

test('nothing is said of what has no words, of what stays and of what only moves', () => {
  expect(
    words(
      from('aws_x.a', 'a', 1, 2),
      changed('aws_vpc.a', ['no-op']),
      changed('aws_vpc.a', { actions: ['no-op'], also: { previous_address: 'aws_vpc.b' } }),
    ),
  ).toEqual([]);
});

describe('a function at the edge', () => {
  /** Masks of the countries that each region behind the first one has. */
  const masks = (...countries: string[][]) =>
    countries.map((codes) =>
      Array.from({ length: 26 }, (_, first) =>
        codes
          .filter((code) => code.charCodeAt(0) - 65 === first)
          .reduce((bits, code) => bits | (1 << (code.charCodeAt(1) - 65)), 0),
      ),
    );
  const routes = (asia: string[], america: string[], more = {}) => ({
    regions: ['europe', 'asia', 'america'],
    masks: masks(asia, america),
    failover: [2, 0, 0],
    ...more,
  });
  const code = (ROUTES: object, TOKENS: object | null = null, CROSS_ORIGIN: object | null = null) =>
    bundleEdgeFunction({
      entry: 'site-router.mts',
      constants: { ROUTES, REGION_HEADER: 'x-meridian-region', CROSS_ORIGIN, TOKENS },
    });
  const said = (before: string, after: string) =>
    words(from('aws_cloudfront_function.a', 'code', before, after, { name: 'demo-site-router' }));
  const before = routes(['IS', 'JP'], ['US']);

  test.each([
    ['a country moves', routes(['JP'], ['US']), ['IS: asia → europe']],
    ['countries swap', routes(['US', 'JP'], ['IS']), ['IS: asia → america', 'US: america → asia']],
    [
      'a region has another stand-in',
      routes(['IS', 'JP'], ['US'], { failover: [1, 0, 0] }),
      ['europe fails over to asia instead of america'],
    ],
    [
      'a region goes',
      { regions: ['europe', 'asia'], masks: masks(['IS', 'JP']), failover: [1, 0] },
      ['the edge forgets america', 'US: america → europe', 'europe fails over to asia instead of america'],
    ],
  ])('%s', (_, after, expected) => {
    expect(said(code(before), code(after))).toEqual(expected);
  });

  const tokens = (prefixes: string[], keyIds: string[]) => ({ prefixes, keyIds });
  test('says which paths ask for tokens, and which keys retire', () => {
    expect(
      said(code(before, tokens(['/members/'], ['1', '2'])), code(before, tokens(['/paid/'], ['2']))),
    ).toEqual([
      '/paid/ asks for a token from now on',
      '/members/ is open to everybody',
      "members' sessions: key 1 retires, and whoever has a token of it logs in again",
    ]);
  });

  test('says that the source changes, by its digest and never by a line of it', () => {
    const found = said(code(before), code(before).replace('drained', 'emptied'));
    expect(found).toEqual([
      expect.stringMatching(/^the source of demo-site-router changes: [0-9a-f]{8} → [0-9a-f]{8}$/),
    ]);
  });

  test('is left alone where it is no script', () => {
    expect(said('function (', 'function ((')).toEqual(['the code of demo-site-router changes']);
  });
});

test.each([
  [['d/s/v1'], ['d/s/v1', 'd/s/v2'], 'origin secret: version 2 is accepted, 1 is still sent'],
  [['d/s/v1', 'd/s/v2'], ['d/s/v2', 'd/s/v1'], 'origin secret: 2 is sent instead of 1'],
  [['d/s/v2', 'd/s/v1'], ['d/s/v2'], 'origin secret: version 1 is refused, 2 is still sent'],
])('secrets %s → %s', (before, after, expected) => {
  const review = reviewOf([], {
    more: { output_changes: { origin_secret_names: outputChange(before, after) } },
  });
  expect(wordsOf(onlyStack(review))).toEqual([expected]);
});
