import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import { production } from '../../../config/deployments/production';
import type { DocumentInput } from '../../../config/document';
import { plannedStacks } from '../../../stacks/platform';
import { stateKey } from '../../../stacks/stack-ids';
import { synthesizedStack } from '../../support/platform';
import {
  type AccessRequest,
  isAllowed,
  type PolicyJson,
  policyJson,
  policyLength,
} from '../../support/policy';
import type { Synthesized } from '../../support/synthesize';

const synthesize = (input: DocumentInput) => synthesizedStack(validated(input), 'state');

/** What S3 says of its buckets: none is another account's. */
const inAccount = (request: AccessRequest): AccessRequest =>
  request.action.startsWith('s3:')
    ? { ...request, context: { 's3:ResourceAccount': '111122223333', ...request.context } }
    : request;

/** Every policy of every role: its trust, its inline policies, and the managed ones attached to it. */
class Roles {
  readonly names: string[];
  private readonly resources: Record<string, Record<string, Record<string, string>>>;

  constructor({ document }: Synthesized) {
    this.resources = document.resource ?? {};
    this.names = this.entries(IamRole).map(([, role]) => String(role.name));
  }

  trust(name: string): PolicyJson {
    return policyJson(String(this.role(name)[1].assume_role_policy));
  }

  inline(name: string): PolicyJson[] {
    return this.entries(IamRolePolicy)
      .filter(([, { role }]) => role === this.reference(name))
      .map(([, { policy }]) => policyJson(String(policy)));
  }

  managed(name: string): PolicyJson[] {
    return this.entries(IamRolePolicyAttachment)
      .filter(([, { role }]) => role === this.reference(name))
      .map(([, { policy_arn }]) => {
        const id = /aws_iam_policy\.([\w-]+)\.arn/.exec(String(policy_arn))?.[1];
        return policyJson(String(this.resources.aws_iam_policy?.[id ?? '']?.policy));
      });
  }

  may(name: string, request: AccessRequest): boolean {
    return isAllowed([...this.inline(name), ...this.managed(name)], inAccount(request));
  }

  private reference(name: string): string {
    return `\${aws_iam_role.${this.role(name)[0]}.name}`;
  }

  private role(name: string): [string, Record<string, string>] {
    const found = this.entries(IamRole).find(([, role]) => role.name === name);
    if (!found) throw new Error(`no role ${name}`);
    return found;
  }

  private entries({ tfResourceType }: { tfResourceType: string }) {
    return Object.entries(this.resources[tfResourceType] ?? {});
  }
}

const document = validated(demo);
const synthesized = synthesize(demo);
const roles = new Roles(synthesized);
const stacks = plannedStacks(document).map(({ id, reads }) => [id, reads] as const);
const bucket = Object.keys(synthesized.document.resource?.aws_s3_bucket ?? {}).find((id) => !/log/.test(id));
const object = (key: string) => `<aws_s3_bucket.${bucket}.arn>/${key}`;

