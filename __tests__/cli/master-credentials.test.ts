import type { IncomingMessage, ServerResponse } from 'node:http';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings } from '../../cli/aws-client';
import { credentialsSecret, writingMember } from '../../cli/master-credentials';
import { rotateMasterPassword } from '../../cli/rotate-master-password';
import { FakeSecrets } from '../support/fake-secrets';
import { type Listening, listening } from '../support/listening';

const secrets = new FakeSecrets();
const ARN = 'arn:aws:rds:eu-central-1:123456789012:cluster:demo-europe';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html */
const REFUSED =
  '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameterValue</Code><Message>The parameter MasterUserPassword is not a valid password.</Message></Error></ErrorResponse>';

/** RDS, whose second member writes, and takes a password some looks later. */
class FakeDatabase {
  password = 'unknown';
  writer = true;
  asked: string[] = [];
  private looks = 0;

  readonly answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? '';
    this.asked.push(`${action} ${/\/([a-z0-9-]+)\/rds\//.exec(request.headers.authorization ?? '')?.[1]}`);
    response.setHeader('content-type', 'text/xml');
    if (/[/@" ]/.test(form.get('MasterUserPassword') ?? '')) {
      response.writeHead(400);
      response.end(REFUSED);
      return;
    }
    response.end(
      `<${action}Response><${action}Result>${this.result(action, form)}</${action}Result></${action}Response>`,
    );
  };

  private result(action: string, form: URLSearchParams): string {
    if (action === 'DescribeGlobalClusters') {
      const member = (arn: string, writes: boolean) =>
        `<GlobalClusterMember><DBClusterArn>${arn}</DBClusterArn><IsWriter>${writes}</IsWriter></GlobalClusterMember>`;
      const members = member(ARN.replace('europe', 'asia'), false) + member(ARN, this.writer);
      return `<GlobalClusters><GlobalClusterMember><GlobalClusterMembers>${members}</GlobalClusterMembers></GlobalClusterMember></GlobalClusters>`;
    }
    if (action === 'ModifyDBCluster') {
      this.password = form.get('MasterUserPassword') ?? '';
      this.looks = 0;
      return '<DBCluster/>';
    }
    const status = this.looks++ < 2 ? 'resetting-master-credentials' : 'available';
    return `<DBClusters><DBCluster><MasterUsername>admin</MasterUsername><Port>15432</Port><Status>${status}</Status></DBCluster></DBClusters>`;
  }
}

