import type { DeployedFunction } from '../../edge/configuration';
import { functionEngine } from '../../edge/functions';
import type { FunctionCall, FunctionEngine } from '../../edge/functions/engine';
import { isNjsInstalled, NjsEngine } from '../../edge/functions/njs';
import { NodeEngine } from '../../edge/functions/node';

const call: FunctionCall = {
  originIds: ['a'],
  event: {
    version: '1.0',
    context: {
      distributionDomainName: 'd.cloudfront.net',
      distributionId: 'E',
      eventType: 'viewer-request',
      requestId: 'r',
    },
    viewer: { ip: '192.0.2.1' },
    request: { method: 'GET', uri: '/é', querystring: {}, headers: {}, cookies: {} },
  },
};

const published = (code: string, version = '1'): DeployedFunction => ({
  name: 'f',
  arn: 'arn:function/f',
  version,
  code,
  keyValueStoreArn: 'store',
});

const store = new Map([['key', 'value']]);
const engines: readonly (readonly [string, () => FunctionEngine])[] = [
  ['njs', () => new NjsEngine((_, key) => store.get(key))],
  ['node', () => new NodeEngine((_, key) => store.get(key))],
];

describe.each(isNjsInstalled() ? engines : engines.slice(1))('%s', (_, create) => {
  let engine: FunctionEngine;
  beforeEach(() => {
    engine = create();
  });
  afterEach(() => engine.close());

  it('runs the version that was published last', async () => {
    const answers = (text: string) => `function handler() { return { statusCode: 200, body: '${text}' }; }`;
    expect((await engine.run(published(answers('one')), call)).result).toMatchObject({ body: 'one' });
    expect((await engine.run(published(answers('two'), '2'), call)).result).toMatchObject({ body: 'two' });
  });

  it('answers simultaneous calls each with its own result and its own reads', async () => {
    const code = `import cf from 'cloudfront';
      async function handler(event) { if (event.request.uri === '/3') { await cf.kvs().get('key'); } return event.request; }`;
    const calls = Array.from({ length: 5 }, (_, index) => {
      const request = { ...call.event.request, uri: `/${index}` };
      return engine.run(published(code), { ...call, event: { ...call.event, request } });
    });
    const outcomes = await Promise.all(calls);
    expect(outcomes.map(({ result }) => (result as { uri: string }).uri)).toEqual([
      '/0',
      '/1',
      '/2',
      '/3',
      '/4',
    ]);
    expect(outcomes.map(({ reads }) => reads.length)).toEqual([0, 0, 0, 1, 0]);
  });

  it('goes on after a function that throws', async () => {
    const code = `var calls = 0;
      function handler(event) { calls++; if (calls === 1) { throw new Error('first'); } return event.request; }`;
    await expect(engine.run(published(code), call)).rejects.toThrow('first');
    expect((await engine.run(published(code), call)).result).toMatchObject({ uri: '/é' });
  });

  it('says what is wrong with a function that does not load', async () => {
    await expect(engine.run(published('function handler( {'), call)).rejects.toThrow(
      /Unexpected|SyntaxError/,
    );
  });

  it('keeps what a function logs apart from what it returns', async () => {
    const code = "function handler(event) { console.log('noted'); return event.request; }";
    const { logs, result } = await engine.run(published(code), call);
    expect(logs.join()).toContain('noted');
    expect(result).toMatchObject({ method: 'GET' });
  });

  it('has crypto', async () => {
    const code = `var crypto = require('crypto');
      function handler() { return { statusCode: 200, body: crypto.createHash('sha256').update('a').digest('hex').slice(0, 8) }; }`;
    expect((await engine.run(published(code), call)).result).toMatchObject({ body: 'ca978112' });
  });
});

const withNjs = isNjsInstalled() ? it : it.skip;

withNjs('njs is given a new process before its memory grows, without losing a call', async () => {
  const engine = new NjsEngine(() => undefined);
  const code = `var calls = 0;
    function handler(event) { calls++; return { statusCode: 200, body: String(calls) }; }`;
  const bodies: number[] = [];
  for (let batch = 0; batch < 21; batch++) {
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => engine.run(published(code), call)));
    bodies.push(...outcomes.map(({ result }) => Number((result as { body: string }).body)));
  }
  expect(Math.max(...bodies)).toBe(1000);
  expect(bodies.slice(1000)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  engine.close();
});

withNjs('njs is there where it is installed, and nothing is warned of', () => {
  const warnings: string[] = [];
  const engine = functionEngine(
    () => undefined,
    (warning) => warnings.push(warning),
  );
  expect([engine.name, warnings]).toEqual(['njs', []]);
  engine.close();
});
