import { analyse } from '../../../../review/analysis/analyse';
import type { Review } from '../../../../review/analysis/review';
import type { StackSource } from '../../../../review/analysis/stack-source';
import type { PlanJson, ResourceChange } from '../../../../review/plan-json';
import type { InputSource, Reason } from '../../../../review/planned-stack';
import type { StackJson } from '../../../../terraform/synthesized';
import {
  changed,
  context,
  created,
  destroyed,
  outputChange,
  type PlannedOptions,
  plan,
  planned,
  remoteState,
  replaced,
  reviewOf,
  source,
  updated,
} from '../../support';

/** A review that one change of one plan does not make, and the gates that have to speak. */
export type ReviewRow = readonly [what: string, review: Review, gates: string, because?: string];

const kept = { deletionProtection: true };
const alone = (
  more: Partial<PlanJson> = {},
  options: PlannedOptions = {},
  changes: readonly ResourceChange[] = [],
) => reviewOf(changes, { head: source('x-region-asia', {}, kept), more, options });
const inputs = (...sources: InputSource[]) => ({
  inputs: sources.map((each, index) => ({ producer: 'x-global', output: `o${index}`, source: each })),
});

/** What somebody has changed of resources called `a`, of which the stack asks for one attribute. */
function wrote(attribute: string, resource_drift: readonly ResourceChange[]): Review {
  const resource = Object.fromEntries(resource_drift.map(({ type }) => [type, { a: { [attribute]: 'x' } }]));
  return reviewOf([], { head: source('x-region-asia', { resource }, kept), more: { resource_drift } });
}

/** Who was applied in the meantime, and with which outputs. */
const since = (...stacks: readonly (readonly string[])[]): PlannedOptions => ({
  appliedSince: stacks.map(([stack = '', ...outputs]) => ({ stack, outputs })),
});

const tainted: ReviewRow[] = [
  ['an input is planned', alone({}, inputs('live', 'planned')), 'G05'],
  ['an input is made up', alone({}, inputs('placeholder')), 'G05'],
  ['every input is made up', alone({}, inputs('placeholder', 'placeholder')), 'G05'],
  ['every input is live', alone({}, inputs('live', 'live')), ''],
  ['there is no input', alone(), ''],
  [
    'what it reads is touched by the change and not planned',
    alone(
      {},
      { ...inputs('live'), unplanned: [{ stack: 'x-global', outputs: ['o0'], touched: 'x-global' }] },
    ),
    'g05',
    'the change may be applied already',
  ],
  ['one input of three is planned', alone({}, inputs('live', 'planned', 'live')), 'G05'],
  ['one input is planned, one made up', alone({}, inputs('planned', 'placeholder')), 'G05'],
  ['a new stack has an input that is made up', alone({}, { ...inputs('placeholder'), isNew: true }), 'G05'],
  ['a reader has an input that is planned', alone({}, { ...inputs('planned'), reason: 'reader' }), 'G05'],
  [
    'an input is planned, and nothing is to change',
    alone({ applyable: false }, inputs('planned')),
    'G05',
    'with the applied value there might be',
  ],
  ['a plan that may be applied', alone({}, { isKept: true }), ''],
  ['a plan that may be applied, nobody since', alone({}, { ...since(), isKept: true }), ''],
  ['a reader of what changes', alone({}, { ...since(), reason: 'reader' }), ''],
  ['a stack that somebody asks for', alone({}, { ...since(), reason: 'asked' }), ''],
  ['a stack that is new', alone({}, { ...since(), isNew: true }), ''],
  ['nothing to change, nobody since', alone({ applyable: false }, since()), ''],
];

