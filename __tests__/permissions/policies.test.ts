import type { Permission, PermissionScope } from '../../permissions/permission';
import { writePolicies } from '../../permissions/policies';

const SCOPE: PermissionScope = {
  stackId: 'demo-global',
  deployment: 'demo',
  accountId: '123456789012',
  awsRegions: [],
  recordNames: [],
  resourceNames: [],
  stateBucketArn: 'arn:aws:s3:::states',
  roleBoundaryArn: 'arn:aws:iam::123456789012:policy/boundary',
  deletionProtection: false,
};

/** Permissions on resources whose ARNs hold a token with this number. */
const permissions = (token: number): Permission[] =>
  Array.from({ length: 40 }, (_, index) => ({
    types: [],
    write: () => [
      {
        actions: [`s3:Action${index}`],
        resources: Array.from({ length: 5 }, (_, at) => `arn:aws:s3:::\${Token[TOKEN.${token}]}-${at}`),
      },
    ],
  }));

it('policies are divided alike, however many tokens other stacks have taken', () => {
  const division = (token: number) =>
    Object.values(writePolicies(permissions(token), SCOPE)).map(({ length }) => length);

  expect(division(7).length).toBeGreaterThan(1);
  expect(division(1_234_567)).toEqual(division(7));
});
