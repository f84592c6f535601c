import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreatePlugin } from '../../plugin';
import { Faults } from '../../router/faults';
import type { AwsAnswer, AwsCall } from '../../world/aws-api';
import { worldControl } from '../../world/control';
import { World } from '../../world/world';

const REGIONS = { asia: 'ap-southeast-1', europe: 'eu-central-1' };
const lb = (region: keyof typeof REGIONS) => `demo-${region}-public-1.${REGIONS[region]}.elb.amazonaws.com`;

const record = (
  name: string,
  kind: 'PRIMARY' | 'SECONDARY',
  region: keyof typeof REGIONS,
) => `<ResourceRecordSet>
  <Name>${name}.origin.example.</Name><Type>A</Type><SetIdentifier>${region}</SetIdentifier><Failover>${kind}</Failover>
  <AliasTarget><DNSName>dualstack.${lb(region)}.</DNSName><EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>
  <HealthCheckId>${region}</HealthCheckId></ResourceRecordSet>`;
const check = (region: keyof typeof REGIONS) => `<HealthCheck><Id>${region}</Id><HealthCheckConfig>
  <Type>HTTPS</Type><FullyQualifiedDomainName>${lb(region)}</FullyQualifiedDomainName><ResourcePath>/healthz</ResourcePath>
  <RequestInterval>10</RequestInterval><FailureThreshold>3</FailureThreshold></HealthCheckConfig></HealthCheck>`;

const ELB: Record<string, (region: string) => string> = {
  DescribeLoadBalancers: (region) =>
    `<LoadBalancers><member><DNSName>${lb(region as 'asia')}</DNSName><LoadBalancerArn>nlb</LoadBalancerArn></member></LoadBalancers>`,
  DescribeTargetGroups: () =>
    `<TargetGroups><member><TargetGroupArn>tg</TargetGroupArn><HealthCheckPath>/healthz</HealthCheckPath>
     <HealthCheckIntervalSeconds>10</HealthCheckIntervalSeconds><HealthyThresholdCount>2</HealthyThresholdCount>
     <UnhealthyThresholdCount>2</UnhealthyThresholdCount></member></TargetGroups>`,
  DescribeTargetHealth: () =>
    '<TargetHealthDescriptions><member><Target><Id>arn:x:loadbalancer/app/a</Id></Target></member></TargetHealthDescriptions>',
  DescribeListeners: () => '<Listeners><member><ListenerArn>l</ListenerArn></member></Listeners>',
  DescribeRules: () => `<Rules>
    <member><Priority>default</Priority><Actions><member><Type>fixed-response</Type><FixedResponseConfig>
      <StatusCode>403</StatusCode></FixedResponseConfig></member></Actions></member>
    <member><Priority>20</Priority><Conditions><member><Field>http-header</Field><HttpHeaderConfig>
      <HttpHeaderName>X-Secret</HttpHeaderName><Values><member>${secret}</member></Values></HttpHeaderConfig></member></Conditions>
      <Actions><member><Type>forward</Type></member></Actions></member>
    <member><Priority>10</Priority><Conditions><member><Field>path-pattern</Field><PathPatternConfig>
      <Values><member>/healthz</member></Values></PathPatternConfig></member></Conditions>
      <Actions><member><Type>forward</Type></member></Actions></member></Rules>`,
};

let controlPlaneWorks = true;
let refusing: string | undefined;
let secret = '0012';
const drained = new Set<string>();
const calls: AwsCall[] = [];

