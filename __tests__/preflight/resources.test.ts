import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { known, resourcesOf } from '../../preflight/resources';
import { synthesizedFolder } from '../support/synthesized-folder';

const directory = join(synthesizedFolder({ 'demo-global': [] }), 'stacks', 'demo-global');
const file = join(directory, 'cdk.tf.json');
const account = '${data.aws_caller_identity.own_A1160F59.account_id}';
writeFileSync(
  file,
  JSON.stringify({
    ...JSON.parse(readFileSync(file, 'utf8')),
    resource: {
      aws_s3_bucket: {
        named: { bucket: `logs-${account}`, tags: { Owner: account } },
        later: { bucket: `logs-${account}-\${random_id.one.hex}`, provider: 'aws.other' },
        unnamed: {},
      },
    },
    data: { aws_route53_zone: { own: { zone_id: account, provider: 'aws.other' } } },
  }),
);
const { resources, sources } = resourcesOf(
  { id: 'demo-global', directory, awsRegion: 'eu-west-1' },
  '111122223333',
);

test('the account of the credentials stands wherever a stack asks for it, in data sources, too', () => {
  const [named] = resources;
  expect(named && known(named, 'bucket')).toBe('logs-111122223333');
  expect(named?.arguments.tags).toEqual({ Owner: '111122223333' });
  expect(sources.map((source) => known(source, 'zone_id'))).toEqual(['111122223333']);
});

test('what only the apply will tell is not known, nor what is not said', () => {
  expect(resources.map((resource) => known(resource, 'bucket')).slice(1)).toEqual([undefined, undefined]);
});

test('a resource is in the AWS region of its provider', () => {
  expect(resources.map(({ awsRegion }) => awsRegion)).toEqual(['eu-west-1', 'eu-west-2', 'eu-west-1']);
  expect(sources.map(({ awsRegion }) => awsRegion)).toEqual(['eu-west-2']);
});
