import { like } from 'local-aws/iam/policy/patterns';
import { serviceData } from 'local-aws/iam/request/service-data';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { kinds } from '../../stacks/registry';
import { Account } from '../support/account';
import { ACTIONS } from './actions';
import { policiesOf } from './policies-of';

const accounts = (['edge-trigger', 'function-url'] as const).map(
  (missSignal) => new Account(validated({ ...demo, backfill: { ...demo.backfill, missSignal } })),
);

/** The actions that a pattern means, by AWS's service authorization reference. */
async function expanded(pattern: string): Promise<string[]> {
  const [prefix = '', name = ''] = pattern.split(':');
  const matches = like(name.toLowerCase(), false);
  const actions = (await serviceData(prefix))?.actions ?? new Map();
  return [...actions.values()]
    .map((action) => String(action.name))
    .filter((action) => matches(action.toLowerCase(), new Map()))
    .map((action) => `${prefix}:${action}`);
}

/** What no resource type asks for by itself, and why it is granted. */
const BESIDE: Readonly<Record<string, string>> = {
  'cloudfront:AllowVendedLogDeliveryForResource': 'of a distribution that is the source of a delivery',
  'ec2:GetSecurityGroupsForVpc': 'of the VPC of a load balancer with security groups',
  'elasticloadbalancing:CreateWebACLAssociation': 'of a load balancer that gets a web ACL',
  'elasticloadbalancing:DeleteWebACLAssociation': 'of a load balancer that loses its web ACL',
  'elasticloadbalancing:SetWebAcl': 'of a load balancer that gets or loses a web ACL',
  'iam:CreateServiceLinkedRole': 'AWS makes its own roles by the right of whoever needs one first',
  'iam:PassRole': 'of functions, instances and log deliveries',
  'lambda:DisableReplication': 'Lambda@Edge',
  'lambda:EnableReplication': 'Lambda@Edge',
  'logs:CreateLogDelivery': 'flow logs, and logs of WAF',
  'logs:DeleteLogDelivery': 'flow logs, and logs of WAF',
  'logs:DescribeResourcePolicies': 'WAF lets its logs into their group',
  'logs:PutResourcePolicy': 'WAF lets its logs into their group',
  'logs:UpdateLogDelivery': 'flow logs, and logs of WAF',
  'route53:AssociateVPCWithHostedZone': 'endpoints bring private names along',
  'route53:DisassociateVPCFromHostedZone': 'endpoints bring private names along',
  's3:DeleteObject': 'a bucket is emptied before it goes, where it may go',
  's3:DeleteObjectVersion': 'a bucket is emptied before it goes, where it may go',
  's3:ListBucketVersions': 'a bucket is emptied before it goes, where it may go',
};

const asked = new Set<string>();

describe.each(kinds.map((kind) => ({ kind, name: kind.contract.kind })))(
  'what applying $name may do',
  ({ kind }) => {
    const changing = kind.permissions.filter(({ write, join }) => write ?? join);
    const needed = new Set(
      changing
        .flatMap(({ types }) => types)
        .flatMap((type) => {
          const { create = [], update = [], delete: remove = [] } = ACTIONS[type] ?? {};
          return [...create, ...update, ...remove];
        }),
    );
    const patterns = accounts.flatMap((account) =>
      account.stacks
        .filter((stack) => stack.kind === kind)
        .flatMap((stack) => policiesOf(account.document, stack).write)
        .flatMap(({ Statement }) => Statement.filter(({ Effect }) => Effect === 'Allow'))
        .flatMap(({ Action }) => [Action].flat()),
    );

    it('is what resources of its types need, or has a reason', async () => {
      const granted = new Set((await Promise.all([...new Set(patterns)].map(expanded))).flat());
      const more = [...granted].filter((action) => !needed.has(action));
      for (const action of more) asked.add(action);

      expect(granted.size).toBeGreaterThan(8);
      expect(more.filter((action) => !(action in BESIDE))).toEqual([]);
    });

    it('names actions that AWS knows', async () => {
      const unknown = await Promise.all(
        patterns.map(async (each) => ((await expanded(each)).length > 0 ? [] : [each])),
      );

      expect(unknown.flat()).toEqual([]);
    });
  },
);

it('no reason stands for nothing', () => {
  expect([...asked].sort()).toEqual(Object.keys(BESIDE).sort());
});
