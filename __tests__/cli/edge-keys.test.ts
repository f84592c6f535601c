import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFront } from 'local-aws/emulators/cloudfront';
import { text } from 'local-aws/emulators/xml';
import { createRouter } from 'local-aws/router/router';
import { milliseconds } from '../../cli/duration';
import { awsEdgeKeys, type EdgeKeys, keyIdOf, publishKeys, readKey } from '../../cli/edge-keys';
import { document, request } from '../../packages/local-aws/__tests__/emulators/request';
import { FakeSecrets } from '../support/fake-secrets';

function fakeKeys(entries: Record<string, string>): EdgeKeys & { entries: Record<string, string> } {
  return {
    entries,
    read: async (secretName) => `a long value of ${secretName}`,
    create: () => Promise.reject(new Error('called')),
    listed: async () => Object.keys(entries),
    change: async (puts, deletes) => {
      Object.assign(entries, puts);
      for (const name of deletes) delete entries[name];
    },
  };
}

describe('publishing keys', () => {
  it('puts every key under its version, removes the others, and leaves what is no key', async () => {
    const keys = fakeKeys({ asia: 'drained', 'token-key:1': 'old', 'cors:https://a.example': 'allowed' });

    expect(await publishKeys(keys, ['demo/edge-token-key/v3', 'demo/edge-token-key/v2'])).toEqual({
      published: ['token-key:3', 'token-key:2'],
      removed: ['token-key:1'],
    });
    expect(keys.entries).toEqual({
      asia: 'drained',
      'cors:https://a.example': 'allowed',
      'token-key:3': 'a long value of demo/edge-token-key/v3',
      'token-key:2': 'a long value of demo/edge-token-key/v2',
    });
  });

  it('changes nothing where there is nothing to change', async () => {
    const keys = { ...fakeKeys({}), change: () => Promise.reject(new Error('called')) };

    expect(await publishKeys(keys, [])).toEqual({ published: [], removed: [] });
  });

  it('makes a key up where a secret has no value yet', async () => {
    const old = 'o'.repeat(32);
    const values: Record<string, string> = { 'demo/edge-token-key/v1': old };
    const keys: ReturnType<typeof fakeKeys> = {
      ...fakeKeys({}),
      read: async (name) => values[name],
      create: async (name) => {
        values[name] = `made up for ${name}`;
      },
    };

    await publishKeys(keys, ['demo/edge-token-key/v2', 'demo/edge-token-key/v1']);
    expect(keys.entries).toEqual({ 'token-key:2': 'made up for demo/edge-token-key/v2', 'token-key:1': old });
  });

  it('signs with no key that nobody has made up', async () => {
    const keys = { ...fakeKeys({}), read: async () => undefined };

    await expect(readKey(keys, 'demo/edge-token-key/v1')).rejects.toThrow(
      'Secret "demo/edge-token-key/v1" has no value yet: "npx meridian edge-token publish" makes one up',
    );
  });

  it('takes no value to the edge that is too short for a key, and signs with none', async () => {
    const keys = { ...fakeKeys({}), read: async () => 'x'.repeat(31) };
    const refusal = 'Secret "demo/edge-token-key/v1" has a value of less than 32 bytes, which is no key';

    await expect(publishKeys(keys, ['demo/edge-token-key/v1'])).rejects.toThrow(refusal);
    await expect(readKey(keys, 'demo/edge-token-key/v1')).rejects.toThrow(refusal);
    expect(keys.entries).toEqual({});
  });

  it('stops before the edge where a key cannot be read', async () => {
    const keys = { ...fakeKeys({}), read: () => Promise.reject(new Error('no such secret')) };

    await expect(publishKeys(keys, ['demo/edge-token-key/v1'])).rejects.toThrow('no such secret');
    expect(keys.entries).toEqual({});
  });

  it('wants names with a version', () => {
    expect(keyIdOf('demo/edge-token-key/v12')).toBe('12');
    expect(() => keyIdOf('demo/edge-token-key')).toThrow(
      'expected the name of a secret that ends in a version such as "/v1", got "demo/edge-token-key"',
    );
  });
});

describe('keys in the local AWS', () => {
  const secrets = new FakeSecrets();
  const servers: Server[] = [];
  let keys: EdgeKeys;

  const listen = async (server: Server) => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };

  beforeAll(async () => {
    const cloudFront = new CloudFront();
    const body = '<CreateKeyValueStoreRequest><Name>edge</Name></CreateKeyValueStoreRequest>';
    const created = cloudFront.handle(request('POST', '/2020-05-31/key-value-store', { body }));
    const port = await listen(
      createRouter({
        motoPort: await listen(createServer(secrets.answer)),
        emulators: [cloudFront],
        log: () => undefined,
        health: () => ({ status: 'ok' }),
      }),
    );
    keys = awsEdgeKeys({
      awsRegion: 'us-east-1',
      storeArn: text(document(created), 'ARN') ?? '',
      environment: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
  });
  afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

  it('are made up once in Secrets Manager and read from there, whoever is first', async () => {
    secrets.add('demo/edge-token-key/v1');

    expect(await keys.read('demo/edge-token-key/v1')).toBeUndefined();
    await Promise.all([keys.create('demo/edge-token-key/v1'), keys.create('demo/edge-token-key/v1')]);
    const key = await keys.read('demo/edge-token-key/v1');
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(secrets.versionsOf('demo/edge-token-key/v1')).toHaveLength(1);
  });

  it('have no place where the stack was not applied', async () => {
    await expect(keys.create('demo/edge-token-key/v9')).rejects.toThrow(
      "Secrets Manager can't find the specified secret.",
    );
  });

  it('are changed in one step and listed page by page', async () => {
    const many = Array.from({ length: 49 }, (_, index) => [`cors:https://${index}.example`, 'allowed']);
    await keys.change(Object.fromEntries(many), []);
    await keys.change({ 'token-key:1': 'x', 'token-key:2': 'y' }, ['cors:https://0.example']);

    expect(await keys.listed()).toHaveLength(50);
    await keys.change({ a: 'b' }, []);
    expect((await keys.listed()).filter((name) => !name.startsWith('cors:'))).toEqual([
      'a',
      'token-key:1',
      'token-key:2',
    ]);
  });

  it('follow the document from one version to the next', async () => {
    secrets.add('demo/edge-token-key/v2');
    secrets.add('demo/edge-token-key/v3');

    expect(await publishKeys(keys, ['demo/edge-token-key/v2', 'demo/edge-token-key/v3'])).toEqual({
      published: ['token-key:2', 'token-key:3'],
      removed: ['token-key:1'],
    });
  });
});

describe('a lifetime', () => {
  it.each([
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
  ])('is written as %s', (duration, expected) => {
    expect(milliseconds(duration)).toBe(expected);
  });

  it.each(['', '1', '0h', '-1h', '1w', '1.5h', 'h'])('is not "%s"', (duration) => {
    expect(() => milliseconds(duration)).toThrow(
      `expected a time such as 15m, 12h or 30d, got "${duration}"`,
    );
  });
});
