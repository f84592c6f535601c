import fc from 'fast-check';
import { compilePolicy } from '../../../iam/policy/policy';
import { allow, type Case, decided, deny, ROOT, SESSION, type StatementJson, USER } from '../support/cases';

const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'];
const RESOURCES = ['arn:aws:s3:::a/x', 'arn:aws:s3:::b/y', 'arn:aws:sqs:eu-west-1:111122223333:q'];

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom(...ACTIONS, 's3:*', '*', 's3:Get*'),
  Resource: fc.constantFrom(...RESOURCES, '*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::${aws:username}/*'),
  Condition: fc.constantFrom(
    {},
    { StringEquals: { 'aws:username': 'a' } },
    { StringNotEquals: { 'aws:username': 'a' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { Null: { 'aws:username': 'true' } },
  ),
});
const named = statement.chain((one) =>
  fc
    .constantFrom<unknown>(
      '*',
      { AWS: '111122223333' },
      { AWS: 'arn:aws:iam::111122223333:user/ana' },
      { AWS: 'arn:aws:iam::111122223333:role/reader' },
    )
    .map((Principal): StatementJson => ({ ...one, Principal })),
);
const some = (of: fc.Arbitrary<StatementJson>) => fc.array(of, { maxLength: 4 });
const maybe = (of: fc.Arbitrary<StatementJson>) => fc.option(some(of), { nil: undefined });

const asked: fc.Arbitrary<Case> = fc.record({
  it: fc.constant('a random request'),
  is: fc.constant('allow' as const),
  caller: fc.constantFrom(USER, SESSION, ROOT),
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...RESOURCES),
  context: fc.constantFrom<Case['context']>(
    {},
    { 'aws:username': 'a' },
    { 'aws:username': 'b', 'aws:SecureTransport': 'true' },
  ),
  identity: some(statement),
  boundary: maybe(statement),
  session: maybe(statement),
  resourcePolicy: maybe(named),
});

describe('whatever the policies say', () => {
  it('an explicit deny wins, wherever it stands', () => {
    const places = ['identity', 'boundary', 'session', 'resourcePolicy'] as const;
    fc.assert(
      fc.property(asked, fc.constantFrom(...places), (one, place) => {
        const all = deny('*', place === 'resourcePolicy' ? { Principal: '*' } : {});
        expect(decided({ ...one, [place]: [...(one[place] ?? []), all] }).effect).toBe('explicit deny');
      }),
    );
  });

  it('one more allowing statement takes no permission away', () => {
    const places = ['identity', 'resourcePolicy'] as const;
    fc.assert(
      fc.property(asked, fc.constantFrom(...places), named, (one, place, more) => {
        const before = decided(one).effect;
        const added = {
          ...more,
          Effect: 'Allow',
          Principal: place === 'identity' ? undefined : more.Principal,
        };
        const after = decided({ ...one, [place]: [...(one[place] ?? []), added] }).effect;
        expect(before !== 'allow' || after === 'allow').toBe(true);
      }),
    );
  });

  it('one more denying statement gives no permission', () => {
    fc.assert(
      fc.property(asked, statement, (one, more) => {
        const after = decided({ ...one, identity: [...(one.identity ?? []), { ...more, Effect: 'Deny' }] });
        expect(after.effect === 'allow' && decided(one).effect !== 'allow').toBe(false);
      }),
    );
  });

  it('a boundary or session policy gives no permission', () => {
    fc.assert(
      fc.property(asked, fc.constantFrom('boundary', 'session'), some(statement), (one, place, cap) => {
        const without = decided({ ...one, [place]: undefined }).effect;
        expect(without !== 'allow' && decided({ ...one, [place]: cap }).effect === 'allow').toBe(false);
      }),
    );
  });

  it('the order of statements is of no account', () => {
    fc.assert(
      fc.property(asked, (one) => {
        const reversed = {
          ...one,
          identity: one.identity && [...one.identity].reverse(),
          resourcePolicy: one.resourcePolicy && [...one.resourcePolicy].reverse(),
        };
        expect(decided(reversed).effect).toBe(decided(one).effect);
      }),
    );
  });

  it('an allowed request names statements that allow it alone', () => {
    fc.assert(
      fc.property(asked, (one) => {
        const decision = decided({ ...one, caller: USER, boundary: undefined, session: undefined });
        if (decision.effect !== 'allow') return;
        const [by] = decision.by;
        const kept = (statements: readonly StatementJson[] | undefined, kind: string) =>
          by?.kind === kind ? statements?.slice(by.statement, by.statement + 1) : undefined;
        const alone = decided({
          ...one,
          caller: USER,
          boundary: undefined,
          session: undefined,
          identity: kept(one.identity, 'identity-based policy'),
          resourcePolicy: kept(one.resourcePolicy, 'resource-based policy'),
        });
        expect(alone).toMatchObject({ effect: 'allow' });
      }),
    );
  });
});

describe('a policy that AWS would not take', () => {
  it.each([
    ['no JSON', '{', 'expected JSON'],
    ['no statement', '{"Version":"2012-10-17"}', 'expected an object, got undefined'],
    [
      'another effect',
      [{ Effect: 'Maybe', Action: '*', Resource: '*' }],
      'expected Allow or Deny as effect, got "Maybe"',
    ],
    ['no action', [{ Effect: 'Allow', Resource: '*' }], 'expected either Action or NotAction'],
    ['both kinds of action', [allow('*', { NotAction: 's3:*' })], 'expected either Action or NotAction'],
    ['both kinds of resource', [allow('*', { NotResource: '*' })], 'expected either Resource or NotResource'],
    [
      'an operator that there is not',
      [allow('*', { Condition: { StringIs: { a: 'b' } } })],
      'expected a condition operator, got StringIs',
    ],
    [
      'NullIfExists',
      [allow('*', { Condition: { NullIfExists: { a: 'true' } } })],
      'expected a condition operator, got NullIfExists',
    ],
    [
      'an address that is none',
      [allow('*', { Condition: { IpAddress: { 'aws:SourceIp': 'home' } } })],
      'expected an IP address or range, got home',
    ],
    ['a principal that is a name', [allow('*', { Principal: 'ana' })], 'got ana'],
    ['a principal of no kind', [allow('*', { Principal: { User: 'ana' } })], 'got User'],
  ])('is refused for %s', (_, document, message) => {
    const text =
      typeof document === 'string'
        ? document
        : JSON.stringify({ Version: '2012-10-17', Statement: document });
    expect(() => compilePolicy(text, 'a policy')).toThrow(message);
  });
});

describe('a compiled policy', () => {
  it('names the context keys that it asks for', () => {
    const { keys } = compilePolicy(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: allow('*', {
          Resource: 'arn:aws:s3:::${aws:PrincipalTag/Team}/*',
          Condition: { StringEquals: { 'aws:ResourceTag/stack': '${aws:username}' } },
        }),
      }),
      'a policy',
    );
    expect([...keys].sort()).toEqual(['aws:principaltag/team', 'aws:resourcetag/stack', 'aws:username']);
  });
});
