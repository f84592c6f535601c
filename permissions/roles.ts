import { CI_PATH } from '../modules/iam/ci-role';
import type { PolicyStatement } from '../modules/iam/policy';
import { namesOf, type Permission, type PermissionScope } from './permission';

const SERVICES_WITH_ROLES = [
  'autoscaling',
  'elasticloadbalancing',
  'globalaccelerator',
  'logger.cloudfront',
  'rds',
  'replication.ecr',
  'replicator.lambda',
  'wafv2',
];

const ownIdentity = ({ accountId, stackId }: PermissionScope) => [
  `arn:aws:iam::${accountId}:role/${stackId}/*`,
  `arn:aws:iam::${accountId}:role/aws-service-role/*`,
];

/** IAM: roles of the stack's own path and no others, none without the boundary, and for these services only. */
export const roles: Permission = {
  types: ['aws_iam_role', 'aws_iam_role_policy', 'aws_iam_role_policy_attachment'],
  read: (scope) => [{ actions: ['iam:Get*', 'iam:List*'], resources: ownIdentity(scope) }],
  write: ({ accountId, roleBoundaryArn, stackId }: PermissionScope): PolicyStatement[] => {
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
          'iam:UpdateRole',
          'iam:UpdateRoleDescription',
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
              's3.amazonaws.com',
            ],
          },
        },
      },
    ];
  },
};

/** IAM: what hands roles of the stack to its instances. */
export const instanceProfiles: Permission = {
  types: ['aws_iam_instance_profile'],
  read: ({ accountId, stackId }) => [
    {
      actions: ['iam:GetInstanceProfile'],
      resources: [`arn:aws:iam::${accountId}:instance-profile/${stackId}/*`],
    },
  ],
  write: ({ accountId, stackId }) => [
    {
      actions: [
        'iam:AddRoleToInstanceProfile',
        'iam:CreateInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
        'iam:TagInstanceProfile',
        'iam:UntagInstanceProfile',
      ],
      resources: [`arn:aws:iam::${accountId}:instance-profile/${stackId}/*`],
    },
  ],
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
          `arn:aws:iam::${accountId}:role${CI_PATH}${deployment}-*`,
          `arn:aws:iam::${accountId}:policy${CI_PATH}${deployment}-*`,
          `arn:aws:iam::${accountId}:policy/${deployment}-*`,
          `arn:aws:iam::${accountId}:oidc-provider/*`,
        ],
      },
    ];
  },
};

const serviceLinked = ({ accountId }: PermissionScope) =>
  SERVICES_WITH_ROLES.map(
    (service) => `arn:aws:iam::${accountId}:role/aws-service-role/${service}.amazonaws.com/*`,
  );

/**
 * Roles that AWS services make for themselves, by the right of whoever is the first to need them. Their rights are AWS's, so
 * they raise nobody's.
 */
export const rolesOfAws: Permission = {
  types: [],
  write: (scope) => [{ actions: ['iam:CreateServiceLinkedRole'], resources: serviceLinked(scope) }],
};

/** Amazon EC2 Auto Scaling alone lets a role of its be told from others, by a suffix, which is the stack's name. */
const ownServiceLinked = (scope: PermissionScope) =>
  namesOf(scope).map(
    (name) =>
      `arn:aws:iam::${scope.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_${name}`,
  );

/** Roles of AWS services that the stack makes for itself; of others it only calls into being what there is one of. */
export const serviceLinkedRoles: Permission = {
  types: ['aws_iam_service_linked_role'],
  write: (scope) => [
    { actions: ['iam:CreateServiceLinkedRole'], resources: serviceLinked(scope) },
    {
      actions: [
        'iam:DeleteServiceLinkedRole',
        'iam:GetServiceLinkedRoleDeletionStatus',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateRoleDescription',
      ],
      resources: ownServiceLinked(scope),
    },
    {
      actions: ['iam:PassRole'],
      resources: ownServiceLinked(scope),
      conditions: { StringEquals: { 'iam:PassedToService': 'autoscaling.amazonaws.com' } },
    },
  ],
};
