import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { WebAcl } from '../../../modules/edge/web-acl';
import { type Block, Synthesized } from '../../support/synthesize';

describe('WebAcl', () => {
  const synthesized = Synthesized.module((scope) => {
    new WebAcl(scope, 'acl', {
      name: 'demo-edge',
      requestsPerFiveMinutes: 2000,
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

  it('measures every rule', () => {
    for (const { visibility_config } of [acl, ...acl.rule]) {
      expect(visibility_config).toMatchObject({
        cloudwatch_metrics_enabled: true,
        sampled_requests_enabled: true,
      });
    }
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