const stale: ReviewRow[] = [
  ['an upstream has been applied since', alone({}, since(['x-global', 'zone'])), 'G04'],
  [
    'an upstream has been applied since, with three outputs',
    alone({}, since(['x-global', 'a', 'b', 'c'])),
    'G04',
  ],
  ['two upstreams have been applied since', alone({}, since(['x-global', 'a'], ['x-state', 'b'])), 'G04'],
  ['the stack has been applied since', alone({}, since(['x-region-asia'])), 'G04'],
  [
    'the stack and an upstream have been applied since',
    alone({}, since(['x-region-asia'], ['x-global', 'a'])),
    'G04',
  ],
  [
    'an upstream has been applied since, and an input is planned',
    alone({}, { ...since(['x-global', 'a']), ...inputs('planned') }),
    'G04 G05',
  ],
  [
    'an upstream has been applied since, and nothing is to change',
    alone({ applyable: false }, since(['x-global', 'a'])),
    'G04',
  ],
  [
    'the stack has been applied since, and what it holds goes',
    alone({}, since(['x-region-asia']), [destroyed('aws_vpc.main')]),
    'G01 G04',
  ],
  ['nobody has been applied since', alone({}, since()), ''],
  [
    'nobody has been applied since, and every input is live',
    alone({}, { ...since(), ...inputs('live') }),
    '',
  ],
  [
    'a reader that nobody has applied since',
    alone({}, { ...since(), ...inputs('live'), reason: 'reader' }),
    '',
  ],
  ['a new stack that nobody has applied since', alone({}, { ...since(), isNew: true, isKept: true }), ''],
  [
    'a stack that somebody asks for, nobody since',
    alone({}, { ...since(), reason: 'asked', isKept: true }),
    '',
  ],
];

const whole: ReviewRow[] = [
  ['Terraform has put something off', alone({ complete: false }), 'G14'],
  ['Terraform has failed halfway', alone({ errored: true }), 'G14'],
  [
    'a stack could not be planned',
    alone({}, { problem: 'Stack "x-global" has not been applied: apply "x-global" first.' }),
    'G14',
  ],
  [
    'a plan that changes nothing',
    alone({ applyable: false }),
    '',
    'there is nothing to apply, and nothing is missing',
  ],
  [
    'Terraform has put something off, and changes the rest',
    alone({ complete: false }, {}, [created('aws_eip.a', {})]),
    'G14',
  ],
  ['Terraform has failed with nothing to change', alone({ errored: true, applyable: false }), 'G14'],
  ['Terraform has put something off and failed', alone({ complete: false, errored: true }), 'G14'],
  ['a reader could not be planned', alone({}, { reason: 'reader', problem: 'Access denied.' }), 'G14'],
  ['a new stack could not be planned', alone({}, { isNew: true, problem: 'Access denied.' }), 'G14'],
  [
    'a stack could not be planned with an input that is planned',
    alone({}, { ...inputs('planned'), problem: 'Access denied.' }),
    'G05 G14',
  ],
  ['a whole plan of a new stack', alone({}, { isNew: true }, [created('aws_eip.a', {})]), ''],
  ['a whole plan that may be applied', alone({}, { isKept: true }, [created('aws_eip.a', {})]), ''],
  ['a whole plan of a reader', alone({ complete: true, errored: false }, { reason: 'reader' }), ''],
  ['a whole plan of a stack that goes', alone({}, { reason: 'removed' }, [destroyed('aws_route.a')]), ''],
];

