import { readFileSync } from 'node:fs';

interface Candidate {
  readonly hostname: string;
  readonly region: string;
  readonly password: string;
}

interface Example {
  readonly reader: () => Promise<Candidate>;
  readonly writer: (writes: (candidate: Candidate) => Promise<boolean>) => Promise<Candidate>;
}

const CNAMES: Readonly<Record<string, string>> = {
  'read.internal.example.com': 'demo-america.cluster-ro-1.us-west-2.rds.amazonaws.com',
  'asia.write.internal.example.com': 'demo-asia.cluster-1.ap-southeast-1.rds.amazonaws.com',
  'europe.write.internal.example.com': 'demo-europe.cluster-1.eu-central-1.rds.amazonaws.com',
};

/** The page's code, in a container of europe, with names as the private zone has them. */
function example(): Example {
  const [, code = ''] =
    /```js\n(.*?)```/s.exec(readFileSync('docs/reference/service-container.md', 'utf8')) ?? [];
  const body = code.replace(/^import .*$/gm, '').replace(/^export /gm, '');
  const resolveCname = async (name: string) => {
    const cname = CNAMES[name];
    if (cname === undefined) throw new Error('ENOTFOUND');
    return [cname];
  };
  const resolveTxt = async () => [['asia=ap-southeast-1'], ['europe=eu-central-1'], ['america=us-west-2']];
  class Signer {
    constructor(private readonly signed: { readonly hostname: string; readonly region: string }) {}
    getAuthToken = async () => `${this.signed.hostname} ${this.signed.region}`;
  }
  const env = {
    DATABASE_MEMBERS: 'members.internal.example.com',
    DATABASE_PORT: '15432',
    DATABASE_READ_HOST: 'read.internal.example.com',
    DATABASE_USER: 'service',
    MERIDIAN_REGION: 'europe',
  };
  const run = new Function(
    'resolveCname',
    'resolveTxt',
    'Signer',
    'process',
    `${body}\nreturn { reader, writer };`,
  );
  return run(resolveCname, resolveTxt, Signer, { env });
}

describe('the page’s example for the database', () => {
  it('signs for the real endpoint of the nearest reader and the AWS region that it is in', async () => {
    expect((await example().reader()).password).toBe(
      'demo-america.cluster-ro-1.us-west-2.rds.amazonaws.com us-west-2',
    );
  });

  it('tries its own region first, and finds the writer wherever it is', async () => {
    const asked: string[] = [];
    const found = await example().writer(async ({ region }) => {
      asked.push(region);
      if (region === 'eu-central-1') throw new Error('the endpoint refuses');
      return region === 'ap-southeast-1';
    });

    expect(asked).toEqual(['eu-central-1', 'ap-southeast-1']);
    expect(found.password).toBe('demo-asia.cluster-1.ap-southeast-1.rds.amazonaws.com ap-southeast-1');
  });

  it('says so where no member writes, those included that have no name yet', async () => {
    await expect(example().writer(async () => false)).rejects.toThrow('none of europe, asia, america writes');
  });
});
