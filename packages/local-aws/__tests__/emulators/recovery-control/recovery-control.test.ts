import type { AwsResponse } from '../../../emulators/emulator';
import { RecoveryControl } from '../../../emulators/recovery-control';
import { request } from '../request';

let now: number;
let switched: string[];
let recovery: RecoveryControl;
beforeEach(() => {
  now = 0;
  switched = [];
  recovery = new RecoveryControl({ now: () => now, onSwitch: (arn) => switched.push(arn) });
});

type Answer = Record<string, unknown> & { readonly refused?: string; readonly message?: string };

function answer({ status, headers, body }: AwsResponse): Answer {
  const content = JSON.parse(String(body)) as Answer;
  return status === 200 ? content : { ...content, refused: `${status} ${headers?.['x-amzn-errortype']}` };
}

/** Asks the control plane; `rest` is what follows an ARN in the path. */
function config(method: string, resource: string, sent: object | string = {}, rest = ''): Answer {
  const arn = typeof sent === 'string' ? `/${encodeURIComponent(sent)}${rest}` : '';
  const body = typeof sent === 'string' ? '' : JSON.stringify(sent);
  const asked = request(method, `/${resource}${arn}`, { service: 'route53-recovery-control-config', body });
  return answer(recovery.handle({ ...asked, region: 'us-west-2' }));
}

/** Asks one of the five endpoints. */
function cluster(action: string, sent: object = {}, region = 'eu-west-1'): Answer {
  const options = { service: 'route53-recovery-cluster', action, body: JSON.stringify(sent) };
  return answer(recovery.handle({ ...request('POST', '/v1/', options), region }));
}

const created = (resource: string, sent: object): Record<string, string> =>
  Object.values(config('POST', resource, sent))[0] as Record<string, string>;

function madeCluster(ClusterName = 'demo'): string {
  return created('cluster', { ClusterName }).ClusterArn ?? '';
}

function madePanel(ClusterArn: string, ControlPanelName = 'shop'): string {
  return created('controlpanel', { ClusterArn, ControlPanelName }).ControlPanelArn ?? '';
}

function madeControl(ClusterArn: string, ControlPanelArn: string, RoutingControlName: string): string {
  return (
    created('routingcontrol', { ClusterArn, ControlPanelArn, RoutingControlName }).RoutingControlArn ?? ''
  );
}

/** A panel with a control for each of these. */
function madeControls(...names: string[]) {
  const clusterArn = madeCluster();
  const panel = madePanel(clusterArn);
  return { clusterArn, panel, controls: names.map((name) => madeControl(clusterArn, panel, name)) };
}

const ATLEAST_ONE = { Type: 'ATLEAST', Threshold: 1, Inverted: false };

function assertion(ControlPanelArn: string, AssertedControls: string[], RuleConfig: object = ATLEAST_ONE) {
  const Name = `assertion-${AssertedControls.length}`;
  return { AssertionRule: { Name, ControlPanelArn, AssertedControls, RuleConfig, WaitPeriodMs: 0 } };
}

const madeRule = (rule: object): string => created('safetyrule', rule).SafetyRuleArn ?? '';

function update(states: Record<string, string>, SafetyRulesToOverride: string[] = []): string | undefined {
  const UpdateRoutingControlStateEntries = Object.entries(states).map(
    ([RoutingControlArn, RoutingControlState]) => ({ RoutingControlArn, RoutingControlState }),
  );
  return cluster('UpdateRoutingControlStates', { UpdateRoutingControlStateEntries, SafetyRulesToOverride })
    .refused;
}

const FORBIDDEN = '400 ConflictException';
const IN_USE = '409 ConflictException';

test('a cluster is deployed with five regional endpoints and a default control panel', () => {
  const ClusterArn = madeCluster();

  const { Cluster } = config('GET', 'cluster', ClusterArn) as { Cluster?: { ClusterEndpoints: object[] } };
  expect(Cluster).toMatchObject({ Name: 'demo', Status: 'DEPLOYED', NetworkType: 'IPV4' });
  expect(Cluster?.ClusterEndpoints).toHaveLength(5);
  expect(Cluster?.ClusterEndpoints).toContainEqual({
    Endpoint: expect.stringMatching(
      /^https:\/\/[0-9a-f]{8}\.route53-recovery-cluster\.eu-west-1\.amazonaws\.com\/v1$/,
    ),
    Region: 'eu-west-1',
  });
  expect(config('GET', 'controlpanels').ControlPanels).toMatchObject([
    { ClusterArn, Name: 'DefaultControlPanel', DefaultControlPanel: true, RoutingControlCount: 0 },
  ]);
  expect(config('PUT', 'cluster', { ClusterArn, NetworkType: 'DUALSTACK' }).Cluster).toMatchObject({
    NetworkType: 'DUALSTACK',
  });
});