const drifted: ReviewRow[] = [
  ['somebody has deleted a cluster', alone({ resource_drift: [destroyed('aws_rds_cluster.a')] }), 'G18'],
  ['somebody has deleted a zone', alone({ resource_drift: [destroyed('aws_route53_zone.a')] }), 'G18'],
  [
    'somebody has changed a load balancer',
    alone({ resource_drift: [updated('aws_lb.a', { idle_timeout: 60 }, { idle_timeout: 10 })] }),
    'g18',
  ],
  [
    'somebody has tagged a network',
    alone({ resource_drift: [updated('aws_vpc.a', { tags: { a: 'b' } }, { tags: { a: 'c' } })] }),
    'g18',
  ],
  [
    'somebody has deleted a route',
    alone({ resource_drift: [destroyed('aws_route.a')] }),
    '',
    'the next apply makes it again',
  ],
  [
    'somebody has changed an alarm',
    alone({ resource_drift: [updated('aws_cloudwatch_metric_alarm.a', { period: 60 }, { period: 10 })] }),
    '',
  ],
  ['nobody has changed anything', alone({ resource_drift: [] }), ''],
  ['somebody has deleted a bucket', alone({ resource_drift: [destroyed('aws_s3_bucket.a')] }), 'G18'],
  ['somebody has deleted a key', alone({ resource_drift: [destroyed('aws_kms_key.a')] }), 'G18'],
  [
    'somebody has deleted one subnet of a list',
    alone({ resource_drift: [destroyed('aws_subnet.a[1]')] }),
    'G18',
  ],
  [
    'somebody keeps backups for a day',
    wrote('backup_retention_period', [
      updated('aws_rds_cluster.a', { backup_retention_period: 14 }, { backup_retention_period: 1 }),
    ]),
    'g18',
  ],
  [
    'somebody has renamed a topic for readers',
    wrote('display_name', [updated('aws_sns_topic.a', { display_name: 'a' }, { display_name: 'b' })]),
    'g18',
  ],
  [
    'somebody has deleted a cluster and changed a bucket',
    alone({
      resource_drift: [
        destroyed('aws_rds_cluster.a'),
        updated('aws_s3_bucket.a', { tags: { a: 'b' } }, { tags: { a: 'c' } }),
      ],
    }),
    'G18 g18',
  ],
  [
    'AWS has chosen a window that nobody asked for',
    wrote('engine', [
      updated(
        'aws_rds_cluster.a',
        { preferred_backup_window: '01:00-02:00' },
        { preferred_backup_window: '03:00-04:00' },
      ),
    ]),
    '',
  ],
  [
    'AWS has filled in what nobody had asked for',
    alone({ resource_drift: [updated('aws_s3_bucket.a', { policy: null }, { policy: '{}' })] }),
    '',
  ],
  [
    'somebody has deleted a function',
    alone({ resource_drift: [destroyed('aws_lambda_function.a')] }),
    '',
    'the next apply makes it again',
  ],
];

const provided = (version: string, random?: string) =>
  source('x-region-asia', {
    terraform: {
      backend: { s3: AT },
      required_providers: {
        aws: { source: 'aws', version },
        ...(random === undefined ? {} : { random: { source: 'hashicorp/random', version: random } }),
      },
    },
  });
const AT = { bucket: 'states', key: 'x-region-asia.tfstate', region: 'eu-west-1' };
const stored = (at: object) => source('x-region-asia', { terraform: { backend: { s3: { ...AT, ...at } } } });
const between = (
  base: ReturnType<typeof source>,
  head: ReturnType<typeof source>,
  changes: readonly ResourceChange[] = [],
) => reviewOf(changes, { base, head });
const appears = (head: StackSource) =>
  analyse([planned(head, plan([]), { reason: 'added', isNew: true })], context([head], []));
const disappears = (base: StackSource) =>
  analyse([planned(base, plan([]), { reason: 'removed' })], context([], [base]));
const backwards = Object.fromEntries(Object.entries(AT).reverse());
/** The review of a stack beside which another one keeps its state somewhere. */
function beside(id: string, key: string): Review {
  const stacks = [source('x-region-asia'), source(id, {}, { key })];
  return analyse([planned(source('x-region-asia'), plan([]))], context(stacks));
}
const block = (name: string, prevent_destroy: boolean) =>
  source('x-region-asia', { resource: { aws_vpc: { [name]: { lifecycle: { prevent_destroy } } } } });
