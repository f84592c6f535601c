import { AccessControl, type Mode } from '../../../iam/control/access-control';
import type { SignedRequest } from '../../../iam/request/operation';
import { allow, deny } from '../support/cases';
import { document, type Known, KnownPolicies, sessionOf } from '../support/known-policies';
import { form, json, signed } from '../support/requests';

const A = '123456789012';
const KEY = `arn:aws:kms:eu-west-1:${A}:key/1`;
const NOW = Date.parse('2026-01-01T00:00:00Z');

function access(known: Known, mode: Mode = 'enforce') {
  const source = new KnownPolicies(known);
  const control = new AccessControl({
    account: A,
    source,
    administrators: new Set(['admin']),
    mode,
    now: () => NOW,
  });
  return { control, source };
}

const by = (key: string, request: SignedRequest): SignedRequest => ({
  ...request,
  headers: {
    ...request.headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${request.service}/aws4_request, Signature=x`,
  },
});

const object = (key: string) => by(key, signed('s3', { method: 'GET', target: '/photos/a' }));
const later: (() => void)[] = [];
const answered = (then: () => void) => void later.push(then);
const asks = (control: AccessControl, request: SignedRequest) => control.refusal(request, answered);

beforeEach(() => later.splice(0));

describe('with enforcement on', () => {
  it('a role may do what its policies allow, and nothing else', async () => {
    const { control } = access({ bearers: { k: sessionOf('reader', [allow('s3:GetObject')]) } });
    expect(await asks(control, object('k'))).toBeUndefined();
    expect(await asks(control, by('k', signed('s3', { method: 'PUT', target: '/photos/a' })))).toEqual({
      code: 'AccessDenied',
      message: `User: arn:aws:sts::${A}:assumed-role/reader/s is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::photos/a" because no identity-based policy allows the s3:PutObject action`,
    });
  });

  it('the administrator may do everything', async () => {
    const { control } = access({});
    expect(await asks(control, object('admin'))).toBeUndefined();
    expect(control.report().identities).toEqual([]);
  });

  it('a key that nobody has is refused', async () => {
    const { control } = access({});
    expect(await asks(control, object('stranger'))).toMatchObject({ code: 'InvalidClientTokenId' });
  });

  it('a session is refused once it has expired', async () => {
    const expires = (at: string) => sessionOf('reader', [allow('*')], { expires: Date.parse(at) / 1000 });
    const { control } = access({
      bearers: { old: expires('2025-12-31T23:59:59Z'), young: expires('2026-01-01T00:00:01Z') },
    });
    expect(await asks(control, object('old'))).toMatchObject({ code: 'ExpiredToken' });
    expect(await asks(control, object('young'))).toBeUndefined();
  });

  it('a request without a signature is not judged', async () => {
    const { control } = access({});
    expect(await asks(control, signed('', { method: 'GET', target: '/photos/a' }))).toBeUndefined();
  });

  it('everybody may ask who they are', async () => {
    const { control } = access({ bearers: { k: sessionOf('reader', []) } });
    expect(await asks(control, by('k', form('sts', 'GetCallerIdentity')))).toBeUndefined();
  });

  it('a boundary and a session policy limit', async () => {
    const limited = { name: 'limit', document: document(allow('ec2:*')) };
    const { control } = access({
      bearers: {
        bound: sessionOf('reader', [allow('s3:*')], { boundary: limited }),
        restricted: sessionOf('reader', [allow('s3:*')], { session: [limited] }),
      },
    });
    const reason = async (key: string) => (await asks(control, object(key)))?.message;
    expect(await reason('bound')).toContain('because no permissions boundary allows');
    expect(await reason('restricted')).toContain('because no session policy allows');
  });

  it('a bucket’s policy counts for its objects', async () => {
    const { control } = access({
      bearers: { k: sessionOf('reader', [allow('s3:*')]) },
      policies: { 'arn:aws:s3:::photos': document(deny('s3:GetObject', { Principal: '*' })) },
    });
    expect((await asks(control, object('k')))?.message).toContain('explicit deny in a resource-based policy');
  });

  it('a key has to pass on to the account', async () => {
    const decrypt = by('k', json('kms', 'DescribeKey', { KeyId: KEY }));
    const bearers = { k: sessionOf('reader', [allow('kms:*')]) };
    const policy = (principal: string) => ({
      [KEY]: document(allow('kms:*', { Principal: { AWS: principal } })),
    });
    const foreign = access({ bearers, policies: policy('999999999999') });
    expect((await asks(foreign.control, decrypt))?.message).toContain(
      'because no resource-based policy allows',
    );
    const own = access({ bearers, policies: policy(A) });
    expect(await asks(own.control, decrypt)).toBeUndefined();
  });

  it('who assumes a role has to be trusted by it', async () => {
    const role = `arn:aws:iam::${A}:role/deployer`;
    const assume = by('k', form('sts', 'AssumeRole', { RoleArn: role, RoleSessionName: 's' }));
    const bearers = { k: sessionOf('reader', [allow('sts:AssumeRole')]) };
    const trusting = (account: string) => ({
      [role]: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' },
      }),
    });
    expect(await asks(access({ bearers, policies: trusting(A) }).control, assume)).toBeUndefined();
    const denied = await asks(access({ bearers, policies: trusting('999999999999') }).control, assume);
    expect(denied?.message).toContain('because no role trust policy allows the sts:AssumeRole action');
  });

  it('a token of GitHub opens the role that trusts its subject', async () => {
    const issuer = 'token.actions.githubusercontent.com';
    const role = `arn:aws:iam::${A}:role/plan`;
    const { control } = access({
      policies: {
        [role]: JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { Federated: `arn:aws:iam::${A}:oidc-provider/${issuer}` },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${issuer}:aud`]: 'sts.amazonaws.com',
                [`${issuer}:sub`]: 'repo:o/r:pull_request',
              },
            },
          },
        }),
      },
    });
    const token = (sub: string) => {
      const claims = { iss: `https://${issuer}`, aud: 'sts.amazonaws.com', sub };
      return ['{}', JSON.stringify(claims), 'signature']
        .map((part) => Buffer.from(part).toString('base64url'))
        .join('.');
    };
    const shows = (sub: string) =>
      asks(control, {
        ...form('sts', 'AssumeRoleWithWebIdentity', {
          RoleArn: role,
          RoleSessionName: 's',
          WebIdentityToken: token(sub),
        }),
        service: '',
      });
    expect(await shows('repo:o/r:pull_request')).toBeUndefined();
    expect((await shows('repo:evil/r:pull_request'))?.message).toContain(
      'because no role trust policy allows',
    );
    expect(
      await asks(control, { ...form('sts', 'AssumeRoleWithWebIdentity', { RoleArn: role }), service: '' }),
    ).toBeDefined();
  });

  it('a resource’s tags count, and are looked up only where a policy asks for them', async () => {
    const tagged = allow('kms:*', {
      Condition: { StringEquals: { 'aws:ResourceTag/stack': 'demo-global' } },
    });
    const known = (stack: string) => ({
      bearers: { k: sessionOf('deployer', [tagged]), plain: sessionOf('reader', [allow('kms:*')]) },
      tags: { [KEY]: { stack } },
    });
    const request = (key: string) => by(key, json('kms', 'ScheduleKeyDeletion', { KeyId: KEY }));
    expect(await asks(access(known('demo-global')).control, request('k'))).toBeUndefined();
    expect(await asks(access(known('demo-state')).control, request('k'))).toBeDefined();
    const { control, source } = access(known('demo-state'));
    expect(await asks(control, request('plain'))).toBeUndefined();
    expect(source.tagsAsked).toEqual([]);
  });

  it('tags do not count where AWS does not look at them', async () => {
    const zone = 'arn:aws:route53:::hostedzone/Z1';
    const mine = allow('route53:*', {
      Condition: { StringEqualsIfExists: { 'aws:ResourceTag/stack': 'mine' } },
    });
    const { control } = access({
      bearers: { k: sessionOf('deployer', [mine]) },
      tags: { [zone]: { stack: 'another' } },
    });
    const request = signed('route53', { method: 'GET', target: '/2013-04-01/hostedzone/Z1' });
    expect(await asks(control, by('k', request))).toBeUndefined();
  });

  it('who gives a role to a service has to be allowed to pass it', async () => {
    const role = `arn:aws:iam::${A}:role/strong`;
    const create = by(
      'k',
      signed('lambda', {
        method: 'POST',
        target: '/2015-03-31/functions',
        body: JSON.stringify({ FunctionName: 'f', Role: role }),
      }),
    );
    const may = (...more: object[]) => ({
      bearers: {
        k: sessionOf('deployer', [
          allow('lambda:*'),
          ...more.map((one) => allow('iam:PassRole', { Resource: role, ...one })),
        ]),
      },
    });
    expect((await asks(access(may()).control, create))?.message).toContain(
      'not authorized to perform: iam:PassRole',
    );
    expect(await asks(access(may({})).control, create)).toBeUndefined();
    const onlyTo = (service: string) =>
      may({ Condition: { StringEquals: { 'iam:PassedToService': service } } });
    expect(await asks(access(onlyTo('lambda.amazonaws.com')).control, create)).toBeUndefined();
    expect(await asks(access(onlyTo('ec2.amazonaws.com')).control, create)).toBeDefined();
  });

  it('a request is refused where one of its objects is', async () => {
    const { control } = access({
      bearers: {
        k: sessionOf('cleaner', [allow('s3:DeleteObject', { Resource: 'arn:aws:s3:::photos/a/*' })]),
      },
    });
    const remove = (...keys: string[]) =>
      by(
        'k',
        signed('s3', {
          method: 'POST',
          target: '/photos?delete',
          body: `<Delete>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`,
        }),
      );
    expect(await asks(control, remove('a/1', 'a/2'))).toBeUndefined();
    expect((await asks(control, remove('a/1', 'b/2')))?.message).toContain('arn:aws:s3:::photos/b/2');
  });

  it('a request of which nobody knows the action is refused, and reported', async () => {
    const { control } = access({ bearers: { k: sessionOf('admin', [allow('*')]) } });
    expect(await asks(control, by('k', json('quantum', 'Entangle')))).toMatchObject({ code: 'AccessDenied' });
    expect(control.report().unknown).toEqual(['quantum POST Entangle']);
  });
});

