import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { Account } from '../support/account';
import { ACCOUNT } from './actions';

const signals = ['edge-trigger', 'function-url'] as const;
const accounts = signals.map(
  (missSignal) => new Account(validated({ ...demo, backfill: { ...demo.backfill, missSignal } })),
);
const roles = accounts.flatMap((account) =>
  account.roles.filter((role) => !/-(plan|apply)$/.test(role)).map((role) => ({ account, role })),
);

/** What AmazonRDSEnhancedMonitoringRole allows; AWS keeps that policy. */
const ENHANCED_MONITORING = [
  ...['CreateLogGroup', 'PutRetentionPolicy'].map((action) => [action, 'log-group:RDSOSMetrics']),
  ...['CreateLogStream', 'PutLogEvents', 'DescribeLogStreams', 'GetLogEvents'].map((action) => [
    action,
    'log-group:RDSOSMetrics:log-stream:db-1',
  ]),
].map(([action, name]) => ({
  action: `logs:${action}`,
  resource: { arn: `arn:aws:logs:eu-central-1:${ACCOUNT}:${name}`, tags: {} },
}));

describe.each(roles)('the boundary of $role', ({ account, role }) => {
  it('takes away nothing that the role’s own policies allow', () => {
    const granted = [...account.grants(role), ...(role.endsWith('-rds') ? ENHANCED_MONITORING : [])];
    const lost = granted.filter(({ action, resource }) => !account.mightAtMost(role, { action, resource }));

    expect(granted.length).toBeGreaterThan(2);
    expect(lost.map(({ action, resource }) => `${action} on ${resource.arn}`)).toEqual([]);
  });

  it('keeps it out of IAM, of CI and of the states', () => {
    for (const [action, arn] of [
      ['iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/x`],
      ['iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/${role}`],
      ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/ci/demo-global-apply`],
      ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/ci/demo-global-apply`],
      ['s3:GetObject', 'arn:aws:s3:::meridian-demo-terraform-state/demo-global.tfstate'],
    ] as const) {
      expect([action, account.mightAtMost(role, { action, resource: { arn, tags: {} } })]).toEqual([
        action,
        false,
      ]);
    }
  });
});

it('bounds every role that a stack makes', () => {
  expect(roles.length).toBeGreaterThan(15);
});