const providers: ReviewRow[] = [
  ['a provider of another version', between(provided('5.100.0'), provided('5.101.0')), 'g13'],
  ['a provider goes back', between(provided('5.100.0'), provided('5.99.1')), 'g13'],
  ['a provider of another major version', between(provided('5.100.0'), provided('6.0.0')), 'g13'],
  ['the same provider', between(provided('5.100.0'), provided('5.100.0')), ''],
  ['a provider comes', between(provided('5.100.0'), provided('5.100.0', '3.6.0')), 'g13'],
  ['a provider goes', between(provided('5.100.0', '3.6.0'), provided('5.100.0')), 'g13'],
  [
    'the second provider gets another version',
    between(provided('5.100.0', '3.6.0'), provided('5.100.0', '3.7.0')),
    'g13',
  ],
  [
    'both providers get another version',
    between(provided('5.100.0', '3.6.0'), provided('5.101.0', '3.7.0')),
    'g13',
  ],
  ['a provider is no longer pinned', between(provided('5.100.0'), provided('~> 5.100')), 'g13'],
  [
    'a provider of another version beside a route that goes',
    between(provided('5.100.0'), provided('5.101.0'), [destroyed('aws_route.a')]),
    'g13',
  ],
  ['both providers are the same', between(provided('5.100.0', '3.6.0'), provided('5.100.0', '3.6.0')), ''],
  ['both are as loosely pinned as they were', between(provided('~> 5.100'), provided('~> 5.100')), ''],
  [
    'the same provider, and a route goes',
    between(provided('5.100.0'), provided('5.100.0'), [destroyed('aws_route.a')]),
    '',
  ],
  ['a stack comes with a provider', appears(provided('5.100.0')), '', 'there is no version before'],
  ['a stack goes with its provider', disappears(provided('5.100.0')), ''],
];
const states: ReviewRow[] = [
  ['the state gets another key', between(stored({}), stored({ key: 'b' })), 'G15'],
  ['the state gets another bucket', between(stored({}), stored({ bucket: 'others' })), 'G15'],
  ['the state lies in another region', between(stored({}), stored({ region: 'us-east-1' })), 'G15'],
  ['the state is no longer locked', between(stored({ use_lockfile: true }), stored({})), 'G15'],
  ['the state is no longer encrypted', between(stored({ encrypt: true }), stored({ encrypt: false })), 'G15'],
  ['the state stays', between(stored({ use_lockfile: true }), stored({ use_lockfile: true })), ''],
  [
    'the state is encrypted by another key',
    between(stored({ kms_key_id: 'a' }), stored({ kms_key_id: 'b' })),
    'G15',
  ],
  [
    'the state goes to a file',
    between(stored({}), source('x-region-asia', { terraform: { backend: { local: { path: 'a' } } } })),
    'G15',
  ],
  ['the state has no place', between(stored({}), source('x-region-asia', { terraform: {} })), 'G15'],
  ['two stacks keep one state', beside('x-region-europe', 'x-region-asia.tfstate'), 'G15'],
  ['a stack comes with a state of its own', appears(stored({})), ''],
  ['a stack goes', disappears(stored({})), ''],
  ['two stacks keep two states', beside('x-region-europe', 'x-region-europe.tfstate'), ''],
  ['the settings of a state stand in another order', between(stored(AT), stored(backwards)), ''],
];
const unguarding: ReviewRow[] = [
  ['a guard of Terraform goes', between(block('a', true), block('a', false)), 'G02'],
  [
    'a network goes with its guard',
    between(block('a', true), source('x-region-asia'), [destroyed('aws_vpc.a')]),
    'G01 G02',
  ],
  ['a guard of Terraform comes', between(block('a', false), block('a', true)), ''],
  [
    'a guarded network moves with its guard',
    between(block('a', true), block('b', true), [
      changed('aws_vpc.b', { actions: ['no-op'], also: { previous_address: 'aws_vpc.a' } }),
    ]),
    '',
  ],
];

