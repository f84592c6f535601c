import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import { LogGroup } from '../observability/log-group';
import { alarmOfBlockedRequests } from './blocked-alarm';
import { loggedRequests, managedRules, rateLimit, visibility } from './web-acl-rules';

export interface WebAclProps {
  readonly name: string;
  /** Requests of one address in five minutes before it is blocked, to any name but `media`'s. */
  readonly requestsPerFiveMinutes: number;
  /** Media are asked for in many small requests, by many viewers behind one address: the name has a limit of its own. */
  readonly media: { readonly name: string; readonly requestsPerFiveMinutes: number };
  /** Blocked requests in five minutes that raise the alarm. */
  readonly blockedRequestsAlarm: number;
}

/**
 * Firewall for CloudFront: a limit per address, then AWS's rules against known attacks.
 *
 * Blocked and counted requests are logged for a year, without credentials. No request is sampled: what logs redact would be
 * readable in the samples. Belongs into us-east-1.
 */
export class WebAcl extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { name, media } = props;
    const toMedia = hostIs(media.name);
    const acl = new Wafv2WebAcl(this, 'acl', {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rule: [
        rateLimit(name, 0, 'rate-limit', props.requestsPerFiveMinutes, {
          not_statement: { statement: toMedia },
        }),
        rateLimit(name, 1, 'media-rate-limit', media.requestsPerFiveMinutes, toMedia),
        managedRules(name, 2, 'AWSManagedRulesKnownBadInputsRuleSet'),
        // Its body limit would block every upload of more than 8 KB, which is none of a firewall's business here.
        managedRules(name, 3, 'AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY']),
      ],
      visibilityConfig: visibility(name),
    });
    // AWS takes logs only into groups whose name starts like this.
    const logGroup = new LogGroup(this, 'log-group', { name: `aws-waf-logs-${name}` });
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [logGroup.arn],
      ...loggedRequests(),
    });
    alarmOfBlockedRequests(this, {
      name,
      firewall: 'The firewall',
      askers: 'viewers',
      threshold: props.blockedRequestsAlarm,
    });
    this.arn = acl.arn;
  }
}

const hostIs = (host: string) => ({
  byte_match_statement: {
    field_to_match: { single_header: { name: 'host' } },
    positional_constraint: 'EXACTLY',
    search_string: host,
    text_transformation: [{ priority: 0, type: 'LOWERCASE' }],
  },
});
