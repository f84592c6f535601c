import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { validated } from '../../../config';
import { PLATFORM_AWS_REGIONS } from '../../../config/aws-regions';
import { demo } from '../../../config/deployments/demo';
import type { DocumentInput } from '../../../config/document';
import { synthesizedStack } from '../../support/platform';
import type { Block, Synthesized } from '../../support/synthesize';

const synthesize = (document: DocumentInput) => synthesizedStack(validated(document), 'backfill');

const region = synthesize(demo);
const host = synthesize({
  ...demo,
  backfill: { ...demo.backfill, fullOrigin: { host: 'objects.example.com' } },
});

const origin = (stack: Synthesized, originId: string): Block =>
  stack.only(CloudfrontDistribution).origin.find(({ origin_id }: Block) => origin_id === originId);
const workers = (stack: Synthesized): Block[] =>
  stack.all(LambdaFunction).filter(({ environment }) => environment !== undefined);
const sourceUrls = (stack: Synthesized) =>
  workers(stack).map(({ environment }) => environment.variables.SOURCE_URL);

describe('BackfillStack', () => {
  it('has a bucket, a queue with dead letters and a worker in each of its regions', () => {
    for (const type of [S3Bucket, SqsQueue]) {
      // A second bucket takes the access logs, a second queue the dead letters; both queues exist for large objects, too.
      const each = type === SqsQueue ? 4 : 2;
      expect(region.all(type).map(({ provider }) => provider)).toEqual([
        ...Array(each).fill('aws.us-west-2'),
        ...Array(each).fill('aws.eu-central-1'),
      ]);
    }
    expect(workers(region).map(({ provider }) => provider)).toEqual(['aws.us-west-2', 'aws.eu-central-1']);
  });

  it('has a log group for the edge trigger in each of its AWS regions, with retention and the key of the region', () => {
    const groups = region.all(CloudwatchLogGroup).filter(({ name }) => /us-east-1\./.test(name));

    expect(groups.map(({ provider }) => provider ?? 'aws').sort()).toEqual([
      'aws',
      'aws.eu-central-1',
      'aws.us-west-2',
    ]);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(1);
    expect(new Set(groups.map(({ kms_key_id }) => kms_key_id)).size).toBe(3);
    for (const { retention_in_days } of groups) expect(retention_in_days).toBe(365);
  });

  it('lets copies cost less while nobody asks for them, and forgets them where the document says so', () => {
    const rules = (stack: Synthesized) =>
      stack.each(S3BucketLifecycleConfiguration).flatMap(({ rule }) => rule as Block[]);
    const tiered = (stack: Synthesized) => rules(stack).filter(({ transition }) => transition);
    const forgetting = synthesize({ ...demo, backfill: { ...demo.backfill, expirationDays: 90 } });

    expect(tiered(region)).toHaveLength(2);
    for (const rule of tiered(region)) {
      expect(rule.expiration).toEqual([{ expired_object_delete_marker: true }]);
    }
    expect(tiered(forgetting).map(({ expiration }) => expiration)).toEqual([[{ days: 90 }], [{ days: 90 }]]);
  });

  it('takes nothing from the account\u2019s concurrent functions where the document says so', () => {
    for (const missSignal of ['edge-trigger', 'function-url'] as const) {
      const small = synthesize({
        ...demo,
        backfill: { ...demo.backfill, missSignal, reserveConcurrency: false },
      });

      for (const lambda of small.each(LambdaFunction)) {
        expect(lambda).not.toHaveProperty('reserved_concurrent_executions');
      }
    }
  });

  it('answers for the media name over IPv4 and IPv6', () => {
    const records = region.all(Route53Record).filter(({ alias }) => alias);

    expect(records.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'media.meridian.example A',
      'media.meridian.example AAAA',
    ]);
  });

  it('asks the bucket of the default region where the router decides nothing', () => {
    const { origin_group, default_cache_behavior } = region.only(CloudfrontDistribution);

    expect(origin_group[0].member).toEqual([{ origin_id: 'bucket-europe' }, { origin_id: 'full' }]);
    expect(default_cache_behavior.target_origin_id).toBe('bucket-europe');
  });

  it('lets the trigger send to the queues and do nothing else with them', () => {
    const policies = region.all(IamRolePolicy).map(({ policy }) => policy as string);
    const trigger = policies.filter((policy) => policy.includes('log-group:/aws/lambda/us-east-1.'));

    expect(trigger).toHaveLength(1);
    expect(trigger[0]).not.toContain('sqs:ReceiveMessage');
  });

  it('publishes buckets and queues by region', () => {
    for (const name of ['bucket_names', 'miss_queue_urls', 'dead_letter_queue_urls']) {
      expect(Object.keys(region.outputs[name]?.value)).toEqual(['america', 'europe']);
    }
  });

  it('names a region that the document lacks', () => {
    const backfill = { ...validated(demo).backfill, regions: ['atlantis'] };

    expect(() => synthesizedStack({ ...validated(demo), backfill }, 'backfill')).toThrow(
      'backfill.regions: expected a region of the document, got "atlantis"',
    );
  });
});