const readsFrom = (id: string, ...names: string[]): Partial<StackJson> => ({
  data: { terraform_remote_state: remoteState(id) },
  resource: {
    aws_x: { r: { list: names.map((name) => `\${data.terraform_remote_state.${id}.outputs.${name}}`) } },
  },
});
const readsOf = (...names: string[]) => readsFrom('x-global', ...names);
const reads = (...names: string[]) => source('x-region-asia', readsOf(...names));
type Outputs = Readonly<Record<string, { value: unknown; sensitive?: boolean; description?: string }>>;
const publishes = (output: Outputs) => source('x-global', { output });
function contract(before: Outputs, after: Outputs, reader = reads('zone')): Review {
  const [base, head] = [publishes(before), publishes(after)];
  return analyse([planned(head, plan([]))], context([head, reader], [base, reader]));
}
const zone = { zone: { value: 'Z1' } };
const contracts: ReviewRow[] = [
  ['an output goes that somebody reads', contract(zone, {}), 'G03'],
  ['an output gets another name', contract(zone, { zone_id: { value: 'Z1' } }), 'G03'],
  ['a text becomes a list', contract(zone, { zone: { value: ['Z1'] } }), 'G03'],
  ['a text becomes a map', contract(zone, { zone: { value: { id: 'Z1' } } }), 'G03'],
  ['an output becomes nothing', contract(zone, { zone: { value: null } }), 'G03'],
  ['an output becomes sensitive', contract(zone, { zone: { value: 'Z1', sensitive: true } }), 'G03'],
  [
    'a contract goes back',
    contract(
      { contract_version: { value: 2 } },
      { contract_version: { value: 1 } },
      reads('contract_version'),
    ),
    'G03',
  ],
  ['a list becomes a text', contract({ zone: { value: ['Z1'] } }, zone), 'G03'],
  ['a number becomes a text', contract({ zone: { value: 1 } }, zone), 'G03'],
  [
    'an output is sensitive no longer',
    contract({ zone: { value: 'Z1', sensitive: true } }, zone),
    'G03',
    'readers of Terraform mark what they make of it',
  ],
  ['an output comes', contract(zone, { ...zone, more: { value: 'a' } }), ''],
  ['an output goes that nobody reads', contract({ ...zone, more: { value: 'a' } }, zone), ''],
  ['an output gets a description', contract(zone, { zone: { value: 'Z1', description: 'the zone' } }), ''],
  ['an output gets another value', contract(zone, { zone: { value: 'Z2' } }), ''],
  [
    'a contract goes forward',
    contract(
      { contract_version: { value: 1 } },
      { contract_version: { value: 2 } },
      reads('contract_version'),
    ),
    '',
  ],
];

const regions = ['asia', 'europe', 'america'].map((name) => source(`x-region-${name}`));
const alarm = (threshold: number) =>
  updated('aws_cloudwatch_metric_alarm.a', { threshold: 5 }, { threshold });
/** What each region's plan changes, in their order. */
const together = (...changes: (readonly ResourceChange[])[]) =>
  analyse(
    changes.flatMap((each, index) => (regions[index] ? [planned(regions[index], plan(each))] : [])),
    context(regions),
  );
const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    updated(`aws_cloudwatch_metric_alarm.a${index}`, { threshold: 1 }, { threshold: 2 }),
  );
const news = (count: number) =>
  Array.from({ length: count }, (_, index) => created(`aws_cloudwatch_metric_alarm.a${index}`, {}));
const still = (count: number) =>
  Array.from({ length: count }, (_, index) => changed(`aws_cloudwatch_metric_alarm.a${index}`, ['no-op']));
