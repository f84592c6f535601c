import type { Asked } from './asked';
import type { Operation } from './operation';
import { allTexts, type Parameters, textOf } from './parameters';

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
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
    case 'wafv2:PutLoggingConfiguration':
      return allTexts(parameters).some((text) => /^arn:aws:logs:.*:log-group:/.test(text))
        ? all(
            'logs:CreateLogDelivery',
            'logs:PutResourcePolicy',
            'logs:DescribeResourcePolicies',
            'logs:DescribeLogGroups',
          )
        : [];
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
    case 'ec2:CreateFlowLogs':
      return textOf(parameters, 'LogDestinationType') === 's3' ? all('logs:CreateLogDelivery') : [];
    case 'globalaccelerator:UpdateAcceleratorAttributes':
      return parameters.FlowLogsEnabled === true ? all('logs:CreateLogDelivery') : [];
  }
  return [];
}
