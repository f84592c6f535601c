import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { RegionalWebAcl } from '../../../modules/edge/regional-web-acl';
import { type Block, Synthesized } from '../../support/synthesize';

describe('RegionalWebAcl', () => {
  const synthesized = Synthesized.module((scope) => {
    new RegionalWebAcl(scope, 'acl', {
      name: 'demo-asia-accelerator',
      loadBalancerArn: 'arn:balancer',
      requestsPerFiveMinutes: 500,
      secretHeaderName: 'x-accelerator-secret',
      blockedRequestsAlarm: 1000,
    });
  });
  const acl = synthesized.only(Wafv2WebAcl);
  const rule = (name: string): Block => acl.rule.find((candidate: Block) => candidate.name === name);

  it('stands in front of one load balancer and lets in what no rule blocks', () => {
    expect(acl).toMatchObject({ scope: 'REGIONAL', default_action: { allow: {} } });
    expect(synthesized.only(Wafv2WebAclAssociation)).toMatchObject({
      resource_arn: 'arn:balancer',
      web_acl_arn: expect.stringMatching(/^\$\{aws_wafv2_web_acl\./),
    });
  });

  it('blocks an address that asks too often, before anything else is looked at', () => {
    expect(rule('rate-limit')).toMatchObject({
      priority: 0,
      action: { block: { custom_response: { response_code: 429 } } },
      statement: {
        rate_based_statement: { limit: 500, evaluation_window_sec: 300, aggregate_key_type: 'IP' },
      },
    });
  });

  it.each([
    'AWSManagedRulesAmazonIpReputationList',
    'AWSManagedRulesKnownBadInputsRuleSet',
    'AWSManagedRulesCommonRuleSet',
  ])('applies %s', (name) => {
    expect(rule(name)).toMatchObject({
      override_action: { none: {} },
      statement: { managed_rule_group_statement: { vendor_name: 'AWS', name } },
    });
  });

  it('counts bodies above 8 KB instead of blocking every upload, and overrides no other rule', () => {
    const overridden = acl.rule.flatMap(
      ({ statement }: Block) => statement.managed_rule_group_statement?.rule_action_override ?? [],
    );

    expect(overridden).toEqual([{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }]);
  });

  it('tells when it blocks many requests, by what WAF measures of a region', () => {
    expect(synthesized.only(CloudwatchMetricAlarm)).toMatchObject({
      namespace: 'AWS/WAFV2',
      metric_name: 'BlockedRequests',
      dimensions: { WebACL: 'demo-asia-accelerator', Rule: 'ALL', Region: 'ap-southeast-1' },
      statistic: 'Sum',
      threshold: 1000,
    });
  });

  it('measures every rule and keeps no samples, which would show what logs redact', () => {
    for (const { visibility_config } of [acl, ...acl.rule]) {
      expect(visibility_config).toMatchObject({
        cloudwatch_metrics_enabled: true,
        sampled_requests_enabled: false,
      });
    }
  });

  it('logs for a year what it blocks or counts, without credentials and query strings', () => {
    const logging = synthesized.only(Wafv2WebAclLoggingConfiguration);

    expect(synthesized.only(CloudwatchLogGroup)).toMatchObject({
      name: 'aws-waf-logs-demo-asia-accelerator',
      retention_in_days: 365,
      kms_key_id: 'arn:key',
    });
    expect(logging.redacted_fields).toEqual([
      { single_header: { name: 'authorization' } },
      { single_header: { name: 'cookie' } },
      { single_header: { name: 'referer' } },
      { single_header: { name: 'x-accelerator-secret' } },
      { query_string: {} },
    ]);
    expect(logging.logging_filter).toMatchObject({
      default_behavior: 'DROP',
      filter: [
        {
          behavior: 'KEEP',
          condition: [{ action_condition: { action: 'BLOCK' } }, { action_condition: { action: 'COUNT' } }],
        },
      ],
    });
  });
});
