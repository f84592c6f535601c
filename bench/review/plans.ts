import { pick, type Random, randomSequence } from '../../walk/random-sequence';

type Attributes = Readonly<Record<string, unknown>>;

/** How large the plan of a stack is. */
export interface PlanSize {
  readonly resources: number;
  /** Resources that the plan changes; the others stay as they are. */
  readonly changes: number;
}

/** A stack as Terraform tells of it. */
export interface GeneratedStack {
  readonly id: string;
  /** `cdk.tf.json`. */
  readonly json: object;
  /** What `terraform show -json` prints of its plan. */
  readonly plan: object;
}

const HEX = '0123456789abcdef';
const text = (random: Random, letters: string, length: number) =>
  Array.from({ length }, () => letters[random(letters.length)]).join('');
const id = (prefix: string, random: Random) => `${prefix}-0${text(random, HEX, 16)}`;

const tagsOf = (name: string) => ({
  Name: name,
  deployment: 'bench',
  'managed-by': 'meridian',
  team: 'edge',
});

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:123456789012:${rest}`;

const policyOf = (name: string, actions: readonly string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: actions.map((action) => ({
      Sid: action.replace(/\W/g, ''),
      Effect: 'Allow',
      Action: [action, `${action}Tagging`],
      Resource: [arn('s3', `${name}/*`), arn('s3', name)],
      Condition: { StringEquals: { 'aws:ResourceAccount': '123456789012' } },
    })),
  });

/** One type: what a resource of it has, what of it the provider calls sensitive, and what a change of it changes. */
interface Template {
  readonly values: (name: string, random: Random) => Attributes;
  readonly sensitive?: Attributes;
  readonly edit: (random: Random) => Attributes;
}

