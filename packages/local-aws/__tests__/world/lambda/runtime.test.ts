import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';
import { lambdasOf } from '../../../world/lambda/deployed';
import { ZipLambdaRuntime } from '../../../world/lambda/runtime';

const CODE = `
exports.handler = async (event, context) => {
  if (event.fails) throw new TypeError('it fails');
  if (event.exits) process.exit(1);
  if (event.hangs) await new Promise(() => setInterval(() => undefined, 1000));
  return {
    event,
    arn: context.invokedFunctionArn,
    remaining: context.getRemainingTimeInMillis() > 0,
    endpoint: process.env.AWS_ENDPOINT_URL,
    variable: process.env.OWN_VARIABLE,
    home: process.env.HOME,
    pid: process.pid,
  };
};`;
const SLOW_CODE = `
const until = Date.now() + 1500;
while (Date.now() < until);
exports.handler = async () => 'loaded';`;
const zip = (code: string) =>
  Buffer.from(zipSync({ 'dist/index.js': strToU8(code), '../outside.js': strToU8('no') }));
const [ZIP, SLOW_ZIP] = [zip(CODE), zip(SLOW_CODE)];
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:trigger:3';
const SLOW_ARN = ARN.replace('trigger', 'slow');

let server: Server;
let endpoint: string;
let runtime: ZipLambdaRuntime;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.headers.authorization?.split('/')[3] ?? ''} ${request.url}`);
    if (request.url?.startsWith('/_local/lambda-code')) {
      response.end(request.url.includes('slow') ? SLOW_ZIP : ZIP);
    } else if (/\/functions\/(trigger|slow)\?/.test(request.url ?? '')) {
      const Environment = { Variables: { OWN_VARIABLE: 'set' } };
      const Configuration = {
        Handler: 'dist/index.handler',
        Timeout: 1,
        MemorySize: 128,
        Version: '3',
        Environment,
      };
      response.end(JSON.stringify({ Configuration }));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  runtime = new ZipLambdaRuntime({ find: lambdasOf(() => endpoint), endpoint: () => endpoint });
});
afterAll(() => {
  runtime.close();
  server.closeAllConnections();
  server.close();
});

type Result = Record<string, unknown>;

test('a function runs from its deployed zip, with its variables and the local AWS as its endpoint', async () => {
  const result = (await runtime.invoke(ARN, { a: 1 })) as Result;
  expect(result).toMatchObject({ event: { a: 1 }, arn: ARN, remaining: true, endpoint, variable: 'set' });
  expect(result.home).toBeUndefined();
  expect(asked).toEqual([
    'lambda /2015-03-31/functions/trigger?Qualifier=3',
    ` /_local/lambda-code?arn=${encodeURIComponent(ARN)}`,
  ]);
});

test('an instance answers one event at a time, and is used again', async () => {
  const pids = async (count: number) => {
    const results = await Promise.all(Array.from({ length: count }, () => runtime.invoke(ARN, {})));
    return new Set(results.map((result) => (result as Result).pid)).size;
  };
  expect(await pids(3)).toBe(3);
  const [one, other] = [await runtime.invoke(ARN, {}), await runtime.invoke(ARN, {})] as [Result, Result];
  expect(one.pid).toBe(other.pid);
});

test('a function that throws, ends its process, or does not end in time fails, and the next event is answered', async () => {
  await expect(runtime.invoke(ARN, { fails: true })).rejects.toThrow('it fails');
  await expect(runtime.invoke(ARN, { exits: true })).rejects.toThrow('ended its process');
  await expect(runtime.invoke(ARN, { hangs: true })).rejects.toThrow('did not end within 1 s');
  expect(await runtime.invoke(ARN, { a: 2 })).toMatchObject({ event: { a: 2 } });
});

test('the time that a function takes to load does not count towards its timeout of 1 s', async () => {
  expect(await runtime.invoke(SLOW_ARN, {})).toBe('loaded');
});

test('a function that does not exist is said to be missing, each time anew', async () => {
  await expect(runtime.invoke(ARN.replace('trigger', 'other'), {})).rejects.toThrow(/there is no function/);
  await expect(runtime.invoke(ARN.replace('trigger', 'other'), {})).rejects.toThrow(/there is no function/);
});
