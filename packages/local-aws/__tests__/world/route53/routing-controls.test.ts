import { RecoveryControl } from '../../../emulators/recovery-control';
import { type HealthCheck, HealthChecks, type Transition } from '../../../world/route53/health-checks';
import { Route53 } from '../../../world/route53/names';
import type { RecordSet } from '../../../world/route53/records';
import { request } from '../../emulators/request';

const PORTS: Record<string, number> = { 'asia.elb': 1, 'europe.elb': 2 };

const record = (region: string, failover: RecordSet['failover']): RecordSet => ({
  name: 'app.example',
  type: 'A',
  ttlSeconds: 60,
  values: [],
  failover,
  healthCheckId: region,
  alias: { name: `${region}.elb`, evaluatesTargetHealth: false },
});

function world() {
  const seen: Transition[] = [];
  const recovery = new RecoveryControl({ onSwitch: (arn) => checks.switched(arn) });
  const ask = (service: string, path: string, sent: object, action?: string) => {
    const asked = request('POST', path, { service, action, body: JSON.stringify(sent) });
    return JSON.parse(String(recovery.handle({ ...asked, region: 'us-west-2' }).body));
  };
  const make = (resource: string, sent: object) => ask('route53-recovery-control-config', resource, sent);
  const { ClusterArn } = make('/cluster', { ClusterName: 'demo' }).Cluster;
  const control = (RoutingControlName: string): string =>
    make('/routingcontrol', { ClusterArn, RoutingControlName }).RoutingControl.RoutingControlArn;
  const check = (id: string): HealthCheck => ({
    id,
    type: 'RECOVERY_CONTROL',
    path: '/',
    intervalSeconds: 30,
    failureThreshold: 3,
    inverted: false,
    disabled: false,
    children: [],
    healthThreshold: 0,
    routingControlArn: control(id),
  });
  const deployed = [check('asia'), check('europe')];
  const checks = new HealthChecks({
    clock: { now: () => 7, sleep: async () => undefined },
    checks: () => deployed,
    endpointOf: () => undefined,
    routingControl: (arn) => recovery.isOn(arn),
    onTransition: (transition) => seen.push(transition),
  });
  const route53 = new Route53({
    records: () => [record('asia', 'PRIMARY'), record('europe', 'SECONDARY')],
    isHealthy: (id) => checks.isHealthy(id),
    target: (name) => ({ endpoint: { host: 'h', port: PORTS[name] ?? 0 }, isHealthy: true }),
  });
  const set = (states: Record<string, string>) => {
    const UpdateRoutingControlStateEntries = deployed
      .filter(({ id }) => states[id] !== undefined)
      .map(({ id, routingControlArn }) => ({
        RoutingControlArn: routingControlArn,
        RoutingControlState: states[id],
      }));
    ask('route53-recovery-cluster', '/', { UpdateRoutingControlStateEntries }, 'UpdateRoutingControlStates');
  };
  return { seen, set, port: () => route53.answer('app.example', 'eu-west-1')?.endpoint.port };
}

test('a failover record follows its routing controls at once', () => {
  const { set, port } = world();
  set({ asia: 'On' });
  expect(port()).toBe(1);
  set({ asia: 'Off', europe: 'On' });
  expect(port()).toBe(2);
});

test('the primary answers where every routing control is Off', () => {
  const { set, port } = world();
  expect(port()).toBe(1);
  set({ europe: 'On' });
  expect(port()).toBe(2);
  set({ europe: 'Off' });
  expect(port()).toBe(1);
});

test('health checks that change with their routing controls are told of, and no others', () => {
  const { seen, set } = world();
  set({ asia: 'On', europe: 'Off' });
  set({ asia: 'Off', europe: 'On' });
  const transition = { at: 7, kind: 'health check' };
  expect(seen).toEqual([
    { ...transition, of: 'asia', healthy: true },
    { ...transition, of: 'asia', healthy: false },
    { ...transition, of: 'europe', healthy: true },
  ]);
});
