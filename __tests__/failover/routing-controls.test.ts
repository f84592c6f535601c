import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RoutingControls } from '../../failover/routing-controls';
import { parsedSwitch, type Switch } from '../../failover/switchboard';

type Behaviour =
  | 'answers'
  | 'hangs'
  | 'fails'
  | 'breaks off'
  | 'refuses the signature'
  | 'is heard, and hangs';

const AWS_REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-northeast-1', 'ap-southeast-2'];
const TRY_MS = 150;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** Five endpoints that share the states of two controls, and refuse to have both off. */
async function cluster(behaviours: readonly Behaviour[]) {
  const states = new Map([
    ['arn:p', 'On'],
    ['arn:s', 'Off'],
  ]);
  const asked: string[] = [];
  const endpoints = await Promise.all(
    AWS_REGIONS.map(async (awsRegion, index) => {
      const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          asked.push(awsRegion);
          const behaviour = behaviours[index] ?? 'answers';
          const signedFor = /\/\d{8}\/([\w-]+)\//.exec(request.headers.authorization ?? '')?.[1];
          const answer = (status: number, body: object) => {
            response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
            response.end(JSON.stringify(body));
          };
          if (behaviour === 'hangs') return;
          if (behaviour === 'breaks off') return request.socket.destroy();
          if (behaviour === 'fails')
            return answer(503, { __type: 'EndpointTemporarilyUnavailableException' });
          if (behaviour === 'refuses the signature' || signedFor !== awsRegion) {
            return answer(403, { __type: 'InvalidSignatureException', message: 'another region' });
          }
          const input = JSON.parse(Buffer.concat(chunks).toString());
          if (String(request.headers['x-amz-target']).endsWith('GetRoutingControlState')) {
            return answer(200, { RoutingControlState: states.get(input.RoutingControlArn) });
          }
          const entries: { RoutingControlArn: string; RoutingControlState: string }[] =
            input.UpdateRoutingControlStateEntries;
          for (const entry of entries) states.set(entry.RoutingControlArn, entry.RoutingControlState);
          if (behaviour !== 'is heard, and hangs') answer(200, {});
        });
      });
      servers.push(server);
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      return `${awsRegion} http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    }),
  );
  const content = {
    version: 1,
    service: 'orders',
    primary: 'europe',
    standby: 'asia',
    team: 'orders',
    objectives: { recoveryTimeSeconds: 120, recoveryPointSeconds: 1 },
    endpoints,
    routingControls: { europe: 'arn:p', asia: 'arn:s' },
  };
  return { states, asked, one: parsedSwitch(JSON.stringify(content), 'test') };
}

function controls(random: number, rounds = 2): RoutingControls {
  return new RoutingControls({
    tryMs: TRY_MS,
    rounds,
    random: () => random,
    settingsOf: ({ awsRegion, url }) => ({
      region: awsRegion,
      endpoint: url,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
  });
}

const toStandby = { primary: 'Off', standby: 'On' } as const;
const moved = async (one: Switch, random: number) => {
  const client = controls(random);
  await client.change(one, toStandby);
  const states = await client.states(one);
  client.close();
  return states;
};

const bad: readonly Behaviour[] = [
  'hangs',
  'fails',
  'breaks off',
  'refuses the signature',
  'is heard, and hangs',
];
const cases = bad.flatMap((first) =>
  [undefined, ...bad].map((second) => ({ first, second: second ?? ('answers' as const) })),
);

test.each(cases)(
  'a service moves where one endpoint $first and the next $second',
  async ({ first, second }) => {
    const { one, states } = await cluster([first, second]);

    expect(await moved(one, 0)).toEqual(toStandby);
    expect(Object.fromEntries(states)).toEqual({ 'arn:p': 'Off', 'arn:s': 'On' });
  },
);

test.each([0, 1, 2, 3, 4])(
  'a move begins with endpoint %i where chance says so, and asks no other that answers',
  async (at) => {
    const { one, asked } = await cluster([]);

    await moved(one, at / 5 + 0.01);
    expect(new Set(asked)).toEqual(new Set([AWS_REGIONS[at]]));
  },
);

test('where no endpoint answers, a move ends in time, and names each with its reason', async () => {
  const { one } = await cluster(['hangs', 'hangs', 'hangs', 'fails', 'breaks off']);
  const started = performance.now();

  const failure = controls(0).change(one, toStandby);
  await expect(failure).rejects.toThrow(
    /None of the cluster's 5 endpoints has answered, each asked 2 times:\n {2}us-east-1: no answer in 150 ms/,
  );
  expect(performance.now() - started).toBeLessThan(2 * 5 * TRY_MS + 2000);
});

test('nobody is asked to turn both off', async () => {
  const { one, asked } = await cluster([]);

  await expect(controls(0).change(one, { primary: 'Off', standby: 'Off' })).rejects.toThrow(
    '"orders": expected one of its two routing controls to be on, got both off, where Route 53 answers with "europe", dead or not',
  );
  expect(asked).toEqual([]);
});
