import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { StackRoles } from '../../../modules/state/stack-roles';
import { isAllowed, policyJson } from '../../support/policy';
import { Synthesized } from '../../support/synthesize';

const BUCKET = 'arn:aws:s3:::states';
const ACCOUNT = '111122223333';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';

const synthesized = Synthesized.module((scope) => {
  new StackRoles(scope, 'roles', {
    stackId: 'demo-backfill',
    repository: 'owner/name',
    identityProviderArn: 'arn:github',
    stateBucket: { arn: BUCKET, accountId: ACCOUNT, awsRegion: 'eu-west-1', encryptionKeyArn: KEY },
    stateKeys: { own: 'demo-backfill.tfstate', upstream: ['demo-global.tfstate'] },
    readPolicies: { '1': [{ actions: ['sqs:GetQueueAttributes'], resources: ['*'] }] },
    writePolicies: { '1': [{ actions: ['sqs:CreateQueue'], resources: ['*'] }] },
  });
});

const role = (name: string) => synthesized.all(IamRole).find((candidate) => candidate.name === name);
const state = (kind: 'plan' | 'apply') =>
  synthesized
    .all(IamRolePolicy)
    .filter((policy) => policy.role.includes(`_${kind}-role_`))
    .map(({ policy }) => policyJson(policy));
const may = (kind: 'plan' | 'apply', action: string, key: string, account = ACCOUNT) =>
  isAllowed(state(kind), {
    action,
    resource: `${BUCKET}/${key}`,
    context: { 's3:ResourceAccount': account },
  });

describe('StackRoles', () => {
  it('are out of reach of the roles that stacks make', () => {
    expect(synthesized.all(IamRole).map(({ path }) => path)).toEqual(['/ci/', '/ci/']);
    expect(synthesized.all(IamPolicy).map(({ path }) => path)).toEqual(['/ci/', '/ci/']);
  });

  it('plan for the environment of pull requests and for the main branch', () => {
    expect(policyJson(role('demo-backfill-plan')?.assume_role_policy).Statement[0]).toMatchObject({
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Principal: { Federated: 'arn:github' },
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': [
            'repo:owner/name:environment:plan',
            'repo:owner/name:ref:refs/heads/main',
          ],
        },
      },
    });
  });

  it('apply for the GitHub environment of the stack alone', () => {
    const trust = role('demo-backfill-apply')?.assume_role_policy;

    expect(trust).toContain('["repo:owner/name:environment:demo-backfill"]');
    expect(trust).not.toContain('*');
  });

  it('read own and upstream states', () => {
    for (const kind of ['plan', 'apply'] as const) {
      expect(may(kind, 's3:GetObject', 'demo-backfill.tfstate')).toBe(true);
      expect(may(kind, 's3:GetObject', 'demo-global.tfstate')).toBe(true);
      expect(may(kind, 's3:GetObject', 'demo-region-asia.tfstate')).toBe(false);
    }
  });

  it('write the own state only, and only while applying', () => {
    expect(may('apply', 's3:PutObject', 'demo-backfill.tfstate')).toBe(true);
    expect(may('plan', 's3:PutObject', 'demo-backfill.tfstate')).toBe(false);
    expect(may('apply', 's3:PutObject', 'demo-global.tfstate')).toBe(false);
    expect(may('apply', 's3:PutObject', 'demo-backfill.tfstate.old')).toBe(false);
  });

  it('hold the own lock', () => {
    for (const kind of ['plan', 'apply'] as const) {
      expect(may(kind, 's3:PutObject', 'demo-backfill.tfstate.tflock')).toBe(true);
      expect(may(kind, 's3:DeleteObject', 'demo-backfill.tfstate.tflock')).toBe(true);
      expect(may(kind, 's3:DeleteObject', 'demo-global.tfstate.tflock')).toBe(false);
    }
  });

  it('know the bucket no longer once another account has one of its name', () => {
    const other = '999999999999';

    expect(may('apply', 's3:PutObject', 'demo-backfill.tfstate', other)).toBe(false);
    expect(may('plan', 's3:GetObject', 'demo-backfill.tfstate', other)).toBe(false);
    expect(may('plan', 's3:PutObject', 'demo-backfill.tfstate.tflock', other)).toBe(false);
  });

  it('delete no state', () => {
    expect(may('apply', 's3:DeleteObject', 'demo-backfill.tfstate')).toBe(false);
    expect(may('apply', 's3:DeleteObjectVersion', 'demo-backfill.tfstate')).toBe(false);
  });

  it('use the key of the bucket through S3 only', () => {
    const request = { action: 'kms:Decrypt', resource: KEY };
    const through = (service: string) => ({ ...request, context: { 'kms:ViaService': service } });

    expect(isAllowed(state('apply'), through('s3.eu-west-1.amazonaws.com'))).toBe(true);
    expect(isAllowed(state('apply'), through('secretsmanager.eu-west-1.amazonaws.com'))).toBe(false);
    expect(isAllowed(state('apply'), request)).toBe(false);
  });

  it('change resources only while applying', () => {
    const attached = (kind: string) =>
      synthesized
        .all(IamRolePolicyAttachment)
        .filter((attachment) => attachment.role.includes(`_${kind}-role_`))
        .map((attachment) => /_(read|write)-1_/.exec(attachment.policy_arn)?.[1]);

    expect(attached('plan')).toEqual(['read']);
    expect(attached('apply')).toEqual(['read', 'write']);
  });

  it('live long enough for a database to be made', () => {
    expect(role('demo-backfill-apply')?.max_session_duration).toBe(7200);
  });
});
