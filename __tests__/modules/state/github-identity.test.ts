import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { GithubIdentity, githubSubjects } from '../../../modules/state/github-identity';
import { RoleBoundary } from '../../../modules/state/role-boundary';
import { Synthesized } from '../../support/synthesize';

const synthesize = (providerArn?: string) =>
  Synthesized.module((scope) => {
    new GithubIdentity(scope, 'github', { providerArn });
  });

describe('GithubIdentity', () => {
  it('trusts tokens that GitHub made for AWS', () => {
    expect(synthesize().only(IamOpenidConnectProvider)).toMatchObject({
      url: 'https://token.actions.githubusercontent.com',
      client_id_list: ['sts.amazonaws.com'],
    });
  });

  it('adopts the provider that the account has', () => {
    expect(synthesize('arn:provider').all(IamOpenidConnectProvider)).toEqual([]);
  });
});

describe('githubSubjects', () => {
  it('compares whole subjects, and the audience', () => {
    expect(githubSubjects(['repo:o/n:environment:e'])).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': ['repo:o/n:environment:e'],
      },
    });
  });
});

describe('RoleBoundary', () => {
  it('has the name that service roles look for', () => {
    const policy = Synthesized.module((scope) => {
      new RoleBoundary(scope, 'boundary', {
        name: 'demo-role-boundary',
        statements: [{ actions: ['logs:PutLogEvents'], resources: ['*'] }],
      });
    }).only(IamPolicy);

    expect(policy.name).toBe('demo-role-boundary');
    expect(policy).not.toHaveProperty('path');
    expect(policy.policy).toContain('logs:PutLogEvents');
  });
});
