import { trafficLoss } from '../../../review/gates/traffic';
import type { TrafficEffect } from '../../../review/traffic/traffic-effect';
import type { Values } from '../../../review/traffic/values';
import { trafficInWords } from '../../../review/traffic/words';
import { cases as byRun } from '../../support/full-run';
import {
  DEMO,
  edited,
  effectOf,
  type Platform,
  routerCode,
  type Scene,
  sceneOf,
  type TwoScenes,
} from './scene';

const scene = sceneOf(DEMO);

interface Case {
  readonly name: string;
  readonly before?: Scene;
  readonly after: Scene;
  readonly told?: TwoScenes['told'];
  /** Parts of sentences that are said. */
  readonly says?: readonly string[];
  /** Addresses that the gate refuses. @default - none */
  readonly refused?: readonly string[];
  /** Whether nobody is said to be lost, with a warning neither. */
  readonly losesNothing?: boolean;
  /** Every country is asked of two functions, which takes seconds: left to CI. */
  readonly isLong?: boolean;
}

const rerouted = (routes: Platform['routes']) =>
  edited(scene, {
    'x-global aws_cloudfront_function.router': (values) => ({
      ...values,
      code: routerCode({ ...DEMO, routes }),
    }),
  });
const withValues = (more: Values) => (values: Values) => ({ ...values, ...more });
const distribution = (change: (values: Values) => Values) =>
  edited(scene, { 'x-global aws_cloudfront_distribution.site': change });
const without = (names: readonly string[]) =>
  edited(scene, Object.fromEntries(names.map((name) => [name, undefined])));
const asia = (address: string) => `x-region-asia ${address}`;

const TARGET_GROUP = {
  before: scene,
  after: edited(scene, {
    [asia('aws_lb_target_group.inner')]: withValues({ arn: 'arn:asia-inner-2' }),
    [asia('aws_lb_listener_rule.secret')]: withValues({
      action: [{ type: 'forward', target_group_arn: 'arn:asia-inner-2' }],
    }),
    [asia('aws_autoscaling_group.fleet')]: withValues({ target_group_arns: ['arn:asia-inner-2'] }),
  }),
  references: {
    [asia('aws_lb_listener_rule.secret')]: ['aws_lb_target_group.inner'],
    [asia('aws_autoscaling_group.fleet')]: ['aws_lb_listener_rule.secret'],
  },
};

