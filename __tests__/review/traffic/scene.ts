import { bundleEdgeFunction } from '../../../build/edge-bundle';
import type { StackSource } from '../../../review/analysis/stack-source';
import type { Change, ResourceChange } from '../../../review/plan-json';
import { trafficEffect } from '../../../review/traffic/effect';
import type { Values } from '../../../review/traffic/values';
import { changed, context, plan, planned, source } from '../support';

/** Resources of each stack, by id and address. */
export type Scene = Readonly<Record<string, Readonly<Record<string, Values>>>>;

export interface Platform {
  /** Each with the region that stands in for it. */
  readonly regions: Readonly<Record<string, string>>;
  /** Target regions after the first, with their countries. */
  readonly routes: Readonly<Record<string, readonly string[]>>;
  readonly names: readonly string[];
}

const AWS_REGIONS: Readonly<Record<string, string>> = {
  europe: 'eu-central-1',
  asia: 'ap-southeast-1',
  america: 'us-west-2',
  africa: 'af-south-1',
};

export const DEMO: Platform = {
  regions: { europe: 'america', asia: 'europe', america: 'europe' },
  routes: { asia: ['JP', 'SG', 'IN'], america: ['US', 'CA'] },
  names: ['www.example.com', 'api.example.com'],
};

const codes = new Map<string, string>();

/** The function as the platform bundles it. */
export function routerCode({ regions, routes }: Platform): string {
  const names = ['europe', ...Object.keys(regions).filter((name) => name !== 'europe')];
  const masks = names.slice(1).map((name) => {
    const seconds = Array.from({ length: 26 }, () => 0);
    for (const code of routes[name] ?? []) {
      const [first, second] = [code.charCodeAt(0) - 65, code.charCodeAt(1) - 65];
      seconds[first] = (seconds[first] ?? 0) | (1 << second);
    }
    return seconds;
  });
  const failover = names.map((name) => Math.max(0, names.indexOf(regions[name] ?? name)));
  const key = JSON.stringify([names, masks, failover]);
  const code =
    codes.get(key) ??
    bundleEdgeFunction({
      entry: 'site-router.mts',
      constants: {
        ROUTES: { regions: names, masks, failover },
        REGION_HEADER: 'x-meridian-region',
        CROSS_ORIGIN: null,
        TOKENS: null,
      },
    });
  codes.set(key, code);
  return code;
}

const SECRET = 'one-secret';
const origin = (id: string, secret = SECRET) => ({
  origin_id: id,
  domain_name: `${id}.origin.example.com`,
  custom_header: [{ name: 'x-origin-secret', value: secret }],
  custom_origin_config: [{ origin_protocol_policy: 'https-only', http_port: 80, https_port: 443 }],
});

function globalStack(platform: Platform): Record<string, Values> {
  const behavior = {
    target_origin_id: 'nearest',
    viewer_protocol_policy: 'redirect-to-https',
    allowed_methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    cached_methods: ['GET', 'HEAD'],
    cache_policy_id: 'cache',
    origin_request_policy_id: 'forward',
    function_association: [{ event_type: 'viewer-request', function_arn: 'arn:router' }],
  };
  return {
    'aws_cloudfront_cache_policy.cache': { id: 'cache', name: 'cache' },
    'aws_cloudfront_origin_request_policy.forward': {
      id: 'forward',
      headers_config: [
        {
          header_behavior: 'allViewerAndWhitelistCloudFront',
          headers: [{ items: ['CloudFront-Viewer-Country'] }],
        },
      ],
    },
    'aws_cloudfront_function.router': { arn: 'arn:router', name: 'router', code: routerCode(platform) },
    'aws_cloudfront_distribution.site': {
      id: 'E1',
      arn: 'arn:site',
      domain_name: 'd1.cloudfront.net',
      enabled: true,
      aliases: platform.names,
      origin: ['nearest', ...Object.keys(platform.regions)].map((id) => origin(id)),
      default_cache_behavior: [behavior],
    },
    ...Object.fromEntries(
      platform.names.map((name) => [
        `aws_route53_record.${name.split('.')[0]}`,
        {
          fqdn: name,
          name,
          type: 'A',
          alias: [{ name: 'd1.cloudfront.net', evaluate_target_health: false }],
        },
      ]),
    ),
  };
}

