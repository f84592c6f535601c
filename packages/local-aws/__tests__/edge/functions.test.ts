import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { DeployedFunction } from '../../edge/configuration';
import { functionEngine } from '../../edge/functions';
import type { FunctionCall, FunctionEngine } from '../../edge/functions/engine';
import { NjsEngine, njsVersion } from '../../edge/functions/njs';
import { QuickJsEngine } from '../../edge/functions/quickjs';
import { QuickJsScript } from '../../edge/functions/quickjs/script';
import { NJS_SURFACE, OF_THE_COMMAND, RECORDED_NJS, REFLECT } from '../../edge/functions/quickjs/surface';

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
const read = (_: string, key: string) => store.get(key);

/** The real njs, or its command spoken by Node, so that what is around the engine is tested on every machine. */
const NJS = njsVersion() !== undefined ? 'njs' : join(__dirname, 'support/njs-by-node.js');

const engines: readonly (readonly [string, () => FunctionEngine])[] = [
  [NJS === 'njs' ? 'njs' : 'the njs command', () => new NjsEngine(read, NJS)],
  ['QuickJS', () => new QuickJsEngine(read)],
];

describe.each(engines)('%s', (_, create) => {
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

it('gives njs a new process before its memory grows, without losing a call', async () => {
  const engine = new NjsEngine(() => undefined, NJS);
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

describe('the engine', () => {
  const chosen = (njs: string) => {
    const warnings: string[] = [];
    const engine = functionEngine(
      () => undefined,
      (warning) => warnings.push(warning),
      njs,
    );
    engine.close();
    return { name: engine.name, warnings };
  };

  it('is njs where that is installed, and nothing is warned of', () => {
    expect(chosen(NJS)).toEqual({ name: 'njs', warnings: [] });
  });

  it('is QuickJS where njs is missing, which is said with the way to get it', () => {
    expect(chosen(join(__dirname, 'absent'))).toEqual({
      name: 'QuickJS',
      warnings: [expect.stringMatching(/njs is not installed \(package "njs".*run in QuickJS/)],
    });
  });
});

describe('QuickJS in place of njs', () => {
  const surfaceOf = (lines: readonly string[]): Record<string, string> =>
    Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));

  const reflected = async () => {
    const lines: string[] = [];
    const script = await QuickJsScript.load({ code: REFLECT, onLog: (line) => lines.push(line) });
    script.dispose();
    return surfaceOf(lines);
  };

  /** What this machine's njs has where it is the recorded version, else the record. */
  const surfaceOfNjs = () => {
    if (njsVersion() !== RECORDED_NJS) return NJS_SURFACE;
    const { stdout } = spawnSync('njs', ['-'], { input: REFLECT, encoding: 'utf8' });
    return surfaceOf(stdout.trim().split('\n'));
  };

  it('offers no name that njs does not have', async () => {
    const surface = await reflected();

    expect(surfaceOfNjs()).toEqual(NJS_SURFACE);
    expect(Object.keys(surface).sort()).toEqual(Object.keys(NJS_SURFACE).sort());
    for (const [path, names] of Object.entries(NJS_SURFACE)) {
      const more = surface[path]?.split(' ').filter((name) => !names.split(' ').includes(name));
      expect([path, more]).toEqual([path, []]);
    }
  });

  it('lacks what belongs to the njs command, and what is peculiar to njs', async () => {
    const surface = await reflected();

    const lacking = Object.entries(NJS_SURFACE).flatMap(([path, names]) =>
      names
        .split(' ')
        .filter((name) => !surface[path]?.split(' ').includes(name))
        .map((name) => (path === 'globalThis' ? name : `${path}.${name}`)),
    );
    expect(lacking.filter((name) => !name.endsWith('.__proto__'))).toEqual([
      'Error.prototype.valueOf',
      'Math.prototype',
      'String.bytesFrom',
      ...['fromBytes', 'fromUTF8', 'toBytes', 'toUTF8'].map((name) => `String.prototype.${name}`),
      ...[...OF_THE_COMMAND, 'MemoryError', 'toString'].sort(),
    ]);
  });

  it('stops a function that does not end, and goes on with the next call', async () => {
    const engine = new QuickJsEngine(read);
    const code = `function handler(event) { while (event.request.uri === '/forever') {} return event.request; }`;
    const forever = {
      ...call,
      event: { ...call.event, request: { ...call.event.request, uri: '/forever' } },
    };

    await expect(engine.run(published(code), forever)).rejects.toThrow('did not end within 2000 ms');
    expect((await engine.run(published(code), call)).result).toMatchObject({ uri: '/é' });
    engine.close();
  });

  it('says so where a function never answers', async () => {
    const engine = new QuickJsEngine(read);
    const code = 'function handler() { return new Promise(function () {}); }';

    await expect(engine.run(published(code), call)).rejects.toThrow('the function never answers');
    engine.close();
  });
});