describe('the state bucket', () => {
  const [state] = synthesized.all(S3Bucket).filter((b) => b.bucket === 'meridian-demo-terraform-state');

  it('has the name that every backend uses, and the key that every backend names', () => {
    expect(state).toBeDefined();
    expect(synthesized.only(KmsAlias).name).toBe(synthesized.backend.s3.kms_key_id);
    expect(synthesized.backend.s3.bucket).toBe('meridian-demo-terraform-state');
  });

  it('logs every access to another bucket', () => {
    expect(synthesized.only(S3BucketLoggingA).target_prefix).toBe('state/');
  });

  it('can be thrown away with the demo', () => {
    expect(state).toMatchObject({ force_destroy: true, lifecycle: { prevent_destroy: false } });
  });

  it('is copied to another AWS region where the document names one', () => {
    const copied = synthesize(production);
    const copies = copied.all(S3Bucket).filter(({ provider }) => provider === 'aws.replica');

    expect(copies.map((each) => each.bucket)).toEqual(['meridian-production-terraform-state-replica']);
    expect(copied.document.provider?.aws).toContainEqual(
      expect.objectContaining({ alias: 'replica', region: 'us-west-2' }),
    );
    expect(synthesized.document.provider?.aws).toHaveLength(1);
  });

  describe('of production', () => {
    const protectedStack = synthesize(production);
    const buckets = protectedStack.each(S3Bucket);

    it('survives terraform destroy', () => {
      for (const each of buckets) {
        expect(each).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
      }
    });

    it('survives administrators', () => {
      const [policy] = protectedStack
        .all(S3BucketPolicy)
        .map(({ policy }) => policyJson(policy))
        .filter(({ Statement }) => Statement.some(({ Action }) => Action.includes('s3:DeleteBucket')));
      const [administrator] = [
        { Version: '', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      ] as const;
      const [id] = Object.entries(protectedStack.document.resource?.aws_s3_bucket ?? {})
        .filter(([, { bucket: name }]) => name === 'meridian-production-terraform-state')
        .map(([key]) => key);
      const may = (action: string, resource: string) =>
        isAllowed([administrator, ...(policy ? [policy] : [])], {
          action,
          resource,
          context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' },
        });

      expect(may('s3:DeleteBucket', `<aws_s3_bucket.${id}.arn>`)).toBe(false);
      expect(may('s3:DeleteObjectVersion', `<aws_s3_bucket.${id}.arn>/x.tfstate`)).toBe(false);
      expect(may('s3:PutObject', `<aws_s3_bucket.${id}.arn>/x.tfstate`)).toBe(true);
      expect(may('s3:DeleteObject', `<aws_s3_bucket.${id}.arn>/x.tfstate.tflock`)).toBe(true);
    });
  });
});

describe("CI's roles", () => {
  it('are two for each stack, and no more', () => {
    const ids = stacks.map(([id]) => id).sort();
    expect(roles.names.sort()).toEqual(stacks.flatMap(([id]) => [`${id}-apply`, `${id}-plan`]).sort());
    expect(Object.keys(synthesized.outputs.plan_role_arns?.value).sort()).toEqual(ids);
    expect(Object.keys(synthesized.outputs.apply_role_arns?.value).sort()).toEqual(ids);
  });

  it('do not exist where no repository is named', () => {
    const { ciRepository: _, ...withoutCi } = demo;
    const none = synthesize(withoutCi);

    expect(none.all(IamRole)).toEqual([]);
    expect(none.all(IamOpenidConnectProvider)).toEqual([]);
    expect(none.outputs.plan_role_arns?.value).toEqual({});
  });

  it("use the account's own identity provider where the document names it", () => {
    const ciIdentityProviderArn =
      'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
    const adopting = synthesize({ ...demo, ciIdentityProviderArn });

    expect(adopting.all(IamOpenidConnectProvider)).toEqual([]);
    expect(adopting.all(IamRole)[0]?.assume_role_policy).toContain(ciIdentityProviderArn);
  });

  it('are assumed by subjects with ids where the document has them', () => {
    const ids = synthesize({ ...demo, ciRepository: 'meridian-example@12/platform@345' });

    for (const { assume_role_policy } of ids.each(IamRole)) {
      expect(assume_role_policy).toContain('"repo:meridian-example@12/platform@345:');
      expect(assume_role_policy).not.toContain('meridian-example/');
    }
  });

  it.each(stacks.map(([id]) => id))('%s: is assumed by exact subjects of one repository only', (id) => {
    const condition = (name: string) => roles.trust(name).Statement[0]?.Condition;

    expect(condition(`${id}-plan`)).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': [
          'repo:meridian-example/platform:environment:plan',
          'repo:meridian-example/platform:ref:refs/heads/main',
        ],
      },
    });
    expect(condition(`${id}-apply`)?.StringEquals?.['token.actions.githubusercontent.com:sub']).toEqual([
      `repo:meridian-example/platform:environment:${id}`,
    ]);
  });

  describe.each(stacks)('%s', (id, upstreams) => {
    const plan = `${id}-plan`;
    const apply = `${id}-apply`;
    const own = object(stateKey(id));

    it('reads its own state and those of its upstreams, and no other', () => {
      const readable = stacks
        .map(([other]) => other)
        .filter((other) => roles.may(plan, { action: 's3:GetObject', resource: object(stateKey(other)) }));

      expect(readable.sort()).toEqual([id, ...upstreams].sort());
    });

    it('writes no state but its own, and only while applying', () => {
      for (const [other] of stacks) {
        const request = { action: 's3:PutObject', resource: object(stateKey(other)) };
        expect([other, roles.may(plan, request)]).toEqual([other, false]);
        expect([other, roles.may(apply, request)]).toEqual([other, other === id]);
      }
    });

    it('holds its own lock and nobody else’s', () => {
      for (const [other] of stacks) {
        for (const action of ['s3:PutObject', 's3:DeleteObject']) {
          const request = { action, resource: object(`${stateKey(other)}.tflock`) };
          expect([other, roles.may(plan, request), roles.may(apply, request)]).toEqual([
            other,
            other === id,
            other === id,
          ]);
        }
      }
    });

    it('deletes no state and no version of it, and does not open the bucket', () => {
      for (const [name, action] of [plan, apply].flatMap((name) =>
        ['s3:DeleteObject', 's3:DeleteObjectVersion'].map((action) => [name, action] as const),
      )) {
        expect([name, action, roles.may(name, { action, resource: own })]).toEqual([name, action, false]);
      }
      if (id !== 'demo-state') {
        const request = { action: 's3:PutBucketPolicy', resource: own.replace(/\/.*/, '') };
        expect(roles.may(apply, request)).toBe(false);
      }
    });

    it('uses the key of the states through S3 only', () => {
      const key = Object.keys(synthesized.document.resource?.aws_kms_key ?? {})[0];
      const request = { action: 'kms:Decrypt', resource: `<aws_kms_key.${key}.arn>` };

      expect(
        roles.may(plan, { ...request, context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }),
      ).toBe(true);
      expect(roles.may(plan, request)).toBe(false);
    });

    it('fits into what IAM stores', () => {
      for (const name of [plan, apply]) {
        expect(roles.inline(name).reduce((sum, p) => sum + policyLength(p), 0)).toBeLessThan(10_240);
        expect(roles.managed(name).length).toBeLessThanOrEqual(10);
        expect(Math.max(...roles.managed(name).map(policyLength))).toBeLessThan(6144);
      }
    });

    it('plans without the right to change anything', () => {
      const changes = roles
        .managed(plan)
        .flatMap(({ Statement }) => Statement)
        .flatMap(({ Action }) => Action)
        .filter((action) => !/:(Describe|Get|List)|^kms:Decrypt$/.test(action));

      expect(changes).toEqual([]);
    });

    it('grants no wildcard of a whole service, and never everything', () => {
      const granted = [...roles.managed(apply), ...roles.inline(apply)]
        .flatMap(({ Statement }) => Statement)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action);

      expect(granted.filter((action) => /^\*|:\*$/.test(action))).toEqual([]);
    });

    it('reads no secret but the origin secrets', () => {
      const secret = (name: string) => ({
        action: 'secretsmanager:GetSecretValue',
        resource: `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-AbCdEf`,
      });
      for (const name of [plan, apply]) {
        expect(roles.may(name, secret('demo/database/master'))).toBe(false);
        expect(roles.may(name, secret('production/origin-secret/v1'))).toBe(false);
      }
    });

    it('cannot raise its own rights', () => {
      const boundary = `arn:aws:iam::111122223333:policy/${id}-role-boundary`;
      const context = { 'iam:PermissionsBoundary': boundary, 'iam:PassedToService': 'lambda.amazonaws.com' };
      const escalations: AccessRequest[] = [
        ...['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:PassRole'].map(
          (action) => ({ action, resource: `arn:aws:iam::111122223333:role/ci/${id}-apply`, context }),
        ),
        ...['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:DeletePolicy'].map((action) => ({
          action,
          resource: boundary,
        })),
        { action: 'iam:CreateRole', resource: `arn:aws:iam::111122223333:role/${id}/x` },
        { action: 'iam:DeleteRolePermissionsBoundary', resource: `arn:aws:iam::111122223333:role/${id}/x` },
        { action: 'iam:CreateRole', resource: 'arn:aws:iam::111122223333:role/x', context },
        { action: 'iam:CreateUser', resource: 'arn:aws:iam::111122223333:user/x' },
        { action: 'iam:CreateAccessKey', resource: 'arn:aws:iam::111122223333:user/x' },
        { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/admin' },
      ];
      for (const request of escalations) {
        expect([request.action, request.resource, roles.may(apply, request)]).toEqual([
          request.action,
          request.resource,
          false,
        ]);
      }
    });
  });
});

