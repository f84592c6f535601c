import type { PolicyStatement } from '../modules/iam/policy';
import type { Permission, PermissionScope } from './permission';

const SERVICES_WITH_ROLES = [
  'autoscaling',
  'elasticloadbalancing',
  'globalaccelerator',
  'logger.cloudfront',
  'rds',
  'replicator.lambda',
  'wafv2',
];

const ownIdentity = ({ accountId, deployment, stackId }: PermissionScope) => [
  `arn:aws:iam::${accountId}:role/${stackId}/*`,
  `arn:aws:iam::${accountId}:role/aws-service-role/*`,
  `arn:aws:iam::${accountId}:instance-profile/${deployment}-*`,
];

/** IAM: roles of the stack's own path and no others, none without the boundary, and for these services only. */
export const roles: Permission = {
  types: [
    'aws_iam_instance_profile',
    'aws_iam_role',
    'aws_iam_role_policy',
    'aws_iam_role_policy_attachment',
  ],
  read: (scope) => [{ actions: ['iam:Get*', 'iam:List*'], resources: ownIdentity(scope) }],
  write: ({ accountId, deployment, roleBoundaryArn, stackId }: PermissionScope): PolicyStatement[] => {
    const ownRoles = [`arn:aws:iam::${accountId}:role/${stackId}/*`];
    return [
      {
        sid: 'GrantWithinBoundary',
        actions: [
          'iam:AttachRolePolicy',
          'iam:CreateRole',
          'iam:DeleteRolePolicy',
          'iam:DetachRolePolicy',
          'iam:PutRolePermissionsBoundary',
          'iam:PutRolePolicy',
        ],
        resources: ownRoles,
        conditions: { StringEquals: { 'iam:PermissionsBoundary': roleBoundaryArn } },
      },
      {
        actions: [
          'iam:DeleteRole',
          'iam:TagRole',
          'iam:UntagRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:UpdateRole*',
        ],
        resources: ownRoles,
      },
      {
        actions: ['iam:PassRole'],
        resources: ownRoles,
        conditions: {
          StringEquals: {
            'iam:PassedToService': [
              'ec2.amazonaws.com',
              'edgelambda.amazonaws.com',
              'lambda.amazonaws.com',
              'monitoring.rds.amazonaws.com',
              'rds.amazonaws.com',
              'vpc-flow-logs.amazonaws.com',
            ],
          },
        },
      },
      {
        actions: [
          'iam:AddRoleToInstanceProfile',
          'iam:CreateInstanceProfile',
          'iam:DeleteInstanceProfile',
          'iam:RemoveRoleFromInstanceProfile',
          'iam:TagInstanceProfile',
          'iam:UntagInstanceProfile',
        ],
        resources: [`arn:aws:iam::${accountId}:instance-profile/${deployment}-*`, ...ownRoles],
      },
    ];
  },
};

/** What CI may do is changed by an administrator, never by CI: it looks at its roles, no more. */
export const rolesOfCi: Permission = {
  types: [],
  read: (scope) => {
    const { accountId, deployment } = scope;
    return [
      {
        actions: ['iam:Get*', 'iam:List*'],
        resources: [
          ...ownIdentity(scope),
          `arn:aws:iam::${accountId}:role/ci/${deployment}-*`,
          `arn:aws:iam::${accountId}:policy/ci/${deployment}-*`,
          `arn:aws:iam::${accountId}:policy/${deployment}-*`,
          `arn:aws:iam::${accountId}:oidc-provider/*`,
        ],
      },
    ];
  },
};

/** Roles that AWS services make for themselves: their rights are AWS's, so they raise nobody's. */
export const serviceLinkedRoles: Permission = {
  types: ['aws_iam_service_linked_role'],
  write: ({ accountId }) => [
    {
      actions: [
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:GetServiceLinkedRoleDeletionStatus',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateRoleDescription',
      ],
      resources: SERVICES_WITH_ROLES.map(
        (service) => `arn:aws:iam::${accountId}:role/aws-service-role/${service}.amazonaws.com/*`,
      ),
    },
    {
      actions: ['iam:PassRole'],
      resources: [`arn:aws:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/*`],
      conditions: { StringEquals: { 'iam:PassedToService': 'autoscaling.amazonaws.com' } },
    },
  ],
};
