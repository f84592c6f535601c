import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../daemon/processes';
import { startServices, stopServices } from '../../daemon/services';
import type { ServicesState } from '../../daemon/state';
import { findMoto } from '../../setup/moto';
import { type AwsCall, localAws, query } from '../../world/aws-api';

jest.setTimeout(300_000);

let directory: string;
let state: ServicesState;

const start = async () => {
  const moto = () => findMoto({ directory: join(process.cwd(), '.local') });
  const started = await startServices({ directory, moto });
  ({ state } = started);
  return started.resumed;
};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-aws-moto-'));
  await start();
});
afterAll(async () => {
  await stopServices(directory);
  rmSync(directory, { recursive: true, force: true });
});

/** The answer's text; a refusal fails the test. */
async function ask(call: AwsCall): Promise<string> {
  const { status, body, headers } = await localAws(state.endpoint)(call);
  if (status >= 300) throw new Error(`${call.service} ${call.path} answered ${status}: ${body}`);
  const text = body.replace(/<RequestId>.*?<\/RequestId>/, '');
  return `${headers.get('etag') ?? ''}${headers.get('x-amz-version-id') ?? ''}${text}`;
}

const REGION = 'eu-west-1';

/** A call in the JSON protocol. */
const json = (service: string, target: string, input: object): AwsCall => ({
  service,
  region: REGION,
  path: '/',
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
  body: JSON.stringify(input),
});
const ec2 = (Action: string, more = {}) => query('ec2', REGION, '2016-11-15', { Action, ...more });
const iam = (Action: string, more = {}) => query('iam', 'us-east-1', '2010-05-08', { Action, ...more });
const s3 = (method: string, path: string, body?: string): AwsCall => ({
  service: 's3',
  region: 'us-east-1',
  method,
  path: `/bucket${path}`,
  body,
});
const kms = (action: string, input: object) => json('kms', `TrentService.${action}`, input);
const acm = (action: string, input: object) => json('acm', `CertificateManager.${action}`, input);
const secret = (action: string, input: object) => json('secretsmanager', `secretsmanager.${action}`, input);

const found = (text: string, pattern: RegExp): string => {
  const match = pattern.exec(text)?.[1];
  if (match === undefined) throw new Error(`no ${pattern} in ${text}`);
  return match;
};

/** Makes something in each service that draws ids, dates or keys, and returns what is to be asked about it. */
async function fill(): Promise<AwsCall[]> {
  const calls: AwsCall[] = [];
  // Read before anything was changed there: the default network was born by that.
  await ask(ec2('DescribeSubnets'));
  const vpc = found(await ask(ec2('CreateVpc', { CidrBlock: '10.0.0.0/16' })), /<vpcId>(.*?)</);
  await ask(ec2('CreateSubnet', { VpcId: vpc, CidrBlock: '10.0.1.0/24' }));
  calls.push(
    ec2('DescribeVpcs'),
    ec2('DescribeSubnets'),
    ec2('DescribeSecurityGroups'),
    ec2('DescribeNetworkAcls'),
  );

  const signing = await ask(kms('CreateKey', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
  const KeyId = found(signing, /"KeyId": ?"(.*?)"/);
  calls.push(kms('GetPublicKey', { KeyId }), kms('DescribeKey', { KeyId }));
  const symmetric = found(await ask(kms('CreateKey', {})), /"KeyId": ?"(.*?)"/);
  const encrypted = await ask(kms('Encrypt', { KeyId: symmetric, Plaintext: 'aHVzaA==' }));
  calls.push(kms('Decrypt', { CiphertextBlob: found(encrypted, /"CiphertextBlob": ?"(.*?)"/) }));

  const names = { DomainName: 'a.example.com', SubjectAlternativeNames: ['b.example.com', 'c.example.com'] };
  const certificate = await ask(acm('RequestCertificate', names));
  const CertificateArn = found(certificate, /"CertificateArn": ?"(.*?)"/);
  await ask(acm('DescribeCertificate', { CertificateArn }));
  calls.push(acm('DescribeCertificate', { CertificateArn }));

  await ask(iam('CreateUser', { UserName: 'user' }));
  await ask(iam('CreateAccessKey', { UserName: 'user' }));
  calls.push(iam('GetUser', { UserName: 'user' }), iam('ListAccessKeys', { UserName: 'user' }));

  await ask(s3('PUT', ''));
  await ask(
    s3('PUT', '?versioning', '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'),
  );
  for (const body of ['first', 'second']) await ask(s3('PUT', '/key', body));
  await ask(s3('DELETE', '/key'));
  const upload = found(await ask(s3('POST', '/large?uploads', '')), /<UploadId>(.*?)</);
  const part = await localAws(state.endpoint)(s3('PUT', `/large?partNumber=1&uploadId=${upload}`, 'part'));
  const complete = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.get('etag')}</ETag></Part></CompleteMultipartUpload>`;
  await ask(s3('POST', `/large?uploadId=${upload}`, complete));
  calls.push(s3('GET', '?versions'), s3('GET', '/large'));

  await ask(secret('CreateSecret', { Name: 'secret', SecretString: 'hush' }));
  calls.push(
    secret('GetSecretValue', { SecretId: 'secret' }),
    secret('DescribeSecret', { SecretId: 'secret' }),
  );

  const zone: AwsCall = { service: 'route53', region: 'us-east-1', path: '/2013-04-01/hostedzone' };
  const body =
    '<CreateHostedZoneRequest><Name>example.com</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>';
  const made = await ask({ ...zone, body });
  calls.push({ ...zone, path: `${zone.path}/${found(made, /<Id>\/hostedzone\/(.*?)</)}` });
  return calls;
}

const account = async (told?: object) => {
  const put = told && { method: 'PUT', body: JSON.stringify(told) };
  return (await fetch(`${state.endpoint}/_local/account`, put)).json();
};

const answersTo = async (calls: readonly AwsCall[]) => {
  const answers: string[] = [];
  for (const call of calls) answers.push(await ask(call));
  return answers;
};

test('what moto held is there again after a kill -9: ids, dates, keys, versions, contents and the account', async () => {
  const calls = await fill();
  const before = await answersTo(calls);
  const told = await account({ disabledRegions: ['eu-west-1'] });
  process.kill(state.daemon.pid, 'SIGKILL');
  while (isRunning(state.moto)) await new Promise((done) => setTimeout(done, 25));

  const resumed = await start();

  expect(resumed).toEqual({ changes: expect.any(Number), differences: [] });
  expect(resumed?.changes).toBeGreaterThanOrEqual(15);
  expect(await answersTo(calls)).toEqual(before);
  expect(before).toHaveLength(calls.length);
  expect(await account()).toEqual(told);
  expect(told).toMatchObject({ disabledRegions: ['eu-west-1'] });
});

test('what is made after that is made as if nothing had happened', async () => {
  const more = await ask(ec2('CreateVpc', { CidrBlock: '10.1.0.0/16' }));
  const vpcs = await ask(ec2('DescribeVpcs'));
  expect(vpcs).toContain(found(more, /<vpcId>(.*?)</));
  await stopServices(directory);
  await start();
  expect(await ask(ec2('DescribeVpcs'))).toBe(vpcs);
});
