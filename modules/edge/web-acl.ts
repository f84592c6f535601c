import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import { LogGroup } from '../observability/log-group';

export interface WebAclProps {
  readonly name: string;
  /** Requests of one address in five minutes before it is blocked. */
  readonly requestsPerFiveMinutes: number;
}

/**
 * Firewall for CloudFront: a limit per address, then AWS's rules against known attacks.
 *
 * Blocked and counted requests are logged for a year, without credentials. Belongs into us-east-1.
 */
export class WebAcl extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, { name, requestsPerFiveMinutes }: WebAclProps) {
    super(scope, id);
    const acl = new Wafv2WebAcl(this, 'acl', {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rule: [
        {
          name: 'rate-limit',
          priority: 0,
          // Not 403: clients that know 429, the fill workers among them, try again later.
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rate_based_statement: {
              limit: requestsPerFiveMinutes,
              evaluation_window_sec: 300,
              aggregate_key_type: 'IP',
            },
          },
          visibilityConfig: visibility(`${name}-rate-limit`),
        },
        managedRules(name, 1, 'AWSManagedRulesKnownBadInputsRuleSet'),
        // Its body limit would block every upload of more than 8 KB, which is none of a firewall's business here.
        managedRules(name, 2, 'AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY']),
      ],
      visibilityConfig: visibility(name),
    });
    // AWS takes logs only into groups whose name starts like this.
    const logGroup = new LogGroup(this, 'log-group', { name: `aws-waf-logs-${name}` });
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: [{ singleHeader: { name: 'authorization' } }, { singleHeader: { name: 'cookie' } }],
      loggingFilter: {
        defaultBehavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: [{ actionCondition: { action: 'BLOCK' } }, { actionCondition: { action: 'COUNT' } }],
          },
        ],
      },
    });
    this.arn = acl.arn;
  }
}

function managedRules(name: string, priority: number, group: string, counted: readonly string[] = []) {
  return {
    name: group,
    priority,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: 'AWS',
        name: group,
        rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
      },
    },
    visibilityConfig: visibility(`${name}-${group}`),
  };
}

function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
