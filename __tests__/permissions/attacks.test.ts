import { type Attack, account, attacks, attacksFromWithin, strangers } from './attacks';

const titled = (each: readonly Attack[]) =>
  each.map((attack) => ({ ...attack, on: attack.resource.arn, title: `${attack.who} ${attack.action}` }));
const distinct = ({ who, action, resource, context }: Attack) =>
  [who, action, resource.arn, JSON.stringify({ ...resource.tags, ...context })].join(' ');

describe('attacks', () => {
  it('are many, each another one, by roles of every kind', () => {
    const all = [...attacks, ...attacksFromWithin];
    const attackers = new Set(all.map(({ who }) => who));

    expect(new Set(all.map(distinct)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(250);
    expect(account.stacks.filter(({ id }) => !attackers.has(`${id}-apply`))).toEqual([]);
  });

  describe.each(titled(attacks))('$title on $on', ({ who, why, instead, ...attack }) => {
    it(`is refused: it ${why}`, () => {
      expect(account.decide(who, attack)).toMatchObject({ effect: expect.stringContaining('deny') });
    });

    it(`and yet ${who} does its work: ${instead.action}`, () => {
      expect(account.decide(who, instead)).toMatchObject({ effect: 'allow' });
    });
  });
});

describe('attacks from within a role that may do everything, but for its boundary', () => {
  describe.each(titled(attacksFromWithin))('$title on $on', ({ who, why, instead, ...attack }) => {
    it(`is refused: it ${why}`, () => {
      expect(account.mightAtMost(who, attack)).toBe(false);
    });

    it(`and yet ${who} does its work: ${instead.action}`, () => {
      expect(account.mightAtMost(who, instead)).toBe(true);
    });
  });
});

describe('strangers', () => {
  const claims = (sub: string, aud = 'sts.amazonaws.com') => ({ sub, aud });

  it.each(strangers)('are not let in as $role: $why', ({ role, sub, aud }) => {
    expect(account.admits(role, claims(sub, aud))).toBe(false);
  });

  it('are pull requests to every role, unless the environment admits them', () => {
    const admitted = account.stacks.flatMap(({ id }) =>
      [`${id}-plan`, `${id}-apply`].filter((role) =>
        account.admits(role, claims('repo:meridian-example/platform:pull_request')),
      ),
    );

    expect(account.stacks.length).toBeGreaterThan(8);
    expect(admitted).toEqual([]);
  });

  it.each(account.stacks)('are none of those who plan and apply $id', ({ id }) => {
    expect(account.admits(`${id}-plan`, claims('repo:meridian-example/platform:environment:plan'))).toBe(
      true,
    );
    expect(account.admits(`${id}-apply`, claims(`repo:meridian-example/platform:environment:${id}`))).toBe(
      true,
    );
  });
});

describe('resource policies', () => {
  const bucket = account.thing('demo-backfill', 'aws_s3_bucket', 'demo-media-europe');
  const read = {
    action: 's3:GetObject',
    resource: { ...bucket, arn: `${bucket.arn}/images/a.png` },
  };

  it('refuse plain HTTP and old TLS, whoever asks', () => {
    expect(account.may('demo-fill-europe', read)).toBe(true);
    expect(account.may('demo-fill-europe', { ...read, context: { 'aws:SecureTransport': 'false' } })).toBe(
      false,
    );
    expect(account.may('demo-fill-europe', { ...read, context: { 's3:TlsVersion': '1.1' } })).toBe(false);
  });

  it('of a key let its stack’s role in, and no other role of CI', () => {
    const keys = account.stacks.flatMap(({ id }) =>
      account.things(id, 'aws_kms_key').map((key) => ({ id, key })),
    );
    const changed = keys.flatMap(({ id, key }) =>
      account.stacks
        .filter((other) => account.may(`${other.id}-apply`, { action: 'kms:PutKeyPolicy', resource: key }))
        .map((other) => `${other.id} changes a key of ${id}`),
    );

    expect(keys.length).toBeGreaterThan(10);
    expect(changed).toEqual(keys.map(({ id }) => `${id} changes a key of ${id}`));
  });

  it('of a key count before its tags do', () => {
    for (const { id } of account.stacks) {
      for (const key of account.things(id, 'aws_kms_key')) {
        const asked = { action: 'kms:EnableKeyRotation', resource: { ...key, tags: {} } };
        expect([id, account.may(`${id}-apply`, asked)]).toEqual([id, true]);
      }
    }
  });
});
