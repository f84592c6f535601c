import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../daemon/free-port';
import { AccessControl } from '../../iam/control/access-control';
import { identitiesOf, MotoPolicies } from '../../iam/identity/moto-policies';
import { createRouter } from '../../router/router';
import { findMoto } from '../../setup/moto';
import { allow, deny, type StatementJson } from './support/cases';
import { document } from './support/known-policies';

const A = '123456789012';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: A }, Action: 'sts:AssumeRole' }],
});

// From the request to moto's own stores and back; moto takes seconds to start, so that only full runs do.
describe('access control in front of moto', () => {
  jest.setTimeout(60_000);
  let moto: ChildProcess;
  let router: Server;
  let aws: string;

  beforeAll(async () => {
    const port = await freePort();
    const { command, args } = await findMoto({ directory: mkdtempSync(join(tmpdir(), 'local-aws-')) });
    moto = spawn(
      command,
      args.map((arg) => arg.replace('{port}', String(port))),
      { stdio: ['pipe', 'ignore', 'ignore'] },
    );
    await untilDone(() => fetch(`http://127.0.0.1:${port}/moto-api/`));
    const access = new AccessControl({
      account: A,
      source: new MotoPolicies(identitiesOf(port)),
      administrators: new Set(['test']),
      mode: 'enforce',
    });
    router = createRouter({
      motoPort: port,
      emulators: [],
      access,
      log: () => undefined,
      health: () => ({}),
    });
    router.listen(0, '127.0.0.1');
    await once(router, 'listening');
    aws = `http://127.0.0.1:${(router.address() as AddressInfo).port}`;
  }, 120_000);

  afterAll(() => {
    // It ends when its standard input does.
    moto.stdin?.end();
    router.close();
  });

  const authorization = (key: string, service: string) =>
    `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=x`;

  async function form(key: string, service: string, Action: string, fields: Record<string, string> = {}) {
    const answer = await fetch(aws, {
      method: 'POST',
      headers: { authorization: authorization(key, service) },
      body: new URLSearchParams({ Action, Version: VERSIONS[service] ?? '', ...fields }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async function json(key: string, service: string, target: string, fields: object) {
    const answer = await fetch(aws, {
      method: 'POST',
      headers: {
        authorization: authorization(key, service),
        'x-amz-target': target,
        'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify(fields),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async function s3(key: string, method: string, path: string, body?: string) {
    const answer = await fetch(aws + path, {
      method,
      body,
      headers: { authorization: authorization(key, 's3') },
    });
    return { status: answer.status, text: await answer.text() };
  }

  let roles = 0;

  /** The access key of a session in a new role. */
  async function session(
    statements: readonly StatementJson[],
    path = '/',
  ): Promise<{ key: string; role: string }> {
    const role = `role-${++roles}`;
    await form('test', 'iam', 'CreateRole', { RoleName: role, Path: path, AssumeRolePolicyDocument: TRUST });
    await form('test', 'iam', 'PutRolePolicy', {
      RoleName: role,
      PolicyName: 'own',
      PolicyDocument: document(...statements),
    });
    const RoleArn = `arn:aws:iam::${A}:role${path}${role}`;
    const { text } = await form('test', 'sts', 'AssumeRole', { RoleArn, RoleSessionName: 'monday' });
    return { key: /<AccessKeyId>(.*)<\/AccessKeyId>/.exec(text)?.[1] ?? '', role };
  }

  it('a session may use its own bucket only, and not against the bucket’s word', async () => {
    const here =
      '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>';
    await s3('test', 'PUT', '/mine-1', here);
    await s3('test', 'PUT', '/yours-1', here);
    const { key } = await session([
      allow('s3:*', { Resource: ['arn:aws:s3:::mine-1', 'arn:aws:s3:::mine-1/*'] }),
    ]);
    expect(await s3(key, 'PUT', '/mine-1/a', 'x')).toMatchObject({ status: 200 });
    expect((await s3(key, 'PUT', '/yours-1/a', 'x')).text).toContain(
      'no identity-based policy allows the s3:PutObject',
    );
    await s3(
      'test',
      'PUT',
      '/mine-1?policy',
      document(deny('s3:PutObject', { Principal: '*', Resource: 'arn:aws:s3:::mine-1/*' })),
    );
    expect((await s3(key, 'PUT', '/mine-1/a', 'x')).text).toContain(
      'explicit deny in a resource-based policy',
    );
    expect(await s3(key, 'GET', '/mine-1/a')).toMatchObject({ status: 200, text: 'x' });
  });

  it('a session may delete what carries its tag only', async () => {
    const { key } = await session([
      allow('ec2:DeleteVpc', { Condition: { StringEquals: { 'aws:ResourceTag/stack': 'mine' } } }),
    ]);
    const vpc = async (stack: string) => {
      const tags = {
        'TagSpecification.1.ResourceType': 'vpc',
        'TagSpecification.1.Tag.1.Key': 'stack',
        'TagSpecification.1.Tag.1.Value': stack,
      };
      const { text } = await form('test', 'ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16', ...tags });
      return /<vpcId>(.*?)<\/vpcId>/.exec(text)?.[1] ?? '';
    };
    expect(await form(key, 'ec2', 'DeleteVpc', { VpcId: await vpc('mine') })).toMatchObject({ status: 200 });
    const refused = await form(key, 'ec2', 'DeleteVpc', { VpcId: await vpc('yours') });
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('UnauthorizedOperation') });
  });

  it('a session may not widen its own role, nor use what the role lost', async () => {
    const { key, role } = await session(
      [allow('iam:*', { Resource: `arn:aws:iam::${A}:role/mine/*` }), allow('sqs:*')],
      '/ci/',
    );
    const widen = { RoleName: role, PolicyName: 'all', PolicyDocument: document(allow('*')) };
    expect((await form(key, 'iam', 'PutRolePolicy', widen)).text).toContain(`role/ci/${role}`);
    const create = () => json(key, 'sqs', 'AmazonSQS.CreateQueue', { QueueName: 'q' });
    expect(await create()).toMatchObject({ status: 200 });
    await form('test', 'iam', 'DeleteRolePolicy', { RoleName: role, PolicyName: 'own' });
    expect(await create()).toMatchObject({
      status: 400,
      text: expect.stringContaining('AccessDeniedException'),
    });
  });

  it('a boundary holds, and a role that it binds may be changed only while it has it', async () => {
    const bound = `arn:aws:iam::${A}:policy/bound`;
    await form('test', 'iam', 'CreatePolicy', {
      PolicyName: 'bound',
      PolicyDocument: document(allow('sqs:*')),
    });
    const { key, role } = await session([
      allow('iam:PutRolePolicy', { Condition: { StringEquals: { 'iam:PermissionsBoundary': bound } } }),
      allow('sqs:*'),
    ]);
    await form('test', 'iam', 'CreateRole', {
      RoleName: 'bounded',
      AssumeRolePolicyDocument: TRUST,
      PermissionsBoundary: bound,
    });
    await form('test', 'iam', 'CreateRole', { RoleName: 'free', AssumeRolePolicyDocument: TRUST });
    const change = (RoleName: string) =>
      form(key, 'iam', 'PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: document(allow('*')) });
    expect(await change('bounded')).toMatchObject({ status: 200 });
    expect(await change('free')).toMatchObject({ status: 403 });
    await form('test', 'iam', 'PutRolePermissionsBoundary', { RoleName: role, PermissionsBoundary: bound });
    expect((await change('bounded')).text).toContain('because no permissions boundary allows');
    expect(await json(key, 'sqs', 'AmazonSQS.ListQueues', {})).toMatchObject({ status: 200 });
  });

  it('a secret and a key are found by their names', async () => {
    await json('test', 'secretsmanager', 'secretsmanager.CreateSecret', {
      Name: 'demo/s',
      SecretString: 's',
    });
    const key = await json('test', 'kms', 'TrentService.CreateKey', {});
    const { KeyMetadata } = JSON.parse(key.text) as { KeyMetadata: { KeyId: string; Arn: string } };
    await json('test', 'kms', 'TrentService.CreateAlias', {
      AliasName: 'alias/demo',
      TargetKeyId: KeyMetadata.KeyId,
    });
    const reader = await session([
      allow('secretsmanager:GetSecretValue', {
        Resource: `arn:aws:secretsmanager:eu-west-1:${A}:secret:demo/*`,
      }),
      allow('kms:DescribeKey', { Resource: KeyMetadata.Arn }),
    ]);
    const read = (SecretId: string) =>
      json(reader.key, 'secretsmanager', 'secretsmanager.GetSecretValue', { SecretId });
    expect(await read('demo/s')).toMatchObject({ status: 200 });
    expect(await read('other/s')).toMatchObject({
      status: 400,
      text: expect.stringContaining('AccessDenied'),
    });
    const describeKey = (KeyId: string) => json(reader.key, 'kms', 'TrentService.DescribeKey', { KeyId });
    expect(await describeKey('alias/demo')).toMatchObject({ status: 200 });
    expect(await describeKey('alias/other')).toMatchObject({
      status: 400,
      text: expect.stringContaining('AccessDenied'),
    });
  });

  it('a key that nobody gave out is refused', async () => {
    expect(await form('AKIASTRANGER', 'iam', 'ListRoles')).toMatchObject({
      status: 403,
      text: expect.stringContaining('InvalidClientTokenId'),
    });
  });
});

const VERSIONS: Readonly<Record<string, string>> = {
  ec2: '2016-11-15',
  iam: '2010-05-08',
  sts: '2011-06-15',
};

async function untilDone(attempt: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + 60_000; ; ) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}
