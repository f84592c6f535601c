import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { WebAcl } from '../../../modules/edge/web-acl';
import { each } from '../../support/each';
import { type Block, Synthesized } from '../../support/synthesize';

describe('WebAcl', () => {
  const synthesized = Synthesized.module((scope) => {
    new WebAcl(scope, 'acl', {
      name: 'demo-edge',
      requestsPerFiveMinutes: 2000,
      media: { name: 'media.example.com', requestsPerFiveMinutes: 20_000 },
      blockedRequestsAlarm: 1000,
    });
  });
  const acl = synthesized.only(Wafv2WebAcl);
  const rule = (name: string): Block => acl.rule.find((candidate: Block) => candidate.name === name);

  it('is CloudFront\u2019s and lets in what no rule blocks', () => {
    expect(acl).toMatchObject({ scope: 'CLOUDFRONT', default_action: { allow: {} } });
  });

  it('blocks an address that asks too often, before anything else is looked at', () => {
    expect(rule('rate-limit')).toMatchObject({
      priority: 0,
      action: { block: { custom_response: { response_code: 429 } } },
      statement: {
        rate_based_statement: { limit: 2000, evaluation_window_sec: 300, aggregate_key_type: 'IP' },
      },
    });
  });

  it('counts requests to the media name apart, with a limit of their own', () => {
    const limit = (name: string) => rule(name).statement.rate_based_statement;
    const { scope_down_statement: toMedia } = limit('media-rate-limit');

    expect(limit('media-rate-limit').limit).toBe(20_000);
    expect(toMedia.byte_match_statement).toMatchObject({
      field_to_match: { single_header: { name: 'host' } },
      positional_constraint: 'EXACTLY',
      search_string: 'media.example.com',
    });
    expect(limit('rate-limit').scope_down_statement).toEqual({ not_statement: { statement: toMedia } });
  });

  it('gives every rule a place of its own', () => {
    expect(acl.rule.map(({ priority }: Block) => priority)).toEqual([0, 1, 2, 3]);
  });

  it.each(['AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesCommonRuleSet'])('applies %s', (name) => {
    expect(rule(name)).toMatchObject({
      override_action: { none: {} },
      statement: { managed_rule_group_statement: { vendor_name: 'AWS', name } },
    });
  });

  it('counts bodies above 8 KB instead of blocking every upload', () => {
    const { managed_rule_group_statement: statement } = rule('AWSManagedRulesCommonRuleSet').statement;

    expect(statement.rule_action_override).toEqual([
      { name: 'SizeRestrictions_BODY', action_to_use: { count: {} } },
    ]);
  });

  it('measures every rule, and keeps no samples, which redaction does not reach', () => {
    for (const { visibility_config } of each<Block>([acl, ...acl.rule])) {
      expect(visibility_config).toMatchObject({
        cloudwatch_metrics_enabled: true,
        sampled_requests_enabled: false,
      });
    }
  });

  it('tells when it blocks many requests', () => {
    expect(synthesized.only(CloudwatchMetricAlarm)).toMatchObject({
      namespace: 'AWS/WAFV2',
      metric_name: 'BlockedRequests',
      dimensions: { WebACL: 'demo-edge', Rule: 'ALL' },
      threshold: 1000,
      alarm_actions: ['arn:topic'],
    });
    expect(acl.visibility_config.metric_name).toBe('demo-edge');
  });

  it('logs for a year what it blocks or counts, without credentials', () => {
    const logging = synthesized.only(Wafv2WebAclLoggingConfiguration);

    expect(synthesized.only(CloudwatchLogGroup)).toMatchObject({
      name: 'aws-waf-logs-demo-edge',
      retention_in_days: 365,
      kms_key_id: 'arn:key',
    });
    expect(logging.redacted_fields).toEqual([
      { single_header: { name: 'authorization' } },
      { single_header: { name: 'cookie' } },
      { single_header: { name: 'referer' } },
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
