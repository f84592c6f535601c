import { analyse } from '../../../../review/analysis/analyse';
import type { Outside, Review } from '../../../../review/analysis/review';
import { brokenPromises } from '../../../../review/drift/live-contracts';
import type { Tagged } from '../../../../review/drift/tagged';
import { unmanagedOf } from '../../../../review/drift/unmanaged';
import type { State } from '../../../../terraform/state-store';
import { promisedOutputs, stateOf, taggedAs } from '../../drift/states';
import { context, plan, planned, source } from '../../support';
import type { ReviewRow } from './reviews';

const region = source('x-region-asia');

function looked(outside: Partial<Outside>): Review {
  const nothing = { unapplied: [], contracts: [], unmanaged: [] };
  return analyse([planned(region, plan([]))], context([region]), undefined, { ...nothing, ...outside });
}

/** The review of a region that publishes what its contract promises, but for this. */
function publishing(change: (outputs: Record<string, object>) => object): Review {
  const outputs = { ...promisedOutputs('region') };
  const changed = { ...outputs, ...change(outputs) };
  return looked({ contracts: brokenPromises({ id: 'x-region-asia', kind: 'region', outputs: changed }) });
}
const output = (value: unknown, more = {}) => ({ vpc_id: { value, ...more } });
const without = (name: string) => ({ [name]: undefined }) as object;

const promises: ReviewRow[] = [
  ['an applied output is gone', publishing(() => without('vpc_id')), 'G23'],
  ['an applied output is null', publishing(() => output(null)), 'G23'],
  ['an applied text is a list', publishing(() => output(['a'])), 'G23'],
  ['an applied text is a number', publishing(() => output(1)), 'G23'],
  ['an applied text is a map', publishing(() => output({ a: 'b' })), 'G23'],
  ['an applied text is sensitive', publishing(() => output('a', { sensitive: true })), 'G23'],
  ['an older contract is applied', publishing(() => ({ contract_version: { value: 0 } })), 'G23'],
  ['no contract is applied', publishing(() => without('contract_version')), 'G23'],
  [
    'a newer contract is applied than the sources have',
    publishing(() => ({ contract_version: { value: 999 } })),
    'G23',
  ],
  ['everything is published as promised', publishing(() => ({})), ''],
  ['an applied text is empty', publishing(() => output('')), '', 'a contract says where it is'],
  ['more is published than promised', publishing(() => ({ more: { value: 1 } })), ''],
  ['an applied text says something else', publishing(() => output('vpc-1')), ''],
  ['an output is marked as one that can be read', publishing(() => output('a', { sensitive: false })), ''],
];

const ACCOUNT = '123456789012';
const ec2 = (what: string) => `arn:aws:ec2:eu-west-1:${ACCOUNT}:${what}`;
const arnOf = (service: string, what: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${what}`;
const listed = (tagged: readonly Tagged[], ...states: readonly State[]) =>
  looked({
    unmanaged: unmanagedOf(tagged, states).map(({ arn, awsRegion }) => ({
      stack: 'x-region-asia',
      arn,
      awsRegion,
    })),
  });
const template = stateOf(
  ['aws_autoscaling_group', { name: 'service' }],
  [
    'aws_launch_template',
    {
      arn: ec2('launch-template/lt-1'),
      tag_specifications: ['instance', 'volume'].map((resource_type) => ({
        resource_type,
        tags: { Name: 'service', deployment: 'x' },
      })),
    },
  ],
);
const group = (name: string) => ({ 'aws:autoscaling:groupName': name });
const secret = (awsRegion: string, name = 'origin-AbCdEf') =>
  `arn:aws:secretsmanager:${awsRegion}:${ACCOUNT}:secret:${name}`;

const unmanaged: ReviewRow[] = [
  ['a queue is in no state', listed([taggedAs(arnOf('sqs', 'a'))], stateOf()), 'g24'],
  [
    'a queue is in no state beside one that is',
    listed(
      [taggedAs(arnOf('sqs', 'a')), taggedAs(arnOf('sqs', 'b'))],
      stateOf(['aws_sqs_queue', { arn: arnOf('sqs', 'a') }]),
    ),
    'g24',
  ],
  [
    'a bucket is in no state',
    listed([taggedAs('arn:aws:s3:::a')], stateOf(['aws_s3_bucket', { arn: 'arn:aws:s3:::ab' }])),
    'g24',
  ],
  ['an instance of nobody', listed([taggedAs(ec2('instance/i-0123456789abcdef0'))], template), 'g24'],
  [
    'an instance of another group',
    listed([taggedAs(ec2('instance/i-0123456789abcdef0'), group('other'))], template),
    'g24',
  ],
  [
    'a volume with tags of nobody',
    listed([taggedAs(ec2('volume/vol-0123456789abcdef0'), { Name: 'mine' })], template),
    'g24',
  ],
  [
    'a gateway with another id',
    listed(
      [taggedAs(ec2('natgateway/nat-0123456789abcdef0'))],
      stateOf(['aws_nat_gateway', { id: 'nat-0fedcba9876543210' }]),
    ),
    'g24',
  ],
  [
    'a snapshot that somebody has made',
    listed([taggedAs(arnOf('rds', 'cluster-snapshot:before-upgrade'))], stateOf()),
    'g24',
    'it costs money until somebody deletes it',
  ],
  [
    'a secret of the same name but for its end',
    listed(
      [taggedAs(secret('eu-west-1', 'origin-ZzZzZz'))],
      stateOf(['aws_secretsmanager_secret', { arn: secret('eu-west-1') }]),
    ),
    'g24',
  ],
  [
    'a queue that is in a state',
    listed([taggedAs(arnOf('sqs', 'a'))], stateOf(['aws_sqs_queue', { arn: arnOf('sqs', 'a') }])),
    '',
  ],
  [
    'an instance of a group',
    listed([taggedAs(ec2('instance/i-0123456789abcdef0'), group('service'))], template),
    '',
  ],
  [
    'the volume of an instance',
    listed([taggedAs(ec2('volume/vol-0123456789abcdef0'), { Name: 'service' })], template),
    '',
  ],
  [
    'a gateway that a state knows by its id',
    listed(
      [taggedAs(ec2('natgateway/nat-0123456789abcdef0'))],
      stateOf(['aws_nat_gateway', { id: 'nat-0123456789abcdef0' }]),
    ),
    '',
  ],
  [
    'a snapshot that RDS has made',
    listed([taggedAs(arnOf('rds', 'cluster-snapshot:rds:demo-2026'))], stateOf()),
    '',
  ],
  [
    'the replica of a secret',
    listed(
      [taggedAs(secret('us-east-1'))],
      stateOf(['aws_secretsmanager_secret', { arn: secret('eu-west-1') }]),
    ),
    '',
  ],
  [
    'a log group',
    listed(
      [taggedAs(`${arnOf('logs', 'log-group:/a')}:*`)],
      stateOf(['aws_cloudwatch_log_group', { arn: arnOf('logs', 'log-group:/a') }]),
    ),
    '',
  ],
  ['nothing carries the tags', listed([], stateOf()), ''],
];

/** By the gate that they are about. */
export const outsideRows: Readonly<Record<string, readonly ReviewRow[]>> = { G23: promises, G24: unmanaged };
