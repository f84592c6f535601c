import {
  account,
  asia,
  backfill,
  boundaryOf,
  by,
  dataEurope,
  iam,
  toLambda,
  type Way,
  within,
} from './things';

/** What any stack that makes roles could do to raise its own rights. */
export const ofMakersOfRoles = [
  { id: backfill, made: 'demo-fill-1' },
  { id: asia, made: 'demo-asia-instance-1' },
  { id: dataEurope, made: 'demo-europe-rds-1' },
].flatMap(({ id, made }) => {
  const own = iam(`role/${id}/${made}`);
  const other = id === asia ? backfill : asia;
  const pass: Way = ['iam:PassRole', own, toLambda];
  const create: Way = ['iam:CreateRole', own, within(id)];
  return by(
    `${id}-apply`,
    [['iam:CreateRole', own], 'makes a role without a boundary', create],
    [['iam:CreateRole', own, within(other)], 'makes a role within another stack’s boundary', create],
    [
      ['iam:CreateRole', iam(`role/${other}/x`), within(id)],
      'makes a role that another stack passes',
      create,
    ],
    [['iam:CreateRole', iam('role/ci/x'), within(id)], 'makes a role of CI', create],
    [
      [
        'iam:PutRolePermissionsBoundary',
        own,
        { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ],
      'widens a boundary',
      ['iam:PutRolePermissionsBoundary', own, within(id)],
    ],
    [
      ['iam:DeleteRolePermissionsBoundary', own, within(id)],
      'drops a boundary',
      ['iam:DeleteRolePolicy', own, within(id)],
    ],
    [
      ['iam:PutRolePolicy', own],
      'gives rights to a role that lost its boundary',
      ['iam:PutRolePolicy', own, within(id)],
    ],
    [
      ['iam:CreatePolicyVersion', boundaryOf(id)],
      'rewrites its boundary',
      ['iam:AttachRolePolicy', own, within(id)],
    ],
    [
      ['iam:SetDefaultPolicyVersion', iam(`policy/ci/${id}-write-1`)],
      'turns its rights back to older ones',
      ['iam:GetRole', own],
    ],
    [
      ['iam:AttachRolePolicy', account.role(`${id}-apply`), within(id)],
      'gives itself more',
      ['iam:AttachRolePolicy', own, within(id)],
    ],
    [
      ['iam:PutRolePolicy', account.role(`${id}-plan`), within(id)],
      'gives pull requests more',
      ['iam:PutRolePolicy', own, within(id)],
    ],
    [
      ['iam:UpdateAssumeRolePolicy', account.role('demo-state-apply')],
      'lets itself be somebody else',
      ['iam:UpdateAssumeRolePolicy', own],
    ],
    [['sts:AssumeRole', account.role('demo-state-apply')], 'is somebody else', ['iam:GetRole', own]],
    [['iam:PassRole', account.role('demo-global-apply'), toLambda], 'runs code with a role of CI', pass],
    [['iam:PassRole', iam(`role/${other}/x`), toLambda], 'runs code with another stack’s role', pass],
    [
      ['iam:PassRole', own, { 'iam:PassedToService': 'glue.amazonaws.com' }],
      'runs code in a service that nobody watches',
      pass,
    ],
    [['iam:CreateUser', iam('user/x')], 'stays when the session ends', ['iam:TagRole', own]],
    [['iam:CreateAccessKey', iam('user/administrator')], 'is the administrator', ['iam:DeleteRole', own]],
    [
      [
        'iam:AddClientIDToOpenIDConnectProvider',
        account.thing('demo-state', 'aws_iam_openid_connect_provider'),
      ],
      'lets in tokens made for others',
      ['iam:GetRole', own],
    ],
    [
      ['iam:DeleteOpenIDConnectProvider', account.thing('demo-state', 'aws_iam_openid_connect_provider')],
      'locks every workflow out',
      ['iam:GetRole', own],
    ],
    [
      ['iam:AddRoleToInstanceProfile', iam(`instance-profile/${other}/x`)],
      'gives another stack’s instances a role',
      pass,
    ],
  );
});