describe('BackfillStack with a region as full origin', () => {
  it('reads that region and the global stack, and no other', () => {
    expect(region.reads.sort()).toEqual(['demo-global.tfstate', 'demo-region-asia.tfstate']);
  });

  it('goes to the name of the region with the origin secret, which is in no output', () => {
    expect(origin(region, 'full').domain_name).toContain('origin_domain_name');
    expect(origin(region, 'full').custom_header).toContainEqual({
      name: 'x-meridian-origin-secret',
      value: expect.stringMatching(/aws_secretsmanager_secret_version\..*secret_string/),
    });
    expect(JSON.stringify(region.outputs)).not.toContain('secret_string');
  });

  it('lets workers read through the distribution, past the buckets', () => {
    expect(sourceUrls(region)).toEqual(Array(2).fill('https://media.meridian.example/.full'));
    expect(
      region
        .only(CloudfrontDistribution)
        .ordered_cache_behavior.map(({ path_pattern }: Block) => path_pattern),
    ).toEqual(['/images/*', '/video/*', '/.full/images/*', '/.full/video/*']);
  });
});

describe('BackfillStack with an outside host as full origin', () => {
  it('reads the global stack only', () => {
    expect(host.reads).toEqual(['demo-global.tfstate']);
  });

  it('goes there without the origin secret', () => {
    expect(origin(host, 'full')).toMatchObject({
      domain_name: 'objects.example.com',
      custom_header: [{ name: 'x-meridian-origin', value: 'full' }],
    });
  });

  it('lets workers read there directly, and has no way around the buckets', () => {
    expect(sourceUrls(host)).toEqual(Array(2).fill('https://objects.example.com'));
    expect(host.all(CloudfrontFunction).map(({ name }) => name)).toEqual(['demo-media-router']);
  });
});

describe('BackfillStack with function URLs for misses', () => {
  const documents = {
    region: synthesize({ ...demo, backfill: { ...demo.backfill, missSignal: 'function-url' } }),
    host: synthesize({
      ...demo,
      backfill: { ...demo.backfill, missSignal: 'function-url', fullOrigin: { host: 'objects.example.com' } },
    }),
  };
  const functions = documents.region.each(LambdaFunction);

  it('has no function at the edge', () => {
    expect(functions.every(({ publish }) => publish !== true)).toBe(true);
    expect(JSON.stringify(documents.region.only(CloudfrontDistribution))).not.toContain('lambda_arn');
  });

  it('has a function beside each bucket that knows its queue', () => {
    const missOrigins = functions.filter(({ environment }) => environment.variables.MISS_QUEUE_URL);

    expect(missOrigins.map(({ provider }) => provider)).toEqual(['aws.us-west-2', 'aws.eu-central-1']);
    for (const { environment, provider } of missOrigins) {
      const region = provider === 'aws.us-west-2' ? 'america' : 'europe';
      expect(environment.variables.MISS_QUEUE_URL).toContain(region);
    }
  });

  it('opens the functions to the distribution and to nobody else', () => {
    expect(documents.region.all(LambdaFunctionUrl).map((url) => url.authorization_type)).toEqual([
      'AWS_IAM',
      'AWS_IAM',
    ]);
    const permissions = documents.region.all(LambdaPermission);
    expect(permissions.map(({ action }) => action).sort()).toEqual([
      'lambda:InvokeFunction',
      'lambda:InvokeFunction',
      'lambda:InvokeFunctionUrl',
      'lambda:InvokeFunctionUrl',
    ]);
    for (const { principal, source_arn } of permissions) {
      expect(principal).toBe('cloudfront.amazonaws.com');
      expect(source_arn).toMatch(/aws_cloudfront_distribution\..*\.arn/);
    }
  });

  it('sends viewers to the full origin through the distribution, wherever it is', () => {
    for (const stack of Object.values(documents)) {
      expect(
        stack
          .only(CloudfrontDistribution)
          .ordered_cache_behavior.map(({ path_pattern }: Block) => path_pattern),
      ).toEqual(['/images/*', '/video/*', '/.full/images/*', '/.full/video/*']);
    }
    expect(sourceUrls(documents.host).filter(Boolean)).toEqual(Array(2).fill('https://objects.example.com'));
  });

  it('stays within the 25 origins and the 25 behaviors that CloudFront admits', () => {
    const regions = PLATFORM_AWS_REGIONS.slice(0, 9).map((awsRegion, index) => ({
      name: `r${index}`,
      awsRegion,
      cidrBlock: `10.${index}.0.0/16`,
      failoverTo: `r${(index + 1) % 9}`,
    }));
    const stack = synthesize({
      ...demo,
      services: undefined,
      regions,
      routing: {
        continents: { AF: 'r0', AN: 'r0', AS: 'r0', EU: 'r0', NA: 'r0', OC: 'r0', SA: 'r0' },
        countries: {},
        defaultRegion: 'r0',
      },
      backfill: {
        ...demo.backfill,
        missSignal: 'function-url',
        fullOrigin: { region: 'r1' },
        regions: regions.map(({ name }) => name),
        allowedPrefixes: Array.from({ length: 10 }, (_, index) => `prefix-${index}/`),
      },
    });

    expect(stack.only(CloudfrontDistribution).origin.length).toBeLessThanOrEqual(25);
    expect(stack.only(CloudfrontDistribution).ordered_cache_behavior.length).toBeLessThan(25);
  });
});

it('needs no second provider for a region where CloudFront is at home', () => {
  const virginia = {
    name: 'virginia',
    awsRegion: 'us-east-1',
    cidrBlock: '10.40.0.0/16',
    failoverTo: 'europe',
  };
  const stack = synthesize({
    ...demo,
    regions: [...demo.regions, virginia],
    backfill: { ...demo.backfill, regions: ['virginia'] },
  });

  expect(stack.each(S3Bucket).every(({ provider }) => provider === undefined)).toBe(true);
});