describe('the master credentials on AWS', () => {
  const database = new FakeDatabase();
  let server: Listening;
  let options: { awsRegion: string; environment: Record<string, string> };

  beforeAll(async () => {
    server = await listening((request, response) => {
      const fake = request.headers['x-amz-target'] === undefined ? database : secrets;
      void fake.answer(request, response);
    });
    options = { awsRegion: 'ap-southeast-1', environment: server.environment };
  });
  afterAll(() => server.close());

  const member = () => writingMember({ ...options, globalClusterId: 'demo', pollMilliseconds: 1 });

  it('are set where the database is written, and kept as the current version', async () => {
    secrets.add('demo/database/master');
    const secret = credentialsSecret({ ...options, secretName: 'demo/database/master' });
    const stored = () => secrets.versionsOf('demo/database/master').map((value) => JSON.parse(value));

    for (const rotations of [1, 2]) {
      expect(await rotateMasterPassword(secret, await member(), 'writer.example')).toEqual({
        resumed: false,
      });
      expect(stored()).toHaveLength(rotations);
      expect(stored().at(-1)).toMatchObject({
        dbClusterIdentifier: 'demo-europe',
        password: database.password,
        username: 'admin',
      });
      expect((await secret.find()).pending).toBeUndefined();
    }
    expect(database.asked).toContain('ModifyDBCluster eu-central-1');
    expect(database.asked).not.toContain('ModifyDBCluster ap-southeast-1');
  });

  it('are found again where a rotation broke off', async () => {
    const secret = credentialsSecret({ ...options, secretName: 'demo/database/master' });
    const { password: before } = database;
    const breaking = { ...(await member()), setPassword: () => Promise.reject(new Error('gone')) };
    await expect(rotateMasterPassword(secret, breaking, 'writer.example')).rejects.toThrow('gone');
    const left = (await secret.find()).pending?.credentials;

    expect(left?.password).not.toBe(before);
    expect(await rotateMasterPassword(secret, await member(), 'writer.example')).toEqual({ resumed: true });
    expect(database.password).toBe(left?.password);
    expect((await secret.find()).pending).toBeUndefined();
  });

  it('are judged by one answer, in which no other rotation comes between the two stages', async () => {
    secrets.asked.length = 0;
    await credentialsSecret({ ...options, secretName: 'demo/database/master' }).find();

    expect(secrets.asked).toEqual(['DescribeSecret']);
  });

  it('of two runs at once leave those current that the database takes', async () => {
    const secret = credentialsSecret({ ...options, secretName: 'demo/database/master' });
    const writer = await member();
    const results = await Promise.allSettled([
      rotateMasterPassword(secret, writer, 'writer.example'),
      rotateMasterPassword(secret, writer, 'writer.example'),
    ]);
    const done = results.filter(({ status }) => status === 'fulfilled');
    // What one run has left pending, or nothing at all, the next one sets.
    if (done.length < 2) await rotateMasterPassword(secret, writer, 'writer.example');

    expect(secrets.currentOf('demo/database/master')).toContain(database.password);
    for (const result of results) {
      if (result.status === 'rejected') expect(String(result.reason)).toMatch(/run it again/);
    }
  });

  it('are not made current in the place of those that another run made current', async () => {
    const secret = credentialsSecret({ ...options, secretName: 'demo/database/master' });
    const { currentVersionId } = await secret.find();
    await rotateMasterPassword(secret, await member(), 'writer.example');
    const current = secrets.currentOf('demo/database/master');
    const own = await secret.keepPending({ ...JSON.parse(current), password: 'late' });

    await expect(secret.promote(own, currentVersionId)).rejects.toThrow(
      /^Another run has changed "demo\/database\/master" meanwhile, and .*: run it again alone$/,
    );
    expect(secrets.currentOf('demo/database/master')).toBe(current);
    await rotateMasterPassword(secret, await member(), 'writer.example');
  });

  it.each([
    ['plain text', 'hunter2-of-somebody'],
    ['JSON without a password', '{"username":"hunter2-of-somebody"}'],
    ['JSON with an empty password', '{"username":"admin","password":""}'],
    ['no object', 'null'],
    [
      'credentials of another user',
      '{"username":"somebody","password":"hunter2","dbClusterIdentifier":"demo-europe"}',
    ],
    [
      'credentials of another database',
      '{"username":"admin","password":"hunter2","dbClusterIdentifier":"shop"}',
    ],
    ['credentials of no database', '{"username":"admin","password":"hunter2"}'],
  ])('are not taken from what somebody else left pending: %s', async (_, left) => {
    const client = new SecretsManagerClient(clientSettings(options.awsRegion, options.environment));
    const named = { SecretId: 'demo/database/master' };
    const current = secrets.currentOf('demo/database/master');
    const { password } = database;
    await client.send(
      new PutSecretValueCommand({ ...named, SecretString: left, VersionStages: ['AWSPENDING'] }),
    );
    const secret = credentialsSecret({ ...options, secretName: named.SecretId });
    const failure = await rotateMasterPassword(secret, await member(), 'writer.example').catch(String);

    expect(failure).toMatch(/What is pending in "demo\/database\/master" was not put there by this command/);
    expect(failure).not.toContain('hunter2');
    expect(database.password).toBe(password);
    expect(secrets.currentOf('demo/database/master')).toBe(current);
  });

  it('that were pending before another member wrote are gone on with', async () => {
    const secret = credentialsSecret({ ...options, secretName: 'demo/database/master' });
    const pending = { ...JSON.parse(secrets.currentOf('demo/database/master')), password: 'pending' };
    await secret.keepPending({ ...pending, dbClusterIdentifier: 'demo-asia' });

    expect(await rotateMasterPassword(secret, await member(), 'writer.example')).toEqual({ resumed: true });
    expect(database.password).toBe('pending');
  });

  it('that the database refuses say how to be rid of them', async () => {
    const secret = credentialsSecret({ ...options, secretName: 'demo/database/master' });
    const pending = { ...JSON.parse(secrets.currentOf('demo/database/master')), password: 'hunter2/@' };
    const current = secrets.currentOf('demo/database/master');
    const versionId = await secret.keepPending(pending);
    const failure = await rotateMasterPassword(secret, await member(), 'writer.example').catch(String);

    expect(failure).toContain('"demo-europe" refuses the password that is pending in "demo/database/master"');
    expect(failure).toContain(`--version-stage AWSPENDING --remove-from-version-id ${versionId}"`);
    expect(failure).not.toContain('hunter2');
    expect(secrets.currentOf('demo/database/master')).toBe(current);
  });

  it('need a member that writes', async () => {
    database.writer = false;

    await expect(member()).rejects.toThrow('Global database "demo" has no member that writes');
  });
});
