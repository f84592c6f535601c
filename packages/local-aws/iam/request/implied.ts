import type { Asked } from './asked';
import type { Operation } from './operation';
import type { Parameters } from './parameters';

/** What a service asks of its caller beside the operation's own action, because it calls others with the caller's rights. */
export function implied(
  { model, name }: Operation,
  parameters: Parameters,
  keys: Asked['keys'],
): readonly Asked[] {
  const all = (...actions: readonly string[]) =>
    actions.map((action) => ({ action, resources: ['*'], keys }));
  switch (`${model}:${name}`) {
    // It looks at the groups: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3917
    case 'elbv2:CreateLoadBalancer':
      return 'SecurityGroups' in parameters ? all('ec2:GetSecurityGroupsForVpc') : [];
  }
  return [];
}