test('a routing control that names no control panel is in the default one, and is Off', () => {
  const ClusterArn = madeCluster();

  const { RoutingControlArn, ControlPanelArn } = created('routingcontrol', {
    ClusterArn,
    RoutingControlName: 'asia',
  });

  expect(config('GET', 'controlpanel', ControlPanelArn ?? '').ControlPanel).toMatchObject({
    DefaultControlPanel: true,
    RoutingControlCount: 1,
  });
  expect(cluster('GetRoutingControlState', { RoutingControlArn })).toEqual({
    RoutingControlArn,
    RoutingControlName: 'asia',
    RoutingControlState: 'Off',
  });
  expect(recovery.isOn(RoutingControlArn ?? '')).toBe(false);
});

test('names change, and what is listed belongs to what was asked for', () => {
  const { clusterArn, panel, controls } = madeControls('asia');
  const [control = ''] = controls;
  const rule = madeRule(assertion(panel, controls));

  config('PUT', 'controlpanel', { ControlPanelArn: panel, ControlPanelName: 'store' });
  config('PUT', 'routingcontrol', { RoutingControlArn: control, RoutingControlName: 'europe' });
  const changed = { SafetyRuleArn: rule, Name: 'one-is-on', WaitPeriodMs: 5000 };
  config('PUT', 'safetyrule', { AssertionRuleUpdate: changed });

  expect(config('GET', 'controlpanel', panel).ControlPanel).toMatchObject({ Name: 'store' });
  expect(config('GET', 'controlpanel', panel, '/routingcontrols').RoutingControls).toMatchObject([
    { RoutingControlArn: control, Name: 'europe', Status: 'DEPLOYED' },
  ]);
  expect(config('GET', 'controlpanel', panel, '/safetyrules').SafetyRules).toMatchObject([
    { ASSERTION: { ...changed, AssertedControls: [control], RuleConfig: ATLEAST_ONE } },
  ]);
  expect(config('GET', 'safetyrule', rule).AssertionRule).toMatchObject(changed);
  expect(cluster('ListRoutingControls', { ControlPanelArn: panel }).RoutingControls).toMatchObject([
    { ControlPanelName: 'store', RoutingControlName: 'europe', RoutingControlState: 'Off' },
  ]);
  const another = madePanel(clusterArn);
  expect(cluster('ListRoutingControls', { ControlPanelArn: another }).RoutingControls).toEqual([]);
  expect(cluster('ListRoutingControls').RoutingControls).toHaveLength(1);
});

test('clusters, control panels and safety rules have tags', () => {
  const ClusterArn = created('cluster', {
    ClusterName: 'demo',
    Tags: { team: 'edge', tier: '0' },
  }).ClusterArn;
  const path = `/tags/${encodeURIComponent(ClusterArn ?? '')}`;
  const tags = (method: string, options: object = {}) => {
    const asked = request(method, path, { service: 'route53-recovery-control-config', ...options });
    return answer(recovery.handle({ ...asked, region: 'us-west-2' }));
  };

  tags('POST', { body: JSON.stringify({ Tags: { team: 'core' } }) });
  tags('DELETE', { query: { TagKeys: 'tier' } });

  expect(tags('GET')).toEqual({ Tags: { team: 'core' } });
  expect(config('GET', 'tags', 'arn:x').refused).toBe('404 ResourceNotFoundException');
});

test('deletion goes from the inside to the outside', () => {
  const { clusterArn, panel, controls } = madeControls('asia');
  const [control = ''] = controls;
  const rule = madeRule(assertion(panel, controls));

  expect(config('DELETE', 'routingcontrol', control).refused).toBe(IN_USE);
  config('DELETE', 'safetyrule', rule);
  expect(config('DELETE', 'controlpanel', panel).refused).toBe(IN_USE);
  config('DELETE', 'routingcontrol', control);
  expect(config('DELETE', 'cluster', clusterArn).refused).toBe(IN_USE);
  config('DELETE', 'controlpanel', panel);
  expect(config('DELETE', 'cluster', clusterArn)).toEqual({});
  expect(config('GET', 'cluster', clusterArn).refused).toBe('404 ResourceNotFoundException');
  expect(config('GET', 'controlpanels').ControlPanels).toEqual([]);
});