const balancerName = (region: string) => `${region}-public.elb.${AWS_REGIONS[region]}.amazonaws.com`;

function regionStack(region: string, { regions }: Platform): Record<string, Values> {
  const alias = [{ name: balancerName(region), evaluate_target_health: true }];
  const record = (name: string, values: Values) => ({
    fqdn: `${name}.origin.example.com`,
    name: `${name}.origin.example.com`,
    type: 'A',
    alias,
    health_check_id: `check-${region}`,
    ...values,
  });
  const forward = (group: string) => [{ type: 'forward', target_group_arn: `arn:${region}-${group}` }];
  const check = [{ path: '/healthz', interval: 10, healthy_threshold: 2, unhealthy_threshold: 2 }];
  const covered = Object.keys(regions).filter((each) => regions[each] === region && each !== region);
  return {
    'aws_lb.public': {
      arn: `arn:${region}-public`,
      dns_name: balancerName(region),
      load_balancer_type: 'network',
    },
    'aws_lb.app': {
      arn: `arn:${region}-app`,
      dns_name: `internal-${region}`,
      load_balancer_type: 'application',
    },
    'aws_lb_target_group.outer': { arn: `arn:${region}-outer`, health_check: check },
    'aws_lb_target_group.inner': { arn: `arn:${region}-inner`, health_check: check },
    'aws_lb_listener.tcp': {
      arn: `arn:${region}-tcp`,
      load_balancer_arn: `arn:${region}-public`,
      port: 443,
      default_action: forward('outer'),
    },
    'aws_lb_listener.https': {
      arn: `arn:${region}-https`,
      load_balancer_arn: `arn:${region}-app`,
      port: 443,
      default_action: [{ type: 'fixed-response', fixed_response: [{ status_code: '403' }] }],
    },
    'aws_lb_listener_rule.health': {
      listener_arn: `arn:${region}-https`,
      priority: 10,
      condition: [{ path_pattern: [{ values: ['/healthz'] }] }],
      action: forward('inner'),
    },
    'aws_lb_listener_rule.secret': {
      listener_arn: `arn:${region}-https`,
      priority: 20,
      condition: [{ http_header: [{ http_header_name: 'x-origin-secret', values: [SECRET] }] }],
      action: forward('inner'),
    },
    'aws_lb_target_group_attachment.inner': {
      target_group_arn: `arn:${region}-outer`,
      target_id: `arn:${region}-app`,
      port: 443,
    },
    'aws_autoscaling_group.fleet': { min_size: 3, max_size: 9, target_group_arns: [`arn:${region}-inner`] },
    'aws_route53_health_check.check': {
      id: `check-${region}`,
      type: 'HTTPS',
      fqdn: balancerName(region),
      port: 443,
      resource_path: '/healthz',
    },
    'aws_route53_record.primary': record(region, {
      set_identifier: 'primary',
      failover_routing_policy: [{ type: 'PRIMARY' }],
    }),
    'aws_route53_record.nearest': record('nearest', {
      set_identifier: region,
      latency_routing_policy: [{ region: AWS_REGIONS[region] }],
    }),
    ...Object.fromEntries(
      covered.map((each) => [
        `aws_route53_record.secondary-${each}`,
        record(each, { set_identifier: 'secondary', failover_routing_policy: [{ type: 'SECONDARY' }] }),
      ]),
    ),
  };
}

