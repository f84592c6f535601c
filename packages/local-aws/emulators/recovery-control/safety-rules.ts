import { ACCOUNT, type Fields } from '../aws';
import { checkedName, invalid, QUOTAS } from './checks';
import type { Kind } from './kind';
import {
  type Configuration,
  type ControlPanel,
  hexId,
  type RoutingControl,
  type RuleConfig,
  type SafetyRule,
} from './resources';

const KINDS = ['AssertionRule', 'GatingRule'] as const;
const TYPES = ['ATLEAST', 'AND', 'OR'];

/**
 * Assertion and gating rules. Whatever is wrong with a new one is a ValidationException, which is the only refusal that
 * CreateSafetyRule knows: https://docs.aws.amazon.com/recovery-cluster/latest/api/safetyrule.html
 */
export class SafetyRules implements Kind {
  constructor(private readonly configured: Configuration) {}

  create(input: Fields): Fields {
    const [kind, sent] = oneOf(input, '');
    const panel = this.configured.panels.get(sent.ControlPanelArn);
    if (panel === undefined) throw invalid(`The control panel ${sent.ControlPanelArn} does not exist.`);
    const beside = this.configured.rules.where((rule) => rule.panel === panel);
    if (beside.length >= QUOTAS.rulesPerPanel) {
      throw invalid(`A control panel has at most ${QUOTAS.rulesPerPanel} safety rules.`);
    }
    const deciding = this.controlsOf(
      panel,
      kind === 'GatingRule' ? sent.GatingControls : sent.AssertedControls,
    );
    if (deciding.length === 0) throw invalid('A safety rule needs routing controls that decide.');
    const rule = this.configured.rules.add({
      arn: `${panel.arn}/safetyrule/${hexId(16)}`,
      kind,
      panel,
      config: checkedConfig(sent.RuleConfig),
      deciding,
      guarded: kind === 'GatingRule' ? this.controlsOf(panel, sent.TargetControls) : deciding,
      tags: new Map(Object.entries(input.Tags ?? {})),
      name: checkedName(sent.Name, beside, invalid),
      waitPeriodMs: checkedWait(sent.WaitPeriodMs),
      waitsUntil: 0,
    });
    return { [kind]: described(rule) };
  }

  describe(arn: string): Fields {
    const rule = this.configured.rules.require(arn);
    return { [rule.kind]: described(rule) };
  }

  update(input: Fields): Fields {
    const [kind, sent] = oneOf(input, 'Update');
    const { rules } = this.configured;
    const rule = rules.require(sent.SafetyRuleArn);
    if (rule.kind !== kind) throw invalid(`${rule.arn} is no ${kind}.`);
    const beside = rules.where((other) => other.panel === rule.panel && other !== rule);
    rule.name = checkedName(sent.Name ?? rule.name, beside, invalid);
    rule.waitPeriodMs = checkedWait(sent.WaitPeriodMs ?? rule.waitPeriodMs);
    return { [kind]: described(rule) };
  }

  delete(arn: string): void {
    this.configured.rules.remove(this.configured.rules.require(arn));
  }

  list(panelArn: string): Fields {
    const panel = this.configured.panels.require(panelArn);
    const meant = this.configured.rules.where((rule) => rule.panel === panel);
    return {
      SafetyRules: meant.map((rule) => ({
        [rule.kind === 'GatingRule' ? 'GATING' : 'ASSERTION']: described(rule),
      })),
    };
  }

  private controlsOf(panel: ControlPanel, arns: unknown): RoutingControl[] {
    return ((arns ?? []) as string[]).map((arn) => {
      const control = this.configured.controls.get(arn);
      if (control?.panel === panel) return control;
      throw invalid(`${arn} is no routing control of ${panel.arn}.`);
    });
  }
}

/** The kind of rule that a request is about, and what it says of it. */
function oneOf(input: Fields, suffix: '' | 'Update'): readonly [SafetyRule['kind'], Fields] {
  const [kind, another] = KINDS.filter((one) => input[`${one}${suffix}`] !== undefined);
  if (kind !== undefined && another === undefined) return [kind, input[`${kind}${suffix}`] as Fields];
  throw invalid('Expected either an assertion rule or a gating rule.');
}

function checkedConfig(sent: unknown): RuleConfig {
  const { Type, Threshold, Inverted } = (sent ?? {}) as Partial<RuleConfig>;
  if (Type === undefined || !TYPES.includes(Type))
    throw invalid(`Type: expected one of ${TYPES.join(', ')}.`);
  if (!Number.isInteger(Threshold) || typeof Inverted !== 'boolean') {
    throw invalid('RuleConfig: expected a Threshold and whether it is Inverted.');
  }
  return { Type, Threshold: Number(Threshold), Inverted };
}

function checkedWait(sent: unknown): number {
  if (Number.isInteger(sent) && Number(sent) >= 0) return Number(sent);
  throw invalid('WaitPeriodMs: expected milliseconds.');
}

function described(rule: SafetyRule): Fields {
  const arns = (controls: readonly RoutingControl[]) => controls.map(({ arn }) => arn);
  return {
    SafetyRuleArn: rule.arn,
    ControlPanelArn: rule.panel.arn,
    Name: rule.name,
    RuleConfig: rule.config,
    WaitPeriodMs: rule.waitPeriodMs,
    Status: 'DEPLOYED',
    Owner: ACCOUNT,
    ...(rule.kind === 'GatingRule'
      ? { GatingControls: arns(rule.deciding), TargetControls: arns(rule.guarded) }
      : { AssertedControls: arns(rule.deciding) }),
  };
}