const cases: Case[] = [
  { name: 'nothing changes', after: scene },
  {
    name: 'a country is moved',
    after: rerouted({ ...DEMO.routes, america: ['US', 'CA', 'IS'] }),
    says: ['IS at api.example.com and www.example.com: europe → america.'],
  },
  {
    name: 'two countries are moved to two regions',
    isLong: true,
    after: rerouted({ asia: ['JP', 'SG', 'IN', 'AU'], america: ['US', 'CA', 'BR'] }),
    says: ['AU at api.example.com', 'BR at api.example.com'],
  },
  {
    name: 'a country goes back to the default',
    isLong: true,
    after: rerouted({ ...DEMO.routes, asia: ['JP', 'SG'] }),
    says: ['IN at api.example.com and www.example.com: asia → europe.'],
  },
  {
    name: 'only a tag changes',
    after: edited(scene, { [asia('aws_lb.public')]: withValues({ tags: { a: 'b' } }) }),
  },
  {
    name: 'a site name is given up',
    after: edited(scene, {
      'x-global aws_cloudfront_distribution.site': withValues({ aliases: ['www.example.com'] }),
      'x-global aws_route53_record.api': undefined,
    }),
    says: ['leaves no healthy origin for everybody at api.example.com'],
    refused: ['aws_cloudfront_distribution.site'],
  },
  {
    name: 'the record of a site name goes',
    after: without(['x-global aws_route53_record.api']),
    says: ['It stays so.'],
    refused: ['aws_route53_record.api'],
  },
  {
    name: 'the record of a site name is destroyed and made again',
    after: edited(scene, { 'x-global aws_route53_record.api': withValues({ ttl: 60 }) }),
    told: { replaced: { 'x-global aws_route53_record.api': 'destroy first' } },
    says: ['for about 60 s, until aws_route53_record.api of "x-global" is applied.'],
    refused: ['aws_route53_record.api'],
  },
  {
    name: 'the edge gets a name that has no record of ours: another may have made it',
    after: distribution((values) => ({
      ...values,
      aliases: [...DEMO.names, 'shop.example.com'],
      origin: (values.origin as Values[]).map((each) =>
        each.origin_id === 'asia' ? { ...each, domain_name: 'old.origin.example.com' } : each,
      ),
    })),
    says: [
      'everybody at shop.example.com: whether shop.example.com has a record is not known',
      '3 countries (IN, JP, SG) at api.example.com and www.example.com: whether old.origin.example.com has a record',
    ],
    losesNothing: true,
  },
  {
    name: 'the distribution is disabled',
    after: distribution(withValues({ enabled: false })),
    says: ['leaves no healthy origin for everybody at api.example.com and www.example.com'],
    refused: ['aws_cloudfront_distribution.site'],
  },
  {
    name: 'a country is blocked',
    after: distribution(
      withValues({
        restrictions: [{ geo_restriction: [{ restriction_type: 'blacklist', locations: ['IS'] }] }],
      }),
    ),
    says: ['leaves no healthy origin for IS at'],
    refused: ['aws_cloudfront_distribution.site'],
  },
  {
    name: 'an origin is left out that the function still chooses: the nearest region answers',
    after: distribution((values) => ({
      ...values,
      origin: (values.origin as Values[]).filter(({ origin_id: id }) => id !== 'asia'),
    })),
    says: ['3 countries (IN, JP, SG) at api.example.com and www.example.com: asia → america.'],
  },
  {
    name: 'the function is not published any more',
    after: without(['x-global aws_cloudfront_function.router']),
    refused: ['aws_cloudfront_function.router'],
  },
  {
    name: 'the origin secret changes at the edge alone',
    after: distribution((values) => ({
      ...values,
      origin: (values.origin as Values[]).map((each) => ({
        ...each,
        custom_header: [{ name: 'x-origin-secret', value: 'another' }],
      })),
    })),
    says: ['answers 403'],
    refused: Array(3).fill('aws_cloudfront_distribution.site'),
  },
  {
    name: 'a region accepts another secret alone',
    after: edited(scene, {
      [asia('aws_lb_listener_rule.secret')]: withValues({
        condition: [{ http_header: [{ http_header_name: 'x-origin-secret', values: ['another'] }] }],
      }),
    }),
    says: ['3 countries (IN, JP, SG)', 'nobody: asia answers 403'],
    refused: ['aws_lb_listener_rule.secret'],
  },
  {
    name: 'a region accepts two secrets',
    after: edited(scene, {
      [asia('aws_lb_listener_rule.secret')]: withValues({
        condition: [
          { http_header: [{ http_header_name: 'x-origin-secret', values: ['one-secret', 'two'] }] },
        ],
      }),
    }),
  },
  {
    name: 'a secret that only the apply tells',
    after: scene,
    told: {
      unknown: { [asia('aws_lb_listener_rule.secret')]: { condition: true } },
      replaced: { [asia('aws_lb_listener_rule.secret')]: 'create first' },
    },
    says: ['It cannot be told before the apply who answers'],
  },
  {
    name: 'a primary record goes, and the stand-in answers',
    after: without([asia('aws_route53_record.primary')]),
    says: ['3 countries (IN, JP, SG) at api.example.com and www.example.com: asia → europe.'],
  },
  {
    name: 'a primary record and its stand-in go',
    after: without([asia('aws_route53_record.primary'), 'x-region-europe aws_route53_record.secondary-asia']),
    says: ['(POST)'],
    refused: ['aws_route53_record.primary'],
  },
  {
    name: 'a health check asks for what a load balancer refuses',
    after: edited(scene, {
      [asia('aws_route53_health_check.check')]: withValues({ resource_path: '/ready' }),
    }),
    says: ['asia → europe'],
  },
  {
    name: 'a health check and its rule ask for a path that nobody has asked',
    after: edited(scene, {
      [asia('aws_route53_health_check.check')]: withValues({ resource_path: '/ready' }),
      [asia('aws_lb_listener_rule.health')]: withValues({
        condition: [{ path_pattern: [{ values: ['/healthz', '/ready'] }] }],
      }),
    }),
    says: ['whether the service answers at /ready is not known'],
  },
  {
    name: 'a health check is inverted',
    after: edited(scene, {
      [asia('aws_route53_health_check.check')]: withValues({ invert_healthcheck: true }),
    }),
    says: ['asia → europe'],
  },
  {
    name: 'a listener goes, and health checks lead to the stand-in',
    after: without([asia('aws_lb_listener.tcp')]),
    says: ['asia → europe'],
  },
  {
    name: 'a fleet has no place for instances',
    after: edited(scene, { [asia('aws_autoscaling_group.fleet')]: withValues({ max_size: 0 }) }),
    says: ['asia → europe'],
  },
  ...['min_size', 'desired_capacity'].map(
    (size): Case => ({
      name: `a fleet may have no instances, by its ${size}`,
      after: edited(scene, { [asia('aws_autoscaling_group.fleet')]: withValues({ [size]: 0 }) }),
      says: ['how many instances a fleet has is not known'],
      losesNothing: true,
    }),
  ),
  {
    name: 'a target group is made before the old one goes: the fleet joins it last',
    after: TARGET_GROUP.after,
    told: {
      replaced: { [asia('aws_lb_target_group.inner')]: 'create first' },
      references: TARGET_GROUP.references,
    },
    says: ['until aws_autoscaling_group.fleet of "x-region-asia" is applied'],
    refused: ['aws_lb_listener_rule.secret'],
  },
  {
    name: 'a region is added, and countries are sent to it at once',
    isLong: true,
    after: sceneOf({
      ...DEMO,
      regions: { ...DEMO.regions, africa: 'europe' },
      routes: { ...DEMO.routes, africa: ['ZA'] },
    }),
    says: ['ZA at api.example.com and www.example.com: europe → africa.'],
    refused: ['aws_cloudfront_distribution.site', 'aws_route53_record.primary'],
  },
  {
    name: 'a region is added, and nobody is sent to it yet',
    isLong: true,
    after: sceneOf({ ...DEMO, regions: { ...DEMO.regions, africa: 'europe' } }),
    says: ['africa.origin.example.com: nobody → africa.'],
  },
  {
    name: 'a region is removed with its routes',
    isLong: true,
    after: sceneOf({
      ...DEMO,
      regions: { europe: 'america', america: 'europe' },
      routes: { america: ['US', 'CA'] },
    }),
    says: ['3 countries (IN, JP, SG) at api.example.com and www.example.com: asia → europe.'],
  },
  {
    name: 'a route changes, and a record of a name that nobody asks for',
    before: edited(scene, { 'x-global aws_route.a': { gateway_id: 'a' } }),
    after: edited(scene, { 'x-global aws_route.a': { gateway_id: 'b' } }),
    says: ['It cannot be told before the apply whether packets arrive: aws_route.a of "x-global".'],
  },
  {
    name: 'a firewall changes',
    before: edited(scene, { 'x-global aws_wafv2_web_acl.a': { rule: 1 } }),
    after: edited(scene, { 'x-global aws_wafv2_web_acl.a': { rule: 2 } }),
    says: ['It cannot be told before the apply whom the firewall stops: aws_wafv2_web_acl.a of "x-global".'],
  },
];

