import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FakeS3 } from '../support/fake-s3';
import { FakeSqs } from '../support/fake-sqs';

const root = join(__dirname, '../..');

describe('meridian fill-worker', () => {
  const s3 = new FakeS3();
  const sqs = new FakeSqs();
  beforeAll(async () => {
    await s3.start();
    await sqs.start();
  });
  afterAll(() => {
    s3.stop();
    sqs.stop();
  });

  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['cli/bin/meridian.js', 'fill-worker', ...args], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL_S3: s3.url,
        AWS_ENDPOINT_URL_SQS: sqs.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
  const where = ['--bucket', 'near', '--prefixes', 'images/', '--region', 'eu-central-1'];

  it('works the queue off and says what became of each message', async () => {
    s3.objects.set('images/a', { body: Buffer.from('there'), headers: {} });
    sqs.waiting('large').push('{"version":1,"key":"images/a"}', '{"version":1,"key":"private/a"}');

    const options = [...where, '--source', 'https://files.example.net', '--until-empty'];
    const { stdout } = await run('--queue', `${sqs.url}/123456789012/large`, ...options);

    expect(stdout.trim().split('\n')).toEqual([
      'Waiting for keys of objects for near.',
      '{"version":1,"key":"images/a"}: already-present',
      '{"version":1,"key":"private/a"}: invalid-message',
    ]);
    expect(sqs.calls).toHaveLength(2);
  });

  it('says what it has to be told', async () => {
    await expect(run('--queue', 'large')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('expected --bucket, --source, --prefixes, --region, got nothing'),
    });
  });
});