describe('while it observes', () => {
  it('nothing is refused, and everything recorded', async () => {
    const { control } = access(
      {
        bearers: {
          k: sessionOf('reader', [allow(['s3:GetObject', 's3:Put*'], { Sid: 'Objects' }), deny('sqs:*')]),
        },
      },
      'observe',
    );
    expect(await asks(control, object('k'))).toBeUndefined();
    expect(await asks(control, by('k', json('kms', 'ListKeys')))).toBeUndefined();
    expect(await asks(control, by('k', json('kms', 'ListKeys')))).toBeUndefined();
    expect(control.report()).toEqual({
      mode: 'observe',
      identities: [
        {
          identity: `arn:aws:iam::${A}:role/reader`,
          checked: 3,
          denied: [
            {
              action: 'kms:ListKeys',
              resource: '*',
              reason: `User: arn:aws:sts::${A}:assumed-role/reader/s is not authorized to perform: kms:ListKeys because no identity-based policy allows the kms:ListKeys action`,
              times: 2,
            },
          ],
          used: [{ policy: 'own', statement: 0, sid: 'Objects', pattern: 's3:GetObject' }],
          unused: [{ policy: 'own', statement: 0, sid: 'Objects', pattern: 's3:Put*' }],
        },
      ],
      unknown: [],
    });
  });

  it('a new mode begins a new account', async () => {
    const { control } = access({ bearers: { k: sessionOf('reader', []) } }, 'observe');
    await asks(control, object('k'));
    control.mode = 'enforce';
    expect(control.report()).toEqual({ mode: 'enforce', identities: [], unknown: [] });
    expect(await asks(control, object('k'))).toMatchObject({ code: 'AccessDenied' });
  });
});

