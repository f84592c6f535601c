import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import { Account, type Asked, type Thing } from '../../support/account';
import { ACCOUNT } from '../actions';

/** What a role must not do, and a thing of the same sort that is its work: a role that may do nothing withstands nothing. */
export interface Attack extends Asked {
  readonly who: string;
  readonly why: string;
  readonly instead: Asked;
}

export const account = new Account(validated(demo));

export const outside = (arn: string, tags: Thing['tags'] = {}): Thing => ({ arn, tags });
export const aws = (service: string, rest: string, region = 'us-east-1') =>
  outside(`arn:aws:${service}:${region}:${ACCOUNT}:${rest}`);
/** A bucket whose name is like one of ours, and a request to it. */
export const bucketOfOthers = (name: string): Thing => ({
  ...outside(`arn:aws:s3:::${name}`),
  context: { 's3:ResourceAccount': '999999999999' },
});
export const iam = (rest: string) => outside(`arn:aws:iam::${ACCOUNT}:${rest}`);

export type Way = readonly [action: string, resource: Thing, context?: Asked['context']];

const asked = ([action, resource, context = {}]: Way): Asked => ({ action, resource, context });

/** Attacks of one role: what it must not do, why, and what it does instead. */
export const by = (
  who: string,
  ...attacks: readonly (readonly [attack: Way, why: string, instead: Way])[]
): Attack[] =>
  attacks.map(([attack, why, instead]) => ({ who, why, ...asked(attack), instead: asked(instead) }));

export const [global, backfill, asia, europe] = [
  'demo-global',
  'demo-backfill',
  'demo-region-asia',
  'demo-region-europe',
];
export const [dataAsia, dataEurope] = ['demo-data-asia', 'demo-data-europe'];

export const state = account.thing('demo-state', 'aws_s3_bucket', 'meridian-demo-terraform-state');
export const stateOf = (id: string): Thing => ({ ...state, arn: `${state.arn}/${id}.tfstate` });
export const lockOf = (id: string): Thing => ({ ...state, arn: `${state.arn}/${id}.tfstate.tflock` });
export const inside = (bucket: Thing, key: string): Thing => ({ ...bucket, arn: `${bucket.arn}/${key}` });

export const site = account.thing(global, 'aws_cloudfront_distribution');
export const media = account.thing(backfill, 'aws_cloudfront_distribution');
export const siteRouter = account.thing(global, 'aws_cloudfront_function', 'demo-site-router');
export const mediaRouter = account.thing(backfill, 'aws_cloudfront_function', 'demo-media-router');
export const store = account.thing(global, 'aws_cloudfront_key_value_store');
export const keysOfStore = outside(`arn:aws:cloudfront::${ACCOUNT}:key-value-store/1`);
export const tokenKey = account.thing(global, 'aws_secretsmanager_secret', 'edge-token-key');
export const originSecret = account.thing(global, 'aws_secretsmanager_secret', 'origin-secret');
export const master = account.thing(dataAsia, 'aws_secretsmanager_secret');
/** Made by people, who give it no tag. */
export const serviceSecret = aws('secretsmanager', 'secret:demo/service/payments-AbCdEf');
export const zone = account.thing(global, 'aws_route53_zone');
export const mediaRecord = account.first(backfill, 'aws_route53_record');
export const siteRecord: Thing = {
  ...zone,
  context: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': 'www.meridian.example' },
};
export const mediaBucket = account.thing(backfill, 'aws_s3_bucket', 'demo-media-europe');
export const accessLogs = account.thing(global, 'aws_s3_bucket', 'demo-access-logs');
export const asiaObjects = account.thing(asia, 'aws_s3_bucket', 'demo-asia-objects');
export const europeObjects = account.thing(europe, 'aws_s3_bucket', 'demo-europe-objects');
export const misses = account.first(backfill, 'aws_sqs_queue', (arn) => arn.endsWith('misses-europe'));
export const fill = account.thing(backfill, 'aws_lambda_function', 'demo-fill-europe');
export const mediaAlarm = account.thing(backfill, 'aws_cloudwatch_metric_alarm', 'demo-media-5xx');
export const mediaKey = account.first(backfill, 'aws_kms_key');
export const asiaKey = account.first(asia, 'aws_kms_key');
export const dataKey = account.first(dataAsia, 'aws_kms_key');
export const vpcOf = (id: string) => account.thing(id, 'aws_vpc');
export const peering = aws('ec2', 'vpc-peering-connection/*', 'eu-central-1');
export const vpcOfOthers = 'arn:aws:ec2:eu-central-1:999999999999:vpc/1';
/** A request that gives something the tag that lets the mesh in. */
export const ofDeployment = { 'aws:RequestTag/deployment': 'demo' };
export const boundaryOf = (id: string) => iam(`policy/${id}-role-boundary`);
export const within = (id: string) => ({ 'iam:PermissionsBoundary': boundaryOf(id).arn });
export const toLambda = { 'iam:PassedToService': 'lambda.amazonaws.com' };

/** A key that somebody else in the account made, whose policy is the default: IAM decides. */
export const untagged: Thing = {
  ...aws('kms', 'key/untagged'),
  policy: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  },
};
export const taken = (id: string): Thing => ({ ...untagged, tags: { stack: id } });