test('a default control panel is not deleted, and neither is a cluster with controls on it', () => {
  const ClusterArn = madeCluster();
  const sent = { ClusterArn, RoutingControlName: 'asia' };
  const { ControlPanelArn } = created('routingcontrol', sent);

  expect(config('DELETE', 'controlpanel', ControlPanelArn ?? '').refused).toBe(IN_USE);
  expect(config('DELETE', 'cluster', ClusterArn).refused).toBe(IN_USE);
});

test('names are unique where they have to be, and have no white space', () => {
  const { clusterArn: ClusterArn, panel: ControlPanelArn, controls } = madeControls('asia');
  madeRule(assertion(ControlPanelArn, controls));

  expect(config('POST', 'cluster', { ClusterName: 'demo' }).refused).toBe(IN_USE);
  expect(config('POST', 'controlpanel', { ClusterArn, ControlPanelName: 'shop' }).refused).toBe(IN_USE);
  const control = { ClusterArn, ControlPanelArn, RoutingControlName: 'asia' };
  expect(config('POST', 'routingcontrol', control).refused).toBe(IN_USE);
  expect(config('POST', 'safetyrule', assertion(ControlPanelArn, controls)).refused).toBe(
    '400 ValidationException',
  );
  expect(config('POST', 'cluster', { ClusterName: 'the demo' }).refused).toBe('400 ValidationException');
  expect(madeControl(ClusterArn, madePanel(ClusterArn, 'other'), 'asia')).not.toBe('');
});

test('an account has two clusters', () => {
  madeCluster('a');
  madeCluster('b');
  expect(config('POST', 'cluster', { ClusterName: 'c' }).refused).toBe('402 ServiceQuotaExceededException');
});

test('a safety rule is about routing controls of its control panel', () => {
  const { clusterArn, panel, controls } = madeControls('asia');
  const elsewhere = madeControl(clusterArn, madePanel(clusterArn, 'other'), 'asia');
  const refused = (rule: object) => config('POST', 'safetyrule', rule).refused;

  expect(refused(assertion(panel, [elsewhere]))).toBe('400 ValidationException');
  expect(refused(assertion(panel, []))).toBe('400 ValidationException');
  expect(refused(assertion('arn:x', controls))).toBe('400 ValidationException');
  expect(refused(assertion(panel, controls, { ...ATLEAST_ONE, Type: 'MOST' }))).toBe(
    '400 ValidationException',
  );
  expect(refused({})).toBe('400 ValidationException');
});

test('all changes of a request are made, or none', () => {
  const { panel, controls } = madeControls('asia', 'europe');
  const [asia = '', europe = ''] = controls;
  madeRule(assertion(panel, controls));

  expect(update({ [asia]: 'On' })).toBeUndefined();
  expect(update({ [asia]: 'Off' })).toBe(FORBIDDEN);
  expect(update({ [asia]: 'Off', [europe]: 'On' })).toBeUndefined();
  expect(update({ [asia]: 'On', 'arn:x': 'On' })).toBe('400 ResourceNotFoundException');
  expect(update({ [asia]: 'On', [europe]: 'ON' })).toBe('400 ValidationException');
  expect([recovery.isOn(asia), recovery.isOn(europe)]).toEqual([false, true]);
  expect(switched).toEqual([asia, asia, europe]);
});

test('one routing control is updated alone, under the same rules', () => {
  const { panel, controls } = madeControls('asia');
  const [RoutingControlArn = ''] = controls;
  const set = (RoutingControlState: string) =>
    cluster('UpdateRoutingControlState', { RoutingControlArn, RoutingControlState });
  const rule = madeRule(assertion(panel, controls));

  expect(set('On')).toEqual({});
  expect(set('Off').message).toBe(
    `Cannot modify control state for [${RoutingControlArn}] due to failed rule evaluation ${rule}`,
  );
});

test.each([
  ['ATLEAST', 2, [false, false, true, true]],
  ['AND', 0, [false, false, false, true]],
  ['OR', 0, [false, true, true, true]],
])('%s %i holds as AWS says, and inverted where it does not', (Type, Threshold, holds) => {
  const { panel, controls } = madeControls('a', 'b', 'c');
  const consented = (on: number) =>
    update(Object.fromEntries(controls.map((arn, index) => [arn, index < on ? 'On' : 'Off']))) === undefined;

  const rule = madeRule(assertion(panel, controls, { Type, Threshold, Inverted: false }));
  expect([0, 1, 2, 3].map(consented)).toEqual(holds);
  config('DELETE', 'safetyrule', rule);
  madeRule(assertion(panel, controls, { Type, Threshold, Inverted: true }));
  expect([0, 1, 2, 3].map(consented)).toEqual(holds.map((one) => !one));
});