describe('while it is off', () => {
  it('nothing is read, judged or recorded', async () => {
    const { control, source } = access({ bearers: { k: sessionOf('reader', []) } }, 'off');
    const request = by('k', json('kms', 'CreateKey'));
    expect(control.reads(request)).toBe(false);
    expect(await asks(control, request)).toBeUndefined();
    expect(control.report().identities).toEqual([]);
    expect(source.changes).toEqual([]);
  });
});

describe('what a request may change', () => {
  it('is not trusted until the request has been answered', async () => {
    const { control, source } = access({ bearers: { k: sessionOf('admin', [allow('*')]) } });
    await asks(control, by('k', form('iam', 'PutRolePolicy', { RoleName: 'r' })));
    expect(source.changes).toEqual(['iam begins']);
    for (const then of later) then();
    expect(source.changes).toEqual(['iam begins', 'iam ends']);
  });

  it('is nothing for a request that reads', async () => {
    const { control, source } = access({ bearers: { k: sessionOf('admin', [allow('*')]) } });
    await asks(control, by('k', form('iam', 'GetRole', { RoleName: 'r' })));
    expect(source.changes).toEqual([]);
  });

  it('is changed by the administrator as well', async () => {
    const { control, source } = access({});
    await asks(control, by('admin', form('iam', 'DeleteRole', { RoleName: 'r' })));
    expect(source.changes).toEqual(['iam begins']);
  });
});

describe('what is read whole to be judged', () => {
  it('is everything but objects on their way to S3', () => {
    const { control } = access({});
    expect(control.reads(json('kms', 'Encrypt'))).toBe(true);
    expect(control.reads(signed('s3', { method: 'PUT', target: '/photos/a' }))).toBe(false);
    expect(control.reads(signed('s3', { method: 'POST', target: '/photos?delete' }))).toBe(true);
  });
});
