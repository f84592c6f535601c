import { MotoPolicies } from '../../../iam/identity/moto-policies';
import { serviceSessionKey } from '../../../iam/identity/service-sessions';

const SESSION = {
  kind: 'session',
  arn: 'arn:aws:sts::1:assumed-role/r/s',
  account: '1',
  of: 'arn:aws:iam::1:role/r',
  userId: 'AROA:s',
  identity: [],
  boundary: null,
  session: null,
  tags: {},
};

function policies(answer: (about: string, name: string) => unknown = () => null) {
  const asked: string[] = [];
  const source = new MotoPolicies(async (about, name) => {
    asked.push(`${about} ${name}`);
    return answer(about, name);
  });
  return { source, asked };
}

describe('what moto knows', () => {
  it('is a session with its role, or nobody', async () => {
    const { source } = policies((_, name) => (name === 'k' ? SESSION : null));
    expect(await source.bearerOf('k')).toEqual({
      caller: { kind: 'session', arn: SESSION.arn, account: '1', of: SESSION.of },
      userId: 'AROA:s',
      identity: [],
      tags: {},
    });
    expect(await source.bearerOf('other')).toBeUndefined();
    expect(await source.policyOf('arn:aws:s3:::b')).toBeUndefined();
    expect(await source.tagsOf('arn:aws:sqs:r:1:q', 'r')).toEqual({});
    expect(await source.arnOf('role', 'r', 'r')).toBeUndefined();
  });

  it('is the role of a session that a service began by itself', async () => {
    const { source, asked } = policies(() => SESSION);
    await source.bearerOf(serviceSessionKey({ role: SESSION.of, name: 'fill' }));
    await source.bearerOf('ASIASERVICEnonsense');
    expect(asked).toEqual([`role session ${SESSION.of} fill`, 'caller ASIASERVICEnonsense']);
  });

  it('is asked once', async () => {
    const { source, asked } = policies();
    await Promise.all([source.bearerOf('k'), source.bearerOf('k')]);
    await source.bearerOf('k');
    expect(asked).toEqual(['caller k']);
  });

  it('is asked again after a request that may have changed it', async () => {
    const { source, asked } = policies();
    await source.bearerOf('k');
    source.changing('sqs')();
    await source.bearerOf('k');
    expect(asked).toHaveLength(1);
    source.changing('iam')();
    await source.bearerOf('k');
    expect(asked).toHaveLength(2);
    source.changing('sts')();
    await source.bearerOf('k');
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['a queue’s policy', 'sqs', (source: MotoPolicies) => source.policyOf('arn:aws:sqs:r:1:q')],
    ['a key’s tags', 'kms', (source: MotoPolicies) => source.tagsOf('arn:aws:kms:r:1:key/1', 'r')],
    [
      'tags, by the tagging API',
      'tag',
      (source: MotoPolicies) => source.tagsOf('arn:aws:kms:r:1:key/1', 'r'),
    ],
    ['a secret’s name', 'secretsmanager', (source: MotoPolicies) => source.arnOf('secret', 's', 'r')],
    ['anything, by what is not known', '', (source: MotoPolicies) => source.arnOf('role', 's', 'r')],
  ])('may change with its service: %s', async (_, service, find) => {
    const { source, asked } = policies();
    await find(source);
    source.changing(service)();
    await find(source);
    expect(asked).toHaveLength(2);
  });

  it('is not remembered while it changes', async () => {
    let tags = { a: '1' };
    const { source } = policies(() => tags);
    const find = () => source.tagsOf('arn:aws:sqs:r:1:q', 'r');
    const done = source.changing('sqs');
    expect(await find()).toEqual({ a: '1' });
    tags = { a: '2' };
    expect(await find()).toEqual({ a: '2' });
    tags = { a: '3' };
    done();
    expect(await find()).toEqual({ a: '3' });
  });

  it('is asked again where the asking failed', async () => {
    let failing = true;
    const { source } = policies(() => {
      if (failing) throw new Error('moto is busy');
      return SESSION;
    });
    await expect(source.bearerOf('k')).rejects.toThrow('moto is busy');
    failing = false;
    expect(await source.bearerOf('k')).toMatchObject({ userId: 'AROA:s' });
  });
});
