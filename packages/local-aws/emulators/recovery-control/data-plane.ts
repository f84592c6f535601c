import { ACCOUNT, AwsError, answerAction, type Fields } from '../aws';
import type { AwsRequest, AwsResponse } from '../emulator';
import { conflict, invalid, QUOTAS } from './checks';
import { ENDPOINT_REGIONS } from './clusters';
import { type Changes, concerns, consents } from './judgement';
import type { Configuration, RoutingControl, SafetyRule, State } from './resources';

export interface DataPlaneProps {
  readonly configured: Configuration;
  readonly now: () => number;
  readonly onSwitch: (control: RoutingControl) => void;
}

/** The API of a cluster's five endpoints, which are told apart by the region that a request is signed for. */
export class DataPlane {
  constructor(private readonly props: DataPlaneProps) {}

  handle(request: AwsRequest): AwsResponse {
    const answer = answerAction(request, (action, input) => {
      if (ENDPOINT_REGIONS.includes(request.region)) return this.act(action, input);
      throw new AwsError('InvalidSignatureException', 'Credential should be scoped to a valid region.');
    });
    // Every refusal of this API is a 400.
    return answer.status === 200 ? answer : { ...answer, status: 400 };
  }

  private act(action: string, input: Fields): Fields {
    const { controls } = this.props.configured;
    switch (action) {
      case 'GetRoutingControlState': {
        const { arn, name, state } = controls.require(input.RoutingControlArn);
        return { RoutingControlArn: arn, RoutingControlName: name, RoutingControlState: state };
      }
      case 'ListRoutingControls':
        return { RoutingControls: this.list(input.ControlPanelArn) };
      case 'UpdateRoutingControlState':
        return this.update([input], input.SafetyRulesToOverride);
      case 'UpdateRoutingControlStates':
        return this.update(input.UpdateRoutingControlStateEntries, input.SafetyRulesToOverride);
      default:
        throw new AwsError('NotImplemented', `The local AWS does not implement a cluster's ${action}.`);
    }
  }

  private list(panelArn: unknown): Fields[] {
    const { panels, controls } = this.props.configured;
    const panel = panelArn === undefined ? undefined : panels.require(panelArn);
    return controls
      .where((control) => panel === undefined || control.panel === panel)
      .map((control) => ({
        ControlPanelArn: control.panel.arn,
        ControlPanelName: control.panel.name,
        RoutingControlArn: control.arn,
        RoutingControlName: control.name,
        RoutingControlState: control.state,
        Owner: ACCOUNT,
      }));
  }

  /** All changes, or none where a safety rule forbids one. */
  private update(entries: unknown, overridden: unknown): Fields {
    const changes = this.changes((entries ?? []) as Fields[]);
    const rules = this.rulesOf(changes, (overridden ?? []) as string[]);
    const now = this.props.now();
    const forbidding = rules.find((rule) => !consents(rule, changes, now));
    if (forbidding !== undefined) throw forbidden(forbidding, changes);
    const switched = new Map([...changes].filter(([control, state]) => control.state !== state));
    for (const rule of rules) {
      if (concerns(rule, switched)) rule.waitsUntil = now + rule.waitPeriodMs;
    }
    for (const [control, state] of switched) control.state = state;
    for (const control of switched.keys()) this.props.onSwitch(control);
    return {};
  }

  private changes(entries: readonly Fields[]): Changes {
    if (entries.length > QUOTAS.changesPerRequest) {
      const message = `At most ${QUOTAS.changesPerRequest} routing controls are updated at a time.`;
      throw new AwsError('ServiceLimitExceededException', message);
    }
    const changes = new Map<RoutingControl, State>();
    for (const { RoutingControlArn, RoutingControlState } of entries) {
      const control = this.props.configured.controls.require(RoutingControlArn);
      if (changes.has(control)) throw invalid(`${control.arn} is updated twice.`);
      if (RoutingControlState !== 'On' && RoutingControlState !== 'Off') {
        throw invalid(`RoutingControlState: expected On or Off, got ${RoutingControlState}.`);
      }
      changes.set(control, RoutingControlState);
    }
    return changes;
  }

  private rulesOf(changes: Changes, overridden: readonly string[]): SafetyRule[] {
    const { rules } = this.props.configured;
    const ignored = overridden.map((arn) => rules.require(arn));
    return rules.where((rule) => concerns(rule, changes) && !ignored.includes(rule));
  }
}

/** "the error message includes the ARN of the rule": r53recovery/latest/dg/routing-control.override-safety-rule.html */
function forbidden(rule: SafetyRule, changes: Changes): AwsError {
  const arns = [...changes.keys()].map(({ arn }) => arn).join(', ');
  return conflict(`Cannot modify control state for [${arns}] due to failed rule evaluation ${rule.arn}`);
}