const queue = updated('aws_sqs_queue.a', { a: 1 }, { a: 2 });
/** Two regions that change alike, and one that does not. */
function withAnother(reason: Reason, problem?: string): Review {
  const [asia, europe, america] = regions as [StackSource, StackSource, StackSource];
  const last = planned(america, problem === undefined ? plan([]) : undefined, {
    reason,
    ...(problem === undefined ? {} : { problem }),
  });
  const without = [asia, europe];
  return analyse(
    [planned(asia, plan([alarm(6)])), planned(europe, plan([alarm(6)])), last],
    context(reason === 'removed' ? without : regions, reason === 'added' ? without : regions),
  );
}
/** A producer whose output changes, and a reader that publishes it in turn. */
function feltThrough(team: string): Review {
  const head = source('x-global', { output: zone });
  const between = source('x-mesh', { ...readsOf('zone'), output: zone });
  const last = source('x-backfill', readsFrom('x-mesh', 'zone'), { team });
  const update = { zone: outputChange('Z1', 'Z2') };
  return analyse(
    [
      planned(head, plan([alarm(6)], { output_changes: update })),
      planned(between, plan([], { output_changes: update }), { reason: 'reader' }),
    ],
    context([head, between, last]),
  );
}
const felt = (team: string, awsRegion = 'eu-west-1', after = 'Z2') => {
  const head = source('x-global', { output: zone });
  const reader = source('x-region-asia', readsOf('zone'), { team, awsRegions: [awsRegion] });
  const output_changes: PlanJson['output_changes'] =
    after === 'Z1' ? {} : { zone: outputChange('Z1', after) };
  return analyse([planned(head, plan([alarm(6)], { output_changes }))], context([head, reader]));
};
const withRegion = (() => {
  const stacks = [source('x-global'), source('x-region-asia')];
  const all = stacks.map((stack) => planned(stack, plan([alarm(6)])));
  return analyse(all, context(stacks));
})();
const asymmetric: ReviewRow[] = [
  ['one region of three', together([alarm(6)]), 'g07'],
  ['two regions of three', together([alarm(6)], [alarm(6)]), 'g07'],
  [
    'another attribute in one region',
    together(
      [alarm(6)],
      [alarm(6)],
      [updated('aws_cloudwatch_metric_alarm.a', { period: 1 }, { period: 2 })],
    ),
    'g07',
  ],
  [
    'one region loses what the others keep',
    together([destroyed('aws_cloudwatch_metric_alarm.a')], [], []),
    'g07',
  ],
  [
    'one region gets what the others lack',
    together([created('aws_cloudwatch_metric_alarm.b', { threshold: 1 })], [], []),
    'g07',
  ],
  ['every region', together([alarm(6)], [alarm(6)], [alarm(6)]), ''],
  ['every region, with a value of its own', together([alarm(6)], [alarm(7)], [alarm(8)]), ''],
  ['no region', together([], [], []), ''],
  ['a stack without siblings', reviewOf([alarm(6)], { head: source('x-global') }), ''],
  [
    'one region loses what is kept',
    together([destroyed('aws_eip.a')], [], []),
    'g01 g07',
    'their deployment keeps nothing',
  ],
  [
    'one region replaces what the others change',
    together([replaced('aws_sqs_queue.a', { a: 1 }, { a: 2 })], [queue], [queue]),
    'g07',
  ],
  [
    'each region changes something of its own',
    together(
      [alarm(6)],
      [updated('aws_cloudwatch_metric_alarm.a', { period: 1 }, { period: 2 })],
      [created('aws_cloudwatch_metric_alarm.b', {})],
    ),
    'g07',
  ],
  [
    'one region has a construct that is called after it',
    together([created('aws_cloudwatch_metric_alarm.asia-queue_0A1B2C3D', {})]),
    'g07',
  ],
  [
    'each region has a construct that is called after it',
    together(
      [created('aws_cloudwatch_metric_alarm.asia-queue_0A1B2C3D', {})],
      [created('aws_cloudwatch_metric_alarm.europe-queue_1B2C3D4E', {})],
      [created('aws_cloudwatch_metric_alarm.america-queue_2C3D4E5F', {})],
    ),
    '',
  ],
  ['a region comes', withAnother('added'), '', 'everything in it is new'],
  ['a region goes', withAnother('removed'), ''],
  [
    'a region that could not be planned',
    withAnother('changed', 'Access denied.'),
    'G14',
    'nobody knows what it would change',
  ],
];
const far: ReviewRow[] = [
  ['more than a person reads', reviewOf(many(101), { head: source('x-global') }), 'g08'],
  ['another team feels it', felt('data'), 'g08'],
  [
    'what all regions stand on, and a region',
    withRegion,
    'g08',
    'one after the other shows which of them it was',
  ],
  ['as much as a person reads', reviewOf(many(100), { head: source('x-global') }), ''],
  ['only its own team feels it', felt('edge'), ''],
  ['more that is new than a person reads', reviewOf(news(101), { head: source('x-global') }), 'g08'],
  ['many more than a person reads', reviewOf(many(400), { head: source('x-global') }), 'g08'],
  [
    'more than a person reads, of a kind without siblings',
    reviewOf(many(101), { head: source('x-mesh') }),
    'g08',
  ],
  ['a reader lies in another region', felt('edge', 'us-east-1'), 'g08'],
  ['another team in another region feels it', felt('data', 'us-east-1'), 'g08'],
  ['a team feels it by way of another reader', feltThrough('data'), 'g08'],
  ['the same team feels it by way of another reader', feltThrough('edge'), ''],
  ['as much that is new as a person reads', reviewOf(news(100), { head: source('x-global') }), ''],
  [
    'more than a person reads, and nothing of it changes',
    reviewOf(still(101), { head: source('x-global') }),
    '',
  ],
  ['another team reads an output that stays', felt('data', 'us-east-1', 'Z1'), ''],
];