describe('the roles of one kind', () => {
  const region = 'demo-region-europe-apply';
  const data = 'demo-data-europe-apply';
  const mesh = 'demo-mesh-apply';
  const backfill = 'demo-backfill-apply';
  const global = 'demo-global-apply';

  it('make roles of their own path, with the boundary, and for named services', () => {
    const create = {
      action: 'iam:CreateRole',
      resource: `arn:aws:iam::111122223333:role/demo-backfill/demo-fill-1`,
      context: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/demo-backfill-role-boundary' },
    };
    const pass = { ...create, action: 'iam:PassRole' };

    expect(roles.may(backfill, create)).toBe(true);
    expect(roles.may(region, create)).toBe(false);
    expect(roles.may(backfill, { ...pass, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } })).toBe(
      true,
    );
    expect(roles.may(backfill, { ...pass, context: { 'iam:PassedToService': 'glue.amazonaws.com' } })).toBe(
      false,
    );
  });

  it('change DNS records of their own names only', () => {
    const change = (name: string) => ({
      action: 'route53:ChangeResourceRecordSets',
      resource: 'arn:aws:route53:::hostedzone/Z1',
      context: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': name },
    });

    expect(roles.may(region, change('europe.origin.meridian.example'))).toBe(true);
    expect(roles.may(region, change('read.internal.meridian.example'))).toBe(false);
    expect(roles.may(data, change('read.internal.meridian.example'))).toBe(true);
    expect(roles.may(data, change('europe.origin.meridian.example'))).toBe(false);
    expect(roles.may(region, change('www.meridian.example'))).toBe(false);
    expect(roles.may(backfill, change('media.meridian.example'))).toBe(true);
    expect(roles.may(backfill, change('api.meridian.example'))).toBe(false);
    expect(roles.may(global, change('www.meridian.example'))).toBe(true);
  });

  it('work in the AWS regions of their stack only', () => {
    const create = (awsRegion: string) => ({
      action: 'ec2:CreateVpc',
      resource: `arn:aws:ec2:${awsRegion}:111122223333:vpc/*`,
      context: { 'aws:RequestedRegion': awsRegion },
    });

    expect(roles.may(region, create('eu-central-1'))).toBe(true);
    expect(roles.may(region, create('ap-southeast-1'))).toBe(false);
    expect(roles.may(region, create('us-west-2'))).toBe(false);
    expect(roles.may(global, create('us-east-1'))).toBe(false);
    expect(roles.may(mesh, create('eu-central-1'))).toBe(false);
    for (const awsRegion of ['ap-southeast-1', 'eu-central-1', 'us-west-2']) {
      const { resource, context } = create(awsRegion);
      const peer = { action: 'ec2:CreateVpcPeeringConnection', resource };
      const tagged = { ...context, 'aws:ResourceTag/deployment': 'demo' };
      expect(roles.may(mesh, { ...peer, context: tagged })).toBe(true);
      expect(roles.may(mesh, { ...peer, context })).toBe(false);
    }
  });

  it('leave resources of other stacks alone', () => {
    const remove = (stack: string) => ({
      action: 'rds:DeleteDBCluster',
      resource: 'arn:aws:rds:eu-central-1:111122223333:cluster:demo-europe',
      context: { 'aws:ResourceTag/stack': stack },
    });

    expect(roles.may(data, remove('demo-data-europe'))).toBe(true);
    expect(roles.may(data, remove('demo-data-asia'))).toBe(false);
    expect(roles.may(region, remove('demo-data-europe'))).toBe(false);
  });

  it('are changed by an administrator: CI does not change what CI may do', () => {
    const state = 'demo-state-apply';
    const iam = [...roles.managed(state), ...roles.inline(state)]
      .flatMap(({ Statement }) => Statement)
      .flatMap(({ Action }) => Action)
      .filter((action) => action.startsWith('iam:'));

    // With the last one S3 gets the role that copies states, which is none of CI’s.
    expect(iam).toEqual(['iam:Get*', 'iam:List*', 'iam:PassRole']);
  });
});