const ask = async (call: AwsCall): Promise<AwsAnswer> => {
  calls.push(call);
  const answer = (body: string, status = 200) => ({ status, headers: new Headers({ etag: 'KV1' }), body });
  if (!controlPlaneWorks || call.region === refusing) return answer('down', 503);
  if (call.path === '/b?versions&prefix=images%2Fa%20b.png') {
    const of = (id: number, key: string) => `<Key>${key}</Key><VersionId>${id}</VersionId>`;
    return answer(`<ListVersionsResult><Version>${of(2, 'images/a b.png')}</Version>
      <DeleteMarker>${of(1, 'images/a b.png.bak')}</DeleteMarker>
      <DeleteMarker>${of(3, 'images/a b.png')}</DeleteMarker></ListVersionsResult>`);
  }
  if (call.service === 's3' && call.path.startsWith('/none')) return answer('NoSuchBucket', 404);
  if (call.path.endsWith('/hostedzone')) {
    return answer('<R><HostedZones><HostedZone><Id>/hostedzone/Z</Id></HostedZone></HostedZones></R>');
  }
  if (call.path.includes('/rrset')) {
    const asia = record('asia', 'PRIMARY', 'asia') + record('asia', 'SECONDARY', 'europe');
    const records = asia + record('europe', 'PRIMARY', 'europe');
    return answer(`<R><ResourceRecordSets>${records}</ResourceRecordSets></R>`);
  }
  if (call.path.includes('/healthcheck')) {
    return answer(`<R><HealthChecks>${check('asia')}${check('europe')}</HealthChecks></R>`);
  }
  if (call.service === 'elasticloadbalancing') {
    const action = new URLSearchParams(call.body).get('Action') ?? '';
    const region = call.region === REGIONS.asia ? 'asia' : 'europe';
    return answer(`<R><${action}Result>${ELB[action]?.(region)}</${action}Result></R>`);
  }
  return answer('{}');
};

const plugin: CreatePlugin = ({ records }) => ({
  regionName: ({ dnsName }) => records().find(({ alias }) => alias?.name === dnsName)?.setIdentifier,
  drains: {
    drained: async () => [...drained],
    drain: async (region, on) => void (on ? drained.add(region) : drained.delete(region)),
  },
});

const faults = new Faults();
let world: World;
let control: Server;

beforeAll(async () => {
  world = new World({
    endpoint: () => '',
    distributions: () => [],
    edge: () => undefined,
    directory: '/nowhere',
    hosts: { 'origin.example.com': { host: '127.0.0.1', port: 8080 } },
    ask,
    plugin,
  });
  const handle = worldControl({ world, distributions: () => [], faults });
  control = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  await world.refresh();
});
afterAll(async () => {
  control.close();
  control.closeAllConnections();
  await world.close();
});

const api = (path = '') => `http://127.0.0.1:${(control.address() as AddressInfo).port}/_local/world${path}`;
const post = (path: string, body: unknown, headers = {}) =>
  fetch(api(path), { method: 'POST', body: JSON.stringify(body), headers });
const standing = async () => (await world.resolver('us-east-1').resolve('asia.origin.example'))?.name;
const port = async () => (await world.resolver('us-east-1').resolve('asia.origin.example'))?.port;
const portOf = (name: string) => world.backends().find((backend) => backend.name === name)?.endpoint.port;

test('regions listen where the records lead, behind the deployed rules', async () => {
  expect(world.loadBalancers.all().map(({ awsRegion }) => awsRegion)).toEqual(Object.values(REGIONS));
  expect([await port(), await standing()]).toEqual([portOf('asia'), 'asia']);
  const url = `http://127.0.0.1:${portOf('asia')}`;
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/orders`)).status).toBe(403);
  expect((await fetch(`${url}/orders`, { headers: { 'x-secret': '0012' } })).status).toBe(200);
});

test('a host outside AWS is the server that stands for it', async () => {
  expect(await world.resolver('us-east-1').resolve('origin.example.com')).toMatchObject({ port: 8080 });
});

test('a region that is killed loses its name within detection and TTL, without the control planes', async () => {
  controlPlaneWorks = false;
  await world.refresh();
  // At more than this, a busy machine's milliseconds are seconds that health checks do not wait.
  world.clock.run(60);
  const before = world.clock.now();
  expect((await post('/kill', { region: 'asia' })).status).toBe(200);
  while ((await port()) !== portOf('europe')) await world.clock.sleep(1000);
  expect(await standing()).toBe('europe');
  expect(world.clock.now() - before).toBeGreaterThan(9000);
  expect(world.events).toContainEqual(
    expect.objectContaining({ kind: 'targets', of: 'asia', healthy: false }),
  );
  await post('/recover', { region: 'asia' });
  while ((await port()) !== portOf('asia')) await world.clock.sleep(1000);
  controlPlaneWorks = true;
});

test('an AWS region that cannot be read stays as it was, and the others are read', async () => {
  const statuses = (value: string) =>
    Promise.all(
      ['asia', 'europe'].map(
        async (region) =>
          (await fetch(`http://127.0.0.1:${portOf(region)}/orders`, { headers: { 'x-secret': value } }))
            .status,
      ),
    );
  refusing = REGIONS.asia;
  secret = '0013';
  await world.refresh();
  expect([await statuses('0012'), await statuses('0013')]).toEqual([
    [200, 403],
    [403, 200],
  ]);
  refusing = undefined;
  await world.refresh();
  expect(await statuses('0013')).toEqual([200, 200]);
});

