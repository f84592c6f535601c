import type { Construct } from 'constructs';
import { Alarm } from '../observability/alarm';

export interface BlockedAlarm {
  /** Of the firewall, of its logs, and start of the alarm's. */
  readonly name: string;
  /** How the firewall is called in the text. */
  readonly firewall: string;
  /** Who may have been taken for an attacker. */
  readonly askers: string;
  /** Blocked requests in five minutes. */
  readonly threshold: number;
  /** Of a regional firewall. WAF measures those of CloudFront without the dimension. */
  readonly awsRegion?: string;
}

/**
 * Tells when a firewall blocks many requests.
 *
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 */
export function alarmOfBlockedRequests(scope: Construct, props: BlockedAlarm): void {
  const { name, firewall, askers, threshold, awsRegion } = props;
  new Alarm(scope, 'blocked-alarm', {
    name: `${name}-blocked`,
    description: `${firewall} blocks many requests: an attack, or ${askers} that it takes for one? Read the log group aws-waf-logs-${name}.`,
    metric: {
      namespace: 'AWS/WAFV2',
      name: 'BlockedRequests',
      dimensions: { WebACL: name, Rule: 'ALL', ...(awsRegion === undefined ? {} : { Region: awsRegion }) },
      statistic: 'Sum',
    },
    raisedWhen: 'at-least',
    threshold,
  });
}