describe('the boundary of a stack’s roles', () => {
  const boundaries = synthesized.all(IamPolicy).filter(({ name }) => /-role-boundary$/.test(name));
  const boundary = boundaries.find(({ name }) => name === 'demo-backfill-role-boundary');
  const policy = policyJson(String(boundary?.policy));
  const administrator: PolicyJson = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  };
  const may = (action: string, resource: string) =>
    [policy, administrator].every((each) => isAllowed([each], inAccount({ action, resource })));

  it('is one for each stack that makes roles, and fits into what IAM stores', () => {
    expect(boundaries.map(({ name }) => name).sort()).toEqual(
      [
        'backfill',
        'data-america',
        'data-asia',
        'data-europe',
        'mesh',
        'region-america',
        'region-asia',
        'region-europe',
      ].map((stack) => `demo-${stack}-role-boundary`),
    );
    expect(Math.max(...boundaries.map((each) => policyLength(policyJson(each.policy))))).toBeLessThan(6144);
  });

  it('lets nobody into IAM or the states, whatever the role’s own policy says', () => {
    expect(may('iam:CreateUser', '*')).toBe(false);
    expect(may('sts:AssumeRole', 'arn:aws:iam::111122223333:role/admin')).toBe(false);
    expect(may('s3:GetObject', object('demo-global.tfstate'))).toBe(false);
    expect(may('s3:PutObject', 'arn:aws:s3:::somebody-else/x')).toBe(false);
    expect(may('s3:PutObject', 'arn:aws:s3:::demo-europe-objects-1/x')).toBe(false);
  });

  it('lets functions work', () => {
    expect(may('s3:PutObject', 'arn:aws:s3:::demo-media-europe-1/images/a.png')).toBe(true);
    expect(may('sqs:ReceiveMessage', 'arn:aws:sqs:eu-central-1:111122223333:demo-misses-europe')).toBe(true);
    expect(may('logs:PutLogEvents', 'arn:aws:logs:eu-central-1:111122223333:log-group:x')).toBe(true);
  });
});