export const sceneOf = (platform: Platform): Scene => ({
  'x-global': globalStack(platform),
  ...Object.fromEntries(
    Object.keys(platform.regions).map((region) => [`x-region-${region}`, regionStack(region, platform)]),
  ),
});

type Edit = Values | undefined | ((values: Values) => Values);

/** The scene with some resources otherwise, by `stack address`; undefined where they go. */
export function edited(scene: Scene, edits: Readonly<Record<string, Edit>>): Scene {
  const stacks: Record<string, Record<string, Values>> = structuredClone(scene) as Record<
    string,
    Record<string, Values>
  >;
  for (const [what, edit] of Object.entries(edits)) {
    const [stack = '', address = ''] = what.split(' ');
    const resources = { ...stacks[stack] };
    const values = typeof edit === 'function' ? edit(resources[address] ?? {}) : edit;
    if (values === undefined) delete resources[address];
    else resources[address] = values;
    stacks[stack] = resources;
  }
  return stacks;
}

export interface Told {
  /** Addresses, as `stack address`, whose change is a replacement: the old first or the new one. */
  readonly replaced?: Readonly<Record<string, 'destroy first' | 'create first'>>;
  /** References of each stack's resources, by `stack address`, as it is written. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
  /** Places that only the apply tells, by `stack address`. */
  readonly unknown?: Readonly<Record<string, unknown>>;
}

export interface TwoScenes {
  readonly signal?: AbortSignal;
  readonly before: Scene;
  readonly after: Scene;
  readonly told?: Told;
}

/** The effect of the plans from one scene to another. */
export function effectOf({ before, after, told = {}, signal }: TwoScenes) {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const sources = (scene: Scene) =>
    ids.filter((id) => scene[id] !== undefined).map((id) => sourceOfStack(id, scene[id] ?? {}, told));
  const [base, head] = [sources(before), sources(after)];
  const all = ids.map((id) => {
    const found = [...head, ...base].find(({ stack }) => stack.id === id) as StackSource;
    const reason = after[id] === undefined ? 'removed' : 'changed';
    return planned(found, plan(changesOf(id, before[id] ?? {}, after[id] ?? {}, told)), {
      reason,
      isNew: before[id] === undefined,
    });
  });
  const order = [...all].sort((a, b) => Number(a.reason === 'removed') - Number(b.reason === 'removed'));
  return trafficEffect({ planned: order, context: context(head, base), ...(signal && { signal }) });
}

function sourceOfStack(
  id: string,
  resources: Readonly<Record<string, Values>>,
  { references = {} }: Told,
): StackSource {
  const resource: Record<string, Record<string, Values>> = {};
  for (const address of Object.keys(resources)) {
    const [type = '', name = ''] = address.split('.');
    const referred = references[`${id} ${address}`] ?? [];
    resource[type] = { ...resource[type], [name]: { refers: referred.map((each) => `\${${each}.id}`) } };
  }
  return source(id, {
    resource,
    ...(id === 'x-global' ? {} : { data: { terraform_remote_state: { 'x-global': {} } } }),
  });
}

function changesOf(
  stack: string,
  before: Readonly<Record<string, Values>>,
  after: Readonly<Record<string, Values>>,
  { replaced = {}, unknown = {} }: Told,
): ResourceChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((address) => {
    const [was, is] = [before[address], after[address]];
    const how = replaced[`${stack} ${address}`];
    return changed(address, {
      actions: actionsOf(was, is, how),
      before: was ?? null,
      after: is ?? null,
      after_unknown: unknown[`${stack} ${address}`] ?? {},
    });
  });
}

function actionsOf(was: Values | undefined, is: Values | undefined, how?: string): Change['actions'] {
  if (was === undefined) return ['create'];
  if (is === undefined) return ['delete'];
  if (how !== undefined) return how === 'destroy first' ? ['delete', 'create'] : ['create', 'delete'];
  return JSON.stringify(was) === JSON.stringify(is) ? ['no-op'] : ['update'];
}