test('a region is drained as the plugin has it', async () => {
  expect(await (await post('/drain', { region: 'asia' })).json()).toEqual({ drained: ['asia'] });
  expect(await (await fetch(api())).json()).toMatchObject({
    drained: ['asia'],
    regions: [{ name: 'asia' }, {}],
  });
  expect(await (await post('/undrain', { region: 'asia' })).json()).toEqual({ drained: [] });
});

test('an object is lost from the bucket that is named, with every version of it and no other object', async () => {
  await post('/lose', { bucket: 'b', awsRegion: 'eu-central-1', key: 'images/a b.png' });
  const deleted = calls.filter(({ service, method }) => service === 's3' && method === 'DELETE');
  expect(deleted.map(({ path }) => path)).toEqual([
    '/b/images/a%20b.png?versionId=2',
    '/b/images/a%20b.png?versionId=3',
  ]);
  expect(world.events.at(-1)).toMatchObject({ event: 'switch', action: 'lose', of: 'images/a b.png' });
});

test('what the local AWS refuses is said and taken back by name', async () => {
  const fault = { name: 'sqs down', services: ['sqs'], awsRegions: [], plane: 'all', share: 1, status: 503 };
  const { faults: refused } = await (await post('/refuse', { name: 'sqs down', services: ['sqs'] })).json();
  expect(refused).toEqual([fault]);
  expect(await (await fetch(api())).json()).toMatchObject({ faults: [fault] });
  expect(await (await post('/allow', { name: 'sqs down' })).json()).toEqual({ faults: [] });
});

test('queues are held and released', async () => {
  expect(await (await post('/hold', {})).json()).toEqual({ held: true });
  expect(await (await fetch(api())).json()).toMatchObject({ queuesHeld: true });
  expect(await (await post('/release', {})).json()).toEqual({ held: false });
});

test('queues run as fast as the clock', async () => {
  await post('/clock', { speed: 20 });
  const clock = { service: 'sqs', method: 'PUT', path: '/_local/clock?speed=20' };
  expect(calls).toContainEqual(expect.objectContaining(clock));
});

test.each([
  ['/drain', { region: 'mars' }, {}, 404, 'region: expected one of asia, europe, got mars'],
  ['/kill', { region: 'mars' }, {}, 404, 'region: expected one of asia, europe, got mars'],
  ['/kill', {}, {}, 400, 'region: expected a string'],
  ['/error', { region: 'asia', status: 99 }, {}, 400, 'status: expected a number from 200 to 599'],
  ['/refuse', { services: ['sqs'] }, {}, 400, 'name: expected a string'],
  ['/refuse', { name: 'a', services: 'sqs' }, {}, 400, 'services: expected a list of strings'],
  ['/refuse', { name: 'a', plane: 'data' }, {}, 400, 'plane: expected all or control'],
  ['/refuse', { name: 'a', share: 2 }, {}, 400, 'share: expected a number from 0 to 1'],
  [
    '/lose',
    { bucket: 'b', awsRegion: 'eu-central-1', key: 'images/none.png' },
    {},
    404,
    'the bucket b has no images/none.png',
  ],
  ['/lose', { bucket: 'none', awsRegion: 'r', key: 'k' }, {}, 404, 'the bucket none answered 404'],
  ['/allow', { name: 'a' }, {}, 404, 'name: nothing is refused as a'],
  ['/clock', { speed: 0 }, {}, 400, 'speed: expected a number from 1 to 1000'],
  ['/nothing', {}, {}, 404, 'there is no nothing'],
  [
    '/kill',
    { region: 'asia' },
    { origin: 'http://evil.example' },
    403,
    'http://evil.example may not do this',
  ],
])('POST %s %j is refused', async (path, body, headers, status, error) => {
  const answer = await post(path, body, headers);
  expect([answer.status, await answer.json()]).toEqual([status, { error }]);
});