test('targets change only while their gate is open before the request', () => {
  const { panel: ControlPanelArn, controls } = madeControls('gate', 'asia');
  const [gate = '', asia = ''] = controls;
  const RuleConfig = { Type: 'OR', Threshold: 0, Inverted: false };
  const gating = { GatingControls: [gate], TargetControls: [asia] };
  const common = { Name: 'gate', ControlPanelArn, RuleConfig, WaitPeriodMs: 0 };
  const rule = madeRule({ GatingRule: { ...common, ...gating } });

  expect(config('GET', 'safetyrule', rule).GatingRule).toMatchObject(gating);
  expect(config('DELETE', 'routingcontrol', asia).refused).toBe(IN_USE);
  expect(update({ [asia]: 'On' })).toBe(FORBIDDEN);
  expect(update({ [gate]: 'On', [asia]: 'On' })).toBe(FORBIDDEN);
  expect(update({ [gate]: 'On' })).toBeUndefined();
  expect(update({ [asia]: 'On' })).toBeUndefined();
  expect(update({ [gate]: 'Off' })).toBeUndefined();
  expect(update({ [asia]: 'Off' })).toBe(FORBIDDEN);
});

test('rules are overridden by name, each of its own', () => {
  const { panel, controls } = madeControls('asia', 'europe');
  const [asia = '', europe = ''] = controls;
  const both = madeRule(assertion(panel, controls));
  const one = madeRule(assertion(panel, [asia]));
  update({ [asia]: 'On' });

  expect(update({ [asia]: 'Off' }, [both])).toBe(FORBIDDEN);
  expect(update({ [asia]: 'Off' }, ['arn:x'])).toBe('400 ResourceNotFoundException');
  expect(update({ [asia]: 'Off', [europe]: 'Off' }, [both, one])).toBeUndefined();
  expect(recovery.isOn(asia)).toBe(false);
});

test('after a change the controls of its rule wait, and others do not', () => {
  const { panel, controls } = madeControls('asia', 'europe', 'free');
  const [asia = '', europe = '', free = ''] = controls;
  const { AssertionRule } = assertion(panel, [asia, europe]);
  const rule = madeRule({ AssertionRule: { ...AssertionRule, WaitPeriodMs: 5000 } });

  expect(update({ [asia]: 'On' })).toBeUndefined();
  now = 4999;
  expect(update({ [europe]: 'On' })).toBe(FORBIDDEN);
  expect(update({ [free]: 'On' })).toBeUndefined();
  expect(update({ [europe]: 'On' }, [rule])).toBeUndefined();
  now = 5000;
  expect(update({ [asia]: 'Off' })).toBeUndefined();
});

test('a request changes at most ten routing controls, each once', () => {
  const { controls } = madeControls(...'abcdefghijk');
  const [first = ''] = controls;

  const all = Object.fromEntries(controls.map((arn) => [arn, 'On']));
  expect(update(all)).toBe('400 ServiceLimitExceededException');
  const { [first]: _, ...ten } = all;
  expect(update(ten)).toBeUndefined();
  const twice = ['On', 'Off'].map((RoutingControlState) => ({
    RoutingControlArn: first,
    RoutingControlState,
  }));
  expect(cluster('UpdateRoutingControlStates', { UpdateRoutingControlStateEntries: twice }).refused).toBe(
    '400 ValidationException',
  );
});

test('the states are the same at every endpoint, and a region without one is refused', () => {
  const { controls } = madeControls('asia');
  const [RoutingControlArn = ''] = controls;
  update({ [RoutingControlArn]: 'On' });

  for (const region of ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-northeast-1', 'ap-southeast-2']) {
    expect(cluster('GetRoutingControlState', { RoutingControlArn }, region).RoutingControlState).toBe('On');
  }
  expect(cluster('GetRoutingControlState', { RoutingControlArn }, 'eu-central-1').refused).toBe(
    '400 InvalidSignatureException',
  );
});

test('the control plane is in us-west-2, and names what it lacks', () => {
  const asked = request('GET', '/cluster', { service: 'route53-recovery-control-config' });
  expect(answer(recovery.handle(asked)).refused).toBe('403 InvalidSignatureException');
  expect(config('GET', 'resourcePolicy', 'arn:x').refused).toBe('400 NotImplemented');
  expect(cluster('TieRoutingControls').refused).toBe('400 NotImplemented');
});
