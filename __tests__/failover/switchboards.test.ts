import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsedSwitch } from '../../failover/switchboard';
import { switchboard } from '../../failover/switchboards';
import type { SwitchContent } from '../../stacks/failover/contract';

const CONTENT: SwitchContent = {
  version: 1,
  service: 'orders',
  primary: 'europe',
  standby: 'asia',
  team: 'orders',
  objectives: { recoveryTimeSeconds: 120, recoveryPointSeconds: 1 },
  endpoints: ['us-east-1 https://1234.route53-recovery-cluster.us-east-1.amazonaws.com/v1'],
  routingControls: { europe: 'arn:p', asia: 'arn:s' },
};
const OTHER = { ...CONTENT, service: 'users' };

const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
const servers: Server[] = [];
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** Pages of parameters, or how an AWS region fails. */
type Answers = readonly (readonly (object | string)[])[] | 'fails' | 'hangs';

async function parametersIn(answers: Answers): Promise<string> {
  const server = createServer((request, response) => {
    if (answers === 'hangs') return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (status: number, body: object) =>
        response
          .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
          .end(JSON.stringify(body));
      if (answers === 'fails') {
        answer(503, { __type: 'ServiceUnavailable', message: 'down' });
        return;
      }
      const { NextToken = '0' } = JSON.parse(Buffer.concat(chunks).toString()) as { NextToken?: string };
      const page = Number(NextToken);
      const Parameters = (answers[page] ?? []).map((value) => ({
        Value: typeof value === 'string' ? value : JSON.stringify(value),
      }));
      const more = page + 1 < answers.length ? { NextToken: String(page + 1) } : {};
      answer(200, { Parameters, ...more });
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const newFile = () => join(mkdtempSync(join(folder, 'kept-')), 'not-yet', 'demo.json');

async function read(first: Answers, second: Answers, file = newFile()) {
  const urls: Record<string, string> = {
    'eu-central-1': await parametersIn(first),
    'us-west-2': await parametersIn(second),
  };
  const failures: string[] = [];
  const board = await switchboard({
    path: '/demo/failover/',
    awsRegions: Object.keys(urls),
    file,
    settingsOf: (region) => ({
      region,
      endpoint: urls[region] ?? '',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
    tryMs: 400,
    onFailure: (where, reason) => failures.push(`${where}: ${reason}`),
  });
  return { ...board, services: board.switches.map(({ service }) => service), failures };
}

it('the first AWS region that has copies is asked, all pages of it', async () => {
  expect(await read([[CONTENT], [OTHER]], 'fails')).toMatchObject({
    services: ['orders', 'users'],
    source: '/demo/failover/ in eu-central-1',
    failures: [],
  });
});

it.each<readonly [string, Answers, string]>([
  ['refuses', 'fails', 'eu-central-1: down'],
  ['does not answer', 'hangs', 'eu-central-1: Request aborted'],
  ['has none', [[]], 'eu-central-1: no parameter begins with /demo/failover/'],
  ['has something else', [['text']], 'eu-central-1: /demo/failover/ in eu-central-1: expected JSON'],
])('the second is asked where the first %s', async (_, first, failure) => {
  const board = await read(first, [[CONTENT]]);

  expect(board).toMatchObject({ services: ['orders'], source: '/demo/failover/ in us-west-2' });
  expect(board.failures).toEqual([expect.stringContaining(failure)]);
});

it('what was read the last time is taken where neither answers', async () => {
  const file = newFile();
  await read([[CONTENT]], 'fails', file);

  expect(await read('fails', 'hangs', file)).toMatchObject({ services: ['orders'], source: file });
});

it('a copy is taken though nothing can be kept of it', async () => {
  const file = newFile();
  mkdirSync(`${file}.new`, { recursive: true });

  const board = await read([[CONTENT]], 'fails', file);
  expect(board.services).toEqual(['orders']);
  expect(board.failures).toEqual([expect.stringContaining('EISDIR')]);
  expect(existsSync(file)).toBe(false);
});

it('without any copy it is said where there could be one', async () => {
  const file = newFile();
  await expect(read('fails', 'fails', file)).rejects.toThrow(
    `No copy of the switches is in reach: eu-central-1, us-west-2 have none, and ${file} is not there from an earlier time`,
  );
});

it('a file that was cut off counts as none', async () => {
  const file = join(folder, 'cut.json');
  writeFileSync(file, '["{');
  await expect(read('fails', 'fails', file)).rejects.toThrow('No copy of the switches is in reach');
});

it.each<readonly [string, object, string]>([
  ['a service', { service: 1 }, 'service, primary and standby'],
  ['a team', { team: undefined }, 'a team'],
  ['objectives', { objectives: { recoveryTimeSeconds: 1 } }, 'objectives'],
  ['endpoints', { endpoints: [] }, 'endpoints'],
  ['an address', { endpoints: ['us-east-1'] }, 'endpoints, each "<AWS region> <address>"'],
  ['a control', { routingControls: { europe: 'arn:p' } }, 'a routing control of "asia"'],
])('a copy without %s is refused with what was expected', (_, change, expected) => {
  expect(() => parsedSwitch(JSON.stringify({ ...CONTENT, ...change }), 'here')).toThrow(
    `here: expected ${expected}; it was written by something else`,
  );
});
