import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import { LogGroup } from '../observability/log-group';
import { surroundings } from '../surroundings';
import { alarmOfBlockedRequests } from './blocked-alarm';
import { loggedRequests, managedRules, rateLimit, visibility } from './web-acl-rules';

export interface RegionalWebAclProps {
  readonly name: string;
  /** Application load balancer that it stands in front of. */
  readonly loadBalancerArn: string;
  /** Requests of one address in five minutes before it is blocked. */
  readonly requestsPerFiveMinutes: number;
  /** Header with the clients' credential. */
  readonly secretHeaderName: string;
  /** Blocked requests in five minutes that raise the alarm. */
  readonly blockedRequestsAlarm: number;
}

/**
 * Firewall for a load balancer that sees the addresses of clients: a limit per address, then AWS's rules against known
 * attackers and attacks.
 *
 * Blocked and counted requests are logged for a year, without credentials and query strings. No request is sampled: what
 * logs redact would be readable in the samples.
 */
export class RegionalWebAcl extends Construct {
  /** The load balancer's, known once the firewall stands in front of it. */
  public readonly protectedArn: string;

  constructor(scope: Construct, id: string, props: RegionalWebAclProps) {
    super(scope, id);
    const { name } = props;
    const acl = new Wafv2WebAcl(this, 'acl', {
      name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: [
        rateLimit(name, 0, 'rate-limit', props.requestsPerFiveMinutes),
        managedRules(name, 1, 'AWSManagedRulesAmazonIpReputationList'),
        managedRules(name, 2, 'AWSManagedRulesKnownBadInputsRuleSet'),
        // Its body limit would block every upload of more than 8 KB.
        managedRules(name, 3, 'AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY']),
      ],
      visibilityConfig: visibility(name),
    });
    // AWS takes logs only into groups whose name starts like this.
    const logGroup = new LogGroup(this, 'log-group', { name: `aws-waf-logs-${name}` });
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [logGroup.arn],
      ...loggedRequests([props.secretHeaderName]),
    });
    alarmOfBlockedRequests(this, {
      name,
      firewall: "The accelerator's firewall",
      askers: 'a client',
      threshold: props.blockedRequestsAlarm,
      awsRegion: surroundings(this).awsRegion,
    });
    this.protectedArn = new Wafv2WebAclAssociation(this, 'association', {
      webAclArn: acl.arn,
      resourceArn: props.loadBalancerArn,
    }).resourceArn;
  }
}
