import { account } from './attacks';
import { iam, vpcOf } from './attacks/things';

interface InTurn {
  readonly when: string;
  readonly stack: string;
  /** Where the service asks. */
  readonly awsRegion: string;
  readonly actions: readonly string[];
  readonly arn?: string;
}

const LOG_DELIVERY = ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:UpdateLogDelivery'];
const asia = { stack: 'demo-region-asia', awsRegion: 'ap-southeast-1' };

/** What services of AWS do in turn with the rights of whoever applies, which no request of Terraform's shows. */
const IN_TURN: readonly InTurn[] = [
  {
    ...asia,
    when: 'a load balancer gets security groups',
    actions: ['ec2:GetSecurityGroupsForVpc'],
    arn: vpcOf(asia.stack).arn,
  },
  {
    ...asia,
    when: 'WAF’s logs go to a log group',
    actions: [...LOG_DELIVERY, 'logs:DescribeResourcePolicies', 'logs:PutResourcePolicy'],
  },
  { ...asia, when: 'flow logs of a network go to a bucket', actions: LOG_DELIVERY },
  {
    stack: 'demo-global',
    when: 'flow logs of an accelerator go to a bucket',
    awsRegion: 'us-west-2',
    actions: LOG_DELIVERY,
  },
];

describe.each(IN_TURN)('when $when, CI of $stack', ({ stack, awsRegion, actions, arn = '*' }) => {
  const may = (role: string, action: string, region: string) =>
    account.may(role, {
      action,
      resource: { arn, tags: {} },
      context: { 'aws:RequestedRegion': region },
    });

  it.each(actions)('may %s', (action) => {
    expect(may(`${stack}-apply`, action, awsRegion)).toBe(true);
    expect(may(`${stack}-apply`, action, 'sa-east-1')).toBe(false);
  });
});

describe('when S3 gets the role that copies states, CI of the states', () => {
  const passes = (role: string, service: string) =>
    account.may('demo-state-apply', {
      action: 'iam:PassRole',
      resource: iam(`role/ci/${role}`),
      context: { 'iam:PassedToService': service },
    });

  it('may pass it, to S3 alone, and no other role', () => {
    expect(passes('demo-state-replica', 's3.amazonaws.com')).toBe(true);
    expect(passes('demo-state-replica', 'lambda.amazonaws.com')).toBe(false);
    expect(passes('demo-global-apply', 's3.amazonaws.com')).toBe(false);
    expect(passes('production-state-replica', 's3.amazonaws.com')).toBe(false);
  });
});