/** Of the types of which a region has most, and of the largest. */
const TEMPLATES: Readonly<Record<string, Template>> = {
  aws_subnet: {
    values: (name, random) => ({
      arn: arn('ec2', `subnet/${id('subnet', random)}`),
      assign_ipv6_address_on_creation: false,
      availability_zone: 'eu-west-1a',
      availability_zone_id: 'euw1-az1',
      cidr_block: `10.${random(256)}.${random(256)}.0/24`,
      customer_owned_ipv4_pool: '',
      enable_dns64: false,
      enable_lni_at_device_index: 0,
      id: id('subnet', random),
      ipv6_cidr_block: '',
      map_public_ip_on_launch: false,
      owner_id: '123456789012',
      private_dns_hostname_type_on_launch: 'ip-name',
      tags: tagsOf(name),
      tags_all: tagsOf(name),
      timeouts: null,
      vpc_id: 'vpc-0a1b2c3d4e5f67890',
    }),
    edit: (random) => ({ enable_lni_at_device_index: random(9) + 1 }),
  },
  aws_vpc_security_group_ingress_rule: {
    values: (name, random) => ({
      arn: arn('ec2', `security-group-rule/${id('sgr', random)}`),
      cidr_ipv4: `10.${random(256)}.0.0/16`,
      cidr_ipv6: null,
      description: `What ${name} is asked by its neighbours`,
      from_port: 443,
      id: id('sgr', random),
      ip_protocol: 'tcp',
      prefix_list_id: null,
      referenced_security_group_id: null,
      security_group_id: 'sg-0a1b2c3d4e5f67890',
      security_group_rule_id: id('sgr', random),
      tags: tagsOf(name),
      tags_all: tagsOf(name),
      to_port: 443,
    }),
    edit: (random) => ({ from_port: 1024 + random(9000), to_port: 10_443 }),
  },
  aws_cloudwatch_metric_alarm: {
    values: (name, random) => ({
      actions_enabled: true,
      alarm_actions: [arn('sns', 'bench-alarms')],
      alarm_description: `${name}: fewer healthy targets than the region needs; see docs/operate/alarms.md`,
      alarm_name: name,
      arn: arn('cloudwatch', `alarm:${name}`),
      comparison_operator: 'GreaterThanThreshold',
      datapoints_to_alarm: 3,
      dimensions: { LoadBalancer: `app/${name}/${text(random, HEX, 16)}` },
      evaluate_low_sample_count_percentiles: '',
      evaluation_periods: 5,
      extended_statistic: '',
      id: name,
      insufficient_data_actions: [],
      metric_name: 'HTTPCode_Target_5XX_Count',
      metric_query: [],
      namespace: 'AWS/ApplicationELB',
      ok_actions: [arn('sns', 'bench-alarms')],
      period: 60,
      statistic: 'Sum',
      tags: tagsOf(name),
      tags_all: tagsOf(name),
      threshold: 5,
      threshold_metric_id: '',
      treat_missing_data: 'notBreaching',
      unit: '',
    }),
    edit: (random) => ({ threshold: 6 + random(50), evaluation_periods: 3 }),
  },
  aws_iam_role_policy: {
    values: (name) => ({
      id: `${name}:${name}`,
      name,
      name_prefix: '',
      policy: policyOf(name, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']),
      role: name,
    }),
    edit: (random) => ({ policy: policyOf(`more-${random(1000)}`, ['s3:GetObject', 'sqs:SendMessage']) }),
  },
  aws_launch_template: {
    values: (name, random) => ({
      arn: arn('ec2', `launch-template/${id('lt', random)}`),
      block_device_mappings: [
        {
          device_name: '/dev/xvda',
          ebs: [
            {
              delete_on_termination: 'true',
              encrypted: 'true',
              iops: 0,
              volume_size: 20,
              volume_type: 'gp3',
            },
          ],
          no_device: '',
          virtual_name: '',
        },
      ],
      default_version: 1,
      description: name,
      ebs_optimized: 'true',
      id: id('lt', random),
      image_id: id('ami', random),
      instance_type: 't4g.small',
      latest_version: 1,
      metadata_options: [
        { http_endpoint: 'enabled', http_put_response_hop_limit: 1, http_tokens: 'required' },
      ],
      name,
      tags: tagsOf(name),
      tags_all: tagsOf(name),
      update_default_version: true,
      user_data: Buffer.from(
        `#!/bin/bash\nset -euo pipefail\ndocker run --name service --restart always ghcr.io/bench/${name}:1\n${'# what an instance does when it starts\n'.repeat(12)}`,
      ).toString('base64'),
      vpc_security_group_ids: ['sg-0a1b2c3d4e5f67890'],
    }),
    edit: (random) => ({ instance_type: ['t4g.medium', 'm7g.large', 'c7g.large'][random(3)] }),
  },
  aws_route53_record: {
    values: (name, random) => ({
      alias: [],
      allow_overwrite: null,
      failover_routing_policy: [],
      fqdn: `${name}.bench.example`,
      health_check_id: '',
      id: `Z0${text(random, HEX, 18).toUpperCase()}_${name}.bench.example_A`,
      multivalue_answer_routing_policy: false,
      name: `${name}.bench.example`,
      records: [`10.0.${random(256)}.${random(256)}`],
      set_identifier: '',
      ttl: 60,
      type: 'A',
      weighted_routing_policy: [],
      zone_id: 'Z0123456789ABCDEFGHIJ',
    }),
    edit: (random) => ({ ttl: 61 + random(300) }),
  },
  aws_s3_bucket_policy: {
    values: (name) => ({
      bucket: name,
      id: name,
      policy: policyOf(name, [
        's3:GetObject',
        's3:ListBucket',
        's3:PutObject',
        's3:DeleteObject',
        's3:GetBucketAcl',
      ]),
    }),
    edit: (random) => ({ policy: policyOf(`more-${random(1000)}`, ['s3:GetObject', 's3:ListBucket']) }),
  },
  aws_secretsmanager_secret_version: {
    values: (name, random) => ({
      arn: arn('secretsmanager', `secret:${name}`),
      id: `${arn('secretsmanager', `secret:${name}`)}|terraform-${text(random, HEX, 26)}`,
      secret_binary: '',
      secret_id: arn('secretsmanager', `secret:${name}`),
      secret_string: text(random, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789', 40),
      version_id: `terraform-${text(random, HEX, 26)}`,
      version_stages: ['AWSCURRENT'],
    }),
    sensitive: { secret_binary: true, secret_string: true },
    edit: (random) => ({ secret_string: text(random, HEX, 40) }),
  },
};
const SECRET = 'aws_secretsmanager_secret_version';
const OTHERS = Object.keys(TEMPLATES).filter((type) => type !== SECRET);
/** Every so many resources hold a secret. */
const SECRET_EVERY = 40;
/** What AWS decides, and no configuration writes. */
const COMPUTED = /^(?:arn|id|.*_all|owner_id|fqdn|.*_zone_id|version_id|latest_version|default_version)$/;

const ACTIONS = [['update'], ['update'], ['update'], ['create'], ['delete'], ['delete', 'create']] as const;

const PROVIDER = 'registry.terraform.io/hashicorp/aws';

/** A stack with one output that the next ones read, the same for the same seed. */
export function generatedStack(
  stackId: string,
  reads: readonly string[],
  { resources, changes }: PlanSize,
  seed: number,
): GeneratedStack {
  const random = randomSequence(seed);
  const configured: Record<string, Record<string, object>> = {};
  const [plannedValues, resourceChanges, priorValues, configuration]: [
    object[],
    object[],
    object[],
    object[],
  ] = [[], [], [], []];
  for (let index = 0; index < resources; index++) {
    const type = index % SECRET_EVERY === 1 ? SECRET : (pick(OTHERS, random) ?? '');
    const template = TEMPLATES[type];
    if (template === undefined) throw new Error(`no template of ${type}`);
    const name = `${stackId}-${type.slice(4).replaceAll('_', '-')}-${index}`;
    const block = `${name}_${text(random, HEX, 8).toUpperCase()}`;
    const resource = {
      address: `${type}.${block}`,
      mode: 'managed',
      type,
      name: block,
      provider_name: PROVIDER,
    };
    const values = template.values(name, random);
    const actions = index % Math.ceil(resources / changes) === 0 ? (pick(ACTIONS, random) ?? []) : ['no-op'];
    const isThere = actions[0] !== 'create';
    const stays = actions[0] !== 'delete' || actions.length === 2;
    const after = actions[0] === 'no-op' || !isThere ? values : { ...values, ...template.edit(random) };
    const marks = template.sensitive ?? { tags: {}, tags_all: {} };
    if (stays) plannedValues.push({ ...resource, schema_version: 0, values: after, sensitive_values: marks });
    if (isThere) priorValues.push({ ...resource, schema_version: 0, values, sensitive_values: marks });
    resourceChanges.push({
      ...resource,
      change: {
        actions,
        before: isThere ? values : null,
        after: stays ? after : null,
        after_unknown: stays ? {} : undefined,
        before_sensitive: isThere ? marks : false,
        after_sensitive: stays ? marks : false,
        ...(actions.length === 2 ? { replace_paths: [[Object.keys(template.edit(random))[0]]] } : {}),
      },
      ...(actions.length === 2 ? { action_reason: 'replace_because_cannot_update' } : {}),
    });
    const written = Object.fromEntries(
      Object.entries(after).filter(([key, value]) => value !== null && value !== '' && !COMPUTED.test(key)),
    );
    const upstream = reads[random(reads.length)];
    const read =
      upstream === undefined
        ? {}
        : { description: `\${data.terraform_remote_state.${upstream}.outputs.vpc_id}` };
    if (stays) configured[type] = { ...configured[type], [block]: { ...written, ...read } };
    configuration.push({
      ...resource,
      provider_config_key: 'aws',
      expressions: Object.fromEntries(
        Object.entries(written).map(([key, value]) => [key, { constant_value: value }]),
      ),
      schema_version: 0,
    });
  }
  return {
    id: stackId,
    json: cdkJson(stackId, reads, configured),
    plan: {
      format_version: '1.2',
      terraform_version: '1.11.4',
      planned_values: { root_module: { resources: plannedValues } },
      resource_changes: resourceChanges,
      output_changes: {
        vpc_id: {
          actions: ['update'],
          before: id('vpc', random),
          after: id('vpc', random),
          after_unknown: false,
          before_sensitive: false,
          after_sensitive: false,
        },
      },
      prior_state: {
        format_version: '1.0',
        terraform_version: '1.11.4',
        values: { root_module: { resources: priorValues } },
      },
      configuration: { root_module: { resources: configuration } },
      timestamp: '2026-01-01T00:00:00Z',
      applyable: true,
      complete: true,
      errored: false,
    },
  };
}

function cdkJson(stackId: string, reads: readonly string[], resource: object): object {
  const [deployment, kind, name] = stackId.split('-');
  const at = (key: string) => ({ bucket: 'bench-states', key: `${key}.tfstate`, region: 'eu-west-1' });
  return {
    '//': {
      metadata: {
        stack: { deployment, kind, ...(name === undefined ? {} : { name }), deletionProtection: true },
      },
    },
    provider: { aws: [{ region: 'eu-west-1', default_tags: [{ tags: { team: 'edge' } }] }] },
    terraform: {
      backend: { s3: at(stackId) },
      required_providers: { aws: { source: 'aws', version: '5.100.0' } },
    },
    ...(reads.length === 0
      ? {}
      : {
          data: {
            terraform_remote_state: Object.fromEntries(
              reads.map((read) => [read, { backend: 's3', config: at(read) }]),
            ),
          },
        }),
    resource,
    output: { vpc_id: { value: '${aws_vpc.main.id}' } },
  };
}

/** Ids of the stacks of a deployment with its upstreams: what all read, then regions, then their data. */
export function stacksFor(
  count: number,
): readonly { readonly id: string; readonly reads: readonly string[] }[] {
  const regions = Math.ceil((count - 1) / 2);
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return { id: 'bench-global', reads: [] };
    const isRegion = index <= regions;
    const region = `r${String(isRegion ? index : index - regions).padStart(2, '0')}`;
    return isRegion
      ? { id: `bench-region-${region}`, reads: ['bench-global'] }
      : { id: `bench-data-${region}`, reads: ['bench-global', `bench-region-${region}`] };
  });
}