/** What only the apply tells: who answers cannot be told before, whatever it was. */
const UNTOLD: Readonly<Record<string, Values>> = {
  'x-global aws_cloudfront_distribution.site': {
    enabled: true,
    aliases: true,
    origin: true,
    default_cache_behavior: [{ function_association: true }],
    restrictions: [{ geo_restriction: [{ restriction_type: true }] }],
    default_root_object: true,
    ordered_cache_behavior: true,
  },
  'x-global aws_route53_record.www': { alias: true, type: true, geolocation_routing_policy: true },
  [asia('aws_route53_record.primary')]: { failover_routing_policy: [{ type: true }], type: true },
  [asia('aws_route53_record.nearest')]: { latency_routing_policy: true },
  [asia('aws_route53_health_check.check')]: {
    invert_healthcheck: true,
    disabled: true,
    port: true,
    type: true,
    resource_path: true,
  },
  [asia('aws_lb.public')]: { load_balancer_type: true },
  [asia('aws_lb_listener.tcp')]: { port: true, default_action: true },
  [asia('aws_lb_listener_rule.secret')]: { action: true, priority: true, condition: true },
  [asia('aws_lb_target_group.outer')]: { health_check: true },
  [asia('aws_lb_target_group_attachment.inner')]: { port: true },
  [asia('aws_autoscaling_group.fleet')]: { max_size: true, target_group_arns: true },
};

cases.push(
  ...Object.entries(UNTOLD).flatMap(([what, unknown]) =>
    Object.entries(unknown).map(
      ([attribute, places]): Case => ({
        name: `only the apply tells ${attribute} of ${what}`,
        after: edited(scene, { [what]: withValues({ tags: { a: 'b' } }) }),
        told: { unknown: { [what]: { [attribute]: places } } },
        says: ['It cannot be told before the apply who answers'],
        losesNothing: true,
      }),
    ),
  ),
);

const mayTakeLong = byRun(false, true);

const refusedBy = (traffic: TrafficEffect) =>
  trafficLoss
    .check({ traffic } as Parameters<typeof trafficLoss.check>[0])
    .filter(({ severity }) => severity !== 'warn')
    .map(({ address }) => address)
    .sort();

it.each(cases.filter(({ isLong = false }) => !isLong || mayTakeLong))(
  '$name',
  async ({ before = scene, after, told, says = [], refused = [], losesNothing = false }) => {
    const effect = await effectOf({ before, after, ...(told === undefined ? {} : { told }) });
    const words = trafficInWords(effect).join('\n');
    expect({ words, refused: refusedBy(effect) }).toMatchObject({
      words: expect.anything(),
      refused: [...refused].sort(),
    });
    if (losesNothing) expect(effect.losses).toEqual([]);
    for (const part of says) expect(words).toContain(part);
    if (says.length + refused.length === 0)
      expect(effect).toMatchObject({ changes: [], losses: [], untold: [] });
  },
);
