import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { milliseconds } from '../../cli/duration';
import { awsEdgeKeys, type EdgeKeys, keyIdOf, publishKeys } from '../../cli/edge-keys';

function fakeKeys(entries: Record<string, string>): EdgeKeys & { entries: Record<string, string> } {
  return {
    entries,
    read: async (secretName) => `value of ${secretName}`,
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
      'token-key:3': 'value of demo/edge-token-key/v3',
      'token-key:2': 'value of demo/edge-token-key/v2',
    });
  });

  it('changes nothing where there is nothing to change', async () => {
    const keys = { ...fakeKeys({}), change: () => Promise.reject(new Error('called')) };

    expect(await publishKeys(keys, [])).toEqual({ published: [], removed: [] });
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

describe('keys in AWS', () => {
  const asked: { method: string; path: string; target: string; match: string; body: string }[] = [];
  let server: Server;
  let keys: EdgeKeys;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { method = '', url = '', headers } = request;
      const target = String(headers['x-amz-target'] ?? '');
      asked.push({
        method,
        path: decodeURIComponent(url),
        target,
        match: String(headers['if-match'] ?? ''),
        body,
      });
      response.setHeader('content-type', 'application/json');
      response.setHeader('etag', 'KV1');
      const isSecondPage = url.includes('NextToken=2');
      const answer = target.endsWith('GetSecretValue')
        ? { SecretString: 's'.repeat(40) }
        : isSecondPage
          ? { Items: [{ Key: 'b', Value: 'x' }] }
          : { Items: [{ Key: 'a', Value: 'x' }], NextToken: '2' };
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    keys = awsEdgeKeys({
      storeArn: 'arn:aws:cloudfront::111122223333:key-value-store/abc',
      environment: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => asked.splice(0));

  it('are read from Secrets Manager', async () => {
    expect(await keys.read('demo/edge-token-key/v1')).toBe('s'.repeat(40));
    expect(asked).toEqual([
      expect.objectContaining({
        target: 'secretsmanager.GetSecretValue',
        body: '{"SecretId":"demo/edge-token-key/v1"}',
      }),
    ]);
  });

  it('are listed page by page', async () => {
    expect(await keys.listed()).toEqual(['a', 'b']);
  });

  it('are changed in one step, if nobody else changed the store meanwhile', async () => {
    await keys.change({ 'token-key:2': 'x' }, ['token-key:1']);

    expect(asked.map(({ method, path, match }) => `${method} ${path} ${match}`.trim())).toEqual([
      'GET /key-value-stores/arn:aws:cloudfront::111122223333:key-value-store/abc',
      'POST /key-value-stores/arn:aws:cloudfront::111122223333:key-value-store/abc/keys KV1',
    ]);
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      Puts: [{ Key: 'token-key:2', Value: 'x' }],
      Deletes: [{ Key: 'token-key:1' }],
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
