import {
  ACCOUNT,
  allow,
  deny,
  documented,
  OTHER_ACCOUNT,
  ROLE_ARN,
  ROOT,
  SESSION,
  SESSION_ARN,
  USER_ARN,
} from '../support/cases';

const SERVICE = { kind: 'service', name: 'lambda.amazonaws.com' } as const;
const ANONYMOUS = { kind: 'anonymous' } as const;
const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const WEB_IDENTITY = { kind: 'web identity', provider: GITHUB } as const;

const to = (principal: unknown) => ({ Principal: principal });
const aws = (...arns: string[]) => to({ AWS: arns });
const KEY = {
  action: 'kms:Decrypt',
  resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`,
  rules: 'key',
} as const;
const ROLE = {
  action: 'sts:AssumeRole',
  resource: `arn:aws:iam::${ACCOUNT}:role/deployer`,
  rules: 'role trust',
} as const;

documented({
  'reference_policies_evaluation-logic_policy-eval-denyallow': [
    {
      it: 'denies by default',
      is: 'implicit deny',
      because: 'because no identity-based policy allows the s3:GetObject action',
    },
    { it: 'lets the root user do everything', caller: ROOT, is: 'allow' },
    {
      it: 'denies the root user what a resource denies it explicitly',
      caller: ROOT,
      resourcePolicy: [deny('s3:*', aws(ACCOUNT))],
      is: 'explicit deny',
    },
    {
      it: 'allows what one of the policies allows',
      identity: [allow('s3:List*'), allow('s3:Get*')],
      is: 'allow',
    },
    {
      it: 'denies what the identity denies, whatever else allows it',
      identity: [allow(), deny()],
      resourcePolicy: [allow('s3:*', aws(USER_ARN))],
      is: 'explicit deny',
      because: 'with an explicit deny in an identity-based policy',
    },
    {
      it: 'denies what a service control policy does not allow',
      identity: [allow()],
      levels: [{ kind: 'service control policy', statements: [allow('ec2:*')] }],
      is: 'implicit deny',
      because: 'because no service control policy allows the s3:GetObject action',
    },
    {
      it: 'denies what one of several levels of service control policies does not allow',
      identity: [allow()],
      levels: [
        { kind: 'service control policy', statements: [allow('*')] },
        { kind: 'service control policy', statements: [allow('ec2:*')] },
      ],
      is: 'implicit deny',
    },
    {
      it: 'grants nothing by a service control policy',
      levels: [{ kind: 'service control policy', statements: [allow('*')] }],
      is: 'implicit deny',
    },
    {
      it: 'limits the root user of a member account by service control policies',
      caller: ROOT,
      levels: [{ kind: 'service control policy', statements: [allow('*'), deny('s3:*')] }],
      is: 'explicit deny',
      because: 'with an explicit deny in a service control policy',
    },
    {
      it: 'denies what a resource control policy denies',
      identity: [allow()],
      levels: [{ kind: 'resource control policy', statements: [allow('*'), deny('s3:*', to('*'))] }],
      is: 'explicit deny',
      because: 'with an explicit deny in a resource control policy',
    },
  ],
  'reference_policies_evaluation-logic_policy-eval-basics': [
    {
      it: 'allows a user what the identity allows and the resource does not mention',
      identity: [allow()],
      resourcePolicy: [allow('s3:PutObject', aws(`arn:aws:iam::${ACCOUNT}:user/ben`))],
      is: 'allow',
    },
    {
      it: 'allows a user what only the resource allows',
      resourcePolicy: [allow('s3:GetObject', aws(USER_ARN))],
      is: 'allow',
    },
    {
      it: 'allows a role what only the resource allows',
      caller: SESSION,
      resourcePolicy: [allow('s3:GetObject', aws(ROLE_ARN))],
      is: 'allow',
    },
    {
      it: 'denies a user what the resource denies',
      identity: [allow()],
      resourcePolicy: [deny('s3:GetObject', aws(USER_ARN))],
      is: 'explicit deny',
      because: 'with an explicit deny in a resource-based policy',
    },
    {
      it: 'denies a session what the resource denies its role',
      caller: SESSION,
      identity: [allow()],
      resourcePolicy: [deny('s3:GetObject', aws(ROLE_ARN))],
      is: 'explicit deny',
    },
    {
      it: 'leaves a grant to another user to that user',
      resourcePolicy: [allow('s3:GetObject', aws(`arn:aws:iam::${ACCOUNT}:user/ben`))],
      is: 'implicit deny',
    },
  ],
  'reference_policies_evaluation-logic_policy-eval-reference-policies': [
    {
      it: 'limits a grant to a role by a silent boundary',
      caller: SESSION,
      boundary: [allow('ec2:*')],
      resourcePolicy: [allow('s3:GetObject', aws(ROLE_ARN))],
      is: 'implicit deny',
      because: 'because no permissions boundary allows the s3:GetObject action',
    },
    {
      it: 'limits a grant to a role by a silent session policy',
      caller: SESSION,
      session: [allow('ec2:*')],
      resourcePolicy: [allow('s3:GetObject', aws(ROLE_ARN))],
      is: 'implicit deny',
      because: 'because no session policy allows the s3:GetObject action',
    },
    {
      it: 'does not limit a grant to a session by a silent boundary and session policy',
      caller: SESSION,
      boundary: [allow('ec2:*')],
      session: [allow('ec2:*')],
      resourcePolicy: [allow('s3:GetObject', aws(SESSION_ARN))],
      is: 'allow',
    },
    {
      it: 'limits a grant to a session by a boundary that denies',
      caller: SESSION,
      boundary: [allow('*'), deny('s3:*')],
      resourcePolicy: [allow('s3:GetObject', aws(SESSION_ARN))],
      is: 'explicit deny',
      because: 'with an explicit deny in a permissions boundary',
    },
    {
      it: 'does not limit a grant to a user by a silent boundary',
      boundary: [allow('ec2:*')],
      resourcePolicy: [allow('s3:GetObject', aws(USER_ARN))],
      is: 'allow',
    },
    {
      it: 'limits a grant to a user who federated by a silent session policy',
      caller: {
        kind: 'session',
        account: ACCOUNT,
        arn: `arn:aws:sts::${ACCOUNT}:federated-user/ana`,
        of: USER_ARN,
      },
      session: [allow('ec2:*')],
      resourcePolicy: [allow('s3:GetObject', aws(USER_ARN))],
      is: 'implicit deny',
    },
    {
      it: 'does not limit a grant to the session of a federated user',
      caller: {
        kind: 'session',
        account: ACCOUNT,
        arn: `arn:aws:sts::${ACCOUNT}:federated-user/ana`,
        of: USER_ARN,
      },
      session: [allow('ec2:*')],
      resourcePolicy: [allow('s3:GetObject', aws(`arn:aws:sts::${ACCOUNT}:federated-user/ana`))],
      is: 'allow',
    },
  ],
  access_policies_boundaries: [
    { it: 'grants nothing by a boundary', boundary: [allow('*')], is: 'implicit deny' },
    {
      it: 'denies what the boundary does not allow',
      identity: [allow('iam:CreateUser')],
      action: 'iam:CreateUser',
      resource: `arn:aws:iam::${ACCOUNT}:user/ben`,
      boundary: [allow(['s3:*', 'cloudwatch:*', 'ec2:*'])],
      is: 'implicit deny',
      because: 'because no permissions boundary allows the iam:CreateUser action',
    },
    {
      it: 'allows what identity and boundary allow',
      identity: [allow()],
      boundary: [allow('s3:*')],
      is: 'allow',
    },
    {
      it: 'denies what the boundary denies',
      identity: [allow()],
      boundary: [allow('*'), deny('s3:*', { Resource: ['arn:aws:s3:::photos', 'arn:aws:s3:::photos/*'] })],
      is: 'explicit deny',
    },
    {
      it: 'takes the boundary, the service control policy and the identity together',
      identity: [allow()],
      boundary: [allow('s3:*')],
      levels: [{ kind: 'service control policy', statements: [allow('s3:Get*')] }],
      is: 'allow',
    },
  ],
  'access_policies#policies_session': [
    { it: 'grants nothing by a session policy', caller: SESSION, session: [allow('*')], is: 'implicit deny' },
    {
      it: 'denies what the session policy does not allow',
      caller: SESSION,
      identity: [allow('s3:*')],
      session: [allow('s3:List*')],
      is: 'implicit deny',
      because: 'because no session policy allows the s3:GetObject action',
    },
    {
      it: 'allows what identity, boundary and session policy allow',
      caller: SESSION,
      identity: [allow('s3:*')],
      boundary: [allow('s3:Get*')],
      session: [allow('*')],
      is: 'allow',
    },
    {
      it: 'denies what the session policy denies',
      caller: SESSION,
      identity: [allow('s3:*')],
      session: [allow('*'), deny()],
      is: 'explicit deny',
      because: 'with an explicit deny in a session policy',
    },
  ],
  'reference_policies_evaluation-logic-cross-account': [
    {
      it: 'needs the identity to allow as well',
      resourceAccount: OTHER_ACCOUNT,
      resourcePolicy: [allow('s3:GetObject', aws(USER_ARN))],
      is: 'implicit deny',
      because: 'because no identity-based policy allows',
    },
    {
      it: 'needs the resource to allow as well',
      resourceAccount: OTHER_ACCOUNT,
      identity: [allow()],
      is: 'implicit deny',
      because: 'because no resource-based policy allows',
    },
    {
      it: 'allows what the identity and a grant to its account allow',
      resourceAccount: OTHER_ACCOUNT,
      identity: [allow()],
      resourcePolicy: [allow('s3:GetObject', aws(`arn:aws:iam::${ACCOUNT}:root`))],
      is: 'allow',
    },
    {
      it: 'limits a session named by the resource by its boundary',
      caller: SESSION,
      resourceAccount: OTHER_ACCOUNT,
      identity: [allow()],
      boundary: [allow('ec2:*')],
      resourcePolicy: [allow('s3:GetObject', aws(SESSION_ARN))],
      is: 'implicit deny',
    },
    {
      it: 'denies what the other account denies',
      resourceAccount: OTHER_ACCOUNT,
      identity: [allow()],
      resourcePolicy: [allow('s3:*', aws(ACCOUNT)), deny('s3:*', to('*'))],
      is: 'explicit deny',
    },
  ],
  'id_roles_compare-resource-policies': [
    {
      it: 'lets nobody assume a role that does not trust the account',
      ...ROLE,
      identity: [allow('sts:AssumeRole')],
      resourcePolicy: [allow('sts:AssumeRole', aws(OTHER_ACCOUNT))],
      is: 'implicit deny',
      because: 'because no role trust policy allows the sts:AssumeRole action',
    },
    {
      it: 'needs the identity to allow where the role trusts the account',
      ...ROLE,
      resourcePolicy: [allow('sts:AssumeRole', aws(`arn:aws:iam::${ACCOUNT}:root`))],
      is: 'implicit deny',
      because: 'because no identity-based policy allows the sts:AssumeRole action',
    },
    {
      it: 'lets a user of the trusted account assume the role',
      ...ROLE,
      identity: [allow('sts:AssumeRole')],
      resourcePolicy: [allow('sts:AssumeRole', aws(`arn:aws:iam::${ACCOUNT}:root`))],
      is: 'allow',
    },
    {
      it: 'lets a user of the account assume a role that names the user',
      ...ROLE,
      resourcePolicy: [allow('sts:AssumeRole', aws(USER_ARN))],
      is: 'allow',
    },
    {
      it: 'denies whom the role denies, with the sentence of its own',
      ...ROLE,
      identity: [allow('sts:AssumeRole')],
      resourcePolicy: [deny('sts:AssumeRole', to('*'))],
      is: 'explicit deny',
      because: 'with an explicit deny in the role trust policy',
    },
    {
      it: 'lets a service assume a role that names it',
      ...ROLE,
      caller: SERVICE,
      resourcePolicy: [allow('sts:AssumeRole', to({ Service: 'lambda.amazonaws.com' }))],
      is: 'allow',
    },
    {
      it: 'lets no other service assume it',
      ...ROLE,
      caller: SERVICE,
      resourcePolicy: [allow('sts:AssumeRole', to({ Service: 'ec2.amazonaws.com' }))],
      is: 'implicit deny',
    },
  ],
  id_roles_create_for_idp_oidc: [
    {
      it: 'lets the subject that the role names assume it',
      ...ROLE,
      action: 'sts:AssumeRoleWithWebIdentity',
      caller: WEB_IDENTITY,
      context: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:environment:demo-global' },
      resourcePolicy: [
        allow('sts:AssumeRoleWithWebIdentity', {
          ...to({ Federated: GITHUB }),
          Condition: {
            StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:environment:demo-global' },
          },
        }),
      ],
      is: 'allow',
    },
    {
      it: 'lets no other subject assume it',
      ...ROLE,
      action: 'sts:AssumeRoleWithWebIdentity',
      caller: WEB_IDENTITY,
      context: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:pull_request' },
      resourcePolicy: [
        allow('sts:AssumeRoleWithWebIdentity', {
          ...to({ Federated: GITHUB }),
          Condition: {
            StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:environment:demo-global' },
          },
        }),
      ],
      is: 'implicit deny',
      because: 'because no role trust policy allows the sts:AssumeRoleWithWebIdentity action',
    },
    {
      it: 'lets nobody with a token of another provider assume it',
      ...ROLE,
      action: 'sts:AssumeRoleWithWebIdentity',
      caller: { kind: 'web identity', provider: 'accounts.google.com' },
      resourcePolicy: [allow('sts:AssumeRoleWithWebIdentity', to({ Federated: GITHUB }))],
      is: 'implicit deny',
    },
  ],
  reference_policies_elements_principal: [
    {
      it: 'grants everybody of the account by a wildcard, without further permission',
      resourcePolicy: [allow('s3:GetObject', to('*'))],
      is: 'allow',
    },
    {
      it: 'grants anonymous callers by a wildcard',
      caller: ANONYMOUS,
      resourcePolicy: [allow('s3:GetObject', to('*'))],
      is: 'allow',
    },
    {
      it: 'takes AWS with a wildcard for everybody, anonymous callers included',
      caller: ANONYMOUS,
      resourcePolicy: [allow('s3:GetObject', aws('*'))],
      is: 'allow',
    },
    {
      it: 'grants anonymous callers nothing that names an account',
      caller: ANONYMOUS,
      resourcePolicy: [allow('s3:GetObject', aws(ACCOUNT))],
      is: 'implicit deny',
    },
    {
      it: 'needs another account’s identity to allow what a wildcard grants',
      resourceAccount: OTHER_ACCOUNT,
      resourcePolicy: [allow('s3:GetObject', to('*'))],
      is: 'implicit deny',
    },
    {
      it: 'does not limit by a silent boundary what a wildcard with aws:PrincipalArn grants a role',
      caller: SESSION,
      boundary: [allow('ec2:*')],
      context: { 'aws:PrincipalArn': ROLE_ARN },
      resourcePolicy: [
        allow('s3:GetObject', { ...to('*'), Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE_ARN } } }),
      ],
      is: 'allow',
    },
    {
      it: 'takes no wildcard inside of a principal’s ARN',
      resourcePolicy: [allow('s3:GetObject', aws(`arn:aws:iam::${ACCOUNT}:user/*`))],
      is: 'implicit deny',
    },
    {
      it: 'knows an account by its number as by its ARN',
      resourceAccount: OTHER_ACCOUNT,
      identity: [allow()],
      resourcePolicy: [allow('s3:GetObject', aws(ACCOUNT))],
      is: 'allow',
    },
    {
      it: 'grants a service what names the service',
      caller: SERVICE,
      action: 'sqs:SendMessage',
      resource: `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`,
      resourcePolicy: [
        allow('sqs:SendMessage', to({ Service: ['sns.amazonaws.com', 'lambda.amazonaws.com'] })),
      ],
      is: 'allow',
    },
    {
      it: 'grants a service nothing that a wildcard for a condition on another source grants',
      caller: SERVICE,
      context: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${ACCOUNT}:one` },
      resourcePolicy: [
        allow('s3:GetObject', {
          ...to('*'),
          Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${ACCOUNT}:other` } },
        }),
      ],
      is: 'implicit deny',
    },
  ],
  reference_policies_elements_notprincipal: [
    {
      it: 'spares the user that it names with its account',
      identity: [allow()],
      resourcePolicy: [
        deny('s3:*', {
          NotPrincipal: { AWS: [USER_ARN, `arn:aws:iam::${ACCOUNT}:root`] },
        }),
      ],
      is: 'allow',
    },
    {
      it: 'denies everybody else',
      identity: [allow()],
      resourcePolicy: [
        deny('s3:*', {
          NotPrincipal: { AWS: [`arn:aws:iam::${ACCOUNT}:user/ben`, `arn:aws:iam::${ACCOUNT}:root`] },
        }),
      ],
      is: 'explicit deny',
    },
    {
      it: 'denies a user whose account it does not name',
      identity: [allow()],
      resourcePolicy: [deny('s3:*', { NotPrincipal: { AWS: USER_ARN } })],
      is: 'explicit deny',
    },
    {
      it: 'spares the session that it names with its role and account',
      caller: SESSION,
      identity: [allow()],
      resourcePolicy: [
        deny('s3:*', {
          NotPrincipal: {
            AWS: [SESSION_ARN, ROLE_ARN, `arn:aws:iam::${ACCOUNT}:root`],
          },
        }),
      ],
      is: 'allow',
    },
    {
      it: 'denies a session of which it names the role only',
      caller: SESSION,
      identity: [allow()],
      resourcePolicy: [deny('s3:*', { NotPrincipal: { AWS: [ROLE_ARN, `arn:aws:iam::${ACCOUNT}:root`] } })],
      is: 'explicit deny',
    },
    {
      it: 'with Allow grants everybody but the named',
      caller: ANONYMOUS,
      resourcePolicy: [allow('s3:GetObject', { NotPrincipal: { AWS: ACCOUNT } })],
      is: 'allow',
    },
  ],
  'troubleshoot_access-denied': [
    {
      it: 'names the user, the action and the resource',
      action: 'codedeploy:ListDeployments',
      resource: 'arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:*',
      is: 'implicit deny',
      because: `User: arn:aws:iam::${ACCOUNT}:user/ana is not authorized to perform: codedeploy:ListDeployments on resource: "arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:*" because no identity-based policy allows the codedeploy:ListDeployments action`,
    },
    {
      it: 'names no resource where the action has none',
      action: 'codecommit:ListRepositories',
      resource: '*',
      is: 'implicit deny',
      because:
        'is not authorized to perform: codecommit:ListRepositories because no identity-based policy allows',
    },
    {
      it: 'names the endpoint’s policy that is silent',
      identity: [allow()],
      levels: [
        {
          kind: 'VPC endpoint policy',
          statements: [allow('s3:GetObject', { Principal: '*', Resource: 'arn:aws:s3:::films/*' })],
        },
      ],
      is: 'implicit deny',
      because: 'because no VPC endpoint policy allows the s3:GetObject action',
    },
    {
      it: 'names the endpoint’s policy that denies',
      identity: [allow()],
      levels: [{ kind: 'VPC endpoint policy', statements: [deny('s3:*', { Principal: '*' })] }],
      is: 'explicit deny',
      because: 'with an explicit deny in a VPC endpoint policy',
    },
  ],
  'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies': [
    {
      it: 'makes nothing of an identity’s policy where the key does not pass on to the account',
      ...KEY,
      identity: [allow('kms:*')],
      resourcePolicy: [allow('kms:*', aws(`arn:aws:iam::${ACCOUNT}:user/ben`))],
      is: 'implicit deny',
      because: 'because no resource-based policy allows the kms:Decrypt action',
    },
    {
      it: 'lets an identity’s policy allow where the key passes on to the account',
      ...KEY,
      identity: [allow('kms:Decrypt')],
      resourcePolicy: [allow('kms:*', aws(`arn:aws:iam::${ACCOUNT}:root`))],
      is: 'allow',
    },
    {
      it: 'grants nothing by passing on alone',
      ...KEY,
      resourcePolicy: [allow('kms:*', aws(`arn:aws:iam::${ACCOUNT}:root`))],
      is: 'implicit deny',
      because: 'because no identity-based policy allows the kms:Decrypt action',
    },
    {
      it: 'lets a role that the key names decrypt',
      ...KEY,
      caller: SESSION,
      resourcePolicy: [allow('kms:Decrypt', aws(ROLE_ARN))],
      is: 'allow',
    },
    {
      it: 'gives not even the root user a key that does not name the account',
      ...KEY,
      caller: ROOT,
      resourcePolicy: [allow('kms:*', aws(`arn:aws:iam::${ACCOUNT}:user/ben`))],
      is: 'implicit deny',
    },
    {
      it: 'grants whoever comes through a service in the name of the account',
      ...KEY,
      context: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com', 'kms:CallerAccount': ACCOUNT },
      resourcePolicy: [
        allow('kms:Decrypt', {
          ...aws('*'),
          Condition: {
            StringEquals: {
              'kms:CallerAccount': ACCOUNT,
              'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com',
            },
          },
        }),
      ],
      is: 'allow',
    },
    {
      it: 'grants nobody who comes to the key without the service',
      ...KEY,
      context: { 'kms:CallerAccount': ACCOUNT },
      resourcePolicy: [
        allow('kms:Decrypt', {
          ...aws('*'),
          Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
        }),
      ],
      is: 'implicit deny',
    },
  ],
});