/** Of two kinds: what siblings do not share is another gate's. */
const [founder, member] = [source('x-data-asia'), source('x-member-europe')];
const runs = (version: string) =>
  changed('aws_rds_cluster.main', {
    actions: ['no-op'],
    before: { engine_version: version },
    after: { engine_version: version },
  });
const parameters = (before: string, after: string) =>
  updated('aws_rds_cluster_parameter_group.main', { family: before }, { family: after });
const globally = (before: string, after: string) =>
  updated('aws_rds_global_cluster.main', { engine_version: before }, { engine_version: after });
const moved = (first: readonly ResourceChange[], second: readonly ResourceChange[]) =>
  analyse([planned(founder, plan(first)), planned(member, plan(second))], context([founder, member]));
const [PG15, PG16, PG17] = ['15', '16', '17'].map((major) => `aurora-postgresql${major}`) as [
  string,
  string,
  string,
];
const upgraded = [runs('16.8'), globally('16.8', '17.4'), parameters(PG16, PG17)];
const upgrades: ReviewRow[] = [
  [
    'a member gets the next parameters, and nobody upgrades',
    moved([], [runs('16.8'), parameters(PG16, PG17)]),
    'G22',
  ],
  ['a member gets older parameters', moved([], [runs('16.8'), parameters(PG16, PG15)]), 'G22'],
  [
    'the founder gets the next parameters, and does not upgrade',
    moved([runs('16.8'), parameters(PG16, PG17)], []),
    'G22',
  ],
  [
    'both get the next parameters, and nobody upgrades',
    moved([runs('16.8'), parameters(PG16, PG17)], [runs('16.8'), parameters(PG16, PG17)]),
    'G22',
  ],
  [
    'a member gets the next parameters beside the upgrade',
    moved(upgraded, [runs('16.8'), parameters(PG16, PG17)]),
    'G22',
    'its plan waits',
  ],
  [
    'the upgrade is to another version than the parameters',
    moved(
      [runs('15.9'), globally('15.9', '16.8'), parameters(PG15, PG16)],
      [runs('15.9'), parameters(PG15, PG17)],
    ),
    'G22',
  ],
  [
    'new parameters of the next version are made',
    moved([], [runs('16.8'), created('aws_rds_cluster_parameter_group.next', { family: PG17 })]),
    'G22',
  ],
  [
    'a minor upgrade beside parameters of the next version',
    moved([runs('16.6'), globally('16.6', '16.8')], [runs('16.6'), parameters(PG16, PG17)]),
    'G22',
  ],
  ['the founder upgrades, its parameters with it', moved(upgraded, []), ''],
  ['a member gets the parameters that it runs by now', moved([], [runs('17.4'), parameters(PG16, PG17)]), ''],
  [
    'all get the parameters that they run by now',
    moved([runs('17.4')], [runs('17.4'), parameters(PG16, PG17)]),
    '',
  ],
  ['a minor upgrade', moved([runs('16.6'), globally('16.6', '16.8')], [runs('16.6')]), ''],
  ['a minor upgrade that members show', moved([runs('16.6'), globally('16.6', '16.8')], []), ''],
  [
    'other parameters of the same version',
    moved(
      [],
      [
        runs('16.8'),
        updated(
          'aws_rds_cluster_parameter_group.main',
          { family: PG16, description: 'a' },
          { family: PG16, description: 'b' },
        ),
      ],
    ),
    '',
  ],
  [
    'a database is founded',
    moved(
      [
        created('aws_rds_cluster.main', { engine_version: '17.4' }),
        created('aws_rds_cluster_parameter_group.main', { family: PG17 }),
      ],
      [],
    ),
    '',
  ],
  [
    'a stack without a database has parameters',
    moved([], [created('aws_rds_cluster_parameter_group.main', { family: PG17 })]),
    '',
  ],
];

/** By the gate that they are about. */
export const reviewRows: Readonly<Record<string, readonly ReviewRow[]>> = {
  G02: unguarding,
  G03: contracts,
  G04: stale,
  G05: tainted,
  G07: asymmetric,
  G08: far,
  G13: providers,
  G14: whole,
  G15: states,
  G18: drifted,
  G22: upgrades,
};
