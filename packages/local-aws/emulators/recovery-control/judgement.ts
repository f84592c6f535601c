import type { RoutingControl, SafetyRule, State } from './resources';

/** States that one request asks for. */
export type Changes = ReadonlyMap<RoutingControl, State>;

/** Whether a rule guards a control that the request names. */
export const concerns = (rule: SafetyRule, changes: Changes) => rule.guarded.some((one) => changes.has(one));

/** Whether a rule consents to all changes of a request together. */
export function consents(rule: SafetyRule, changes: Changes, now: number): boolean {
  // "any request against the target routing controls will fail": recovery-cluster/latest/api/safetyrule.html
  // A clock that was set back does not make a wait longer than its period.
  const waits = rule.waitsUntil - now;
  if (waits > 0 && waits <= rule.waitPeriodMs) return false;
  // An assertion is about the states after the request; a gate has to be open before it.
  const counted: Changes = rule.kind === 'AssertionRule' ? changes : new Map();
  const on = rule.deciding.filter((control) => (counted.get(control) ?? control.state) === 'On');
  const holds = on.length >= least(rule);
  return holds !== rule.config.Inverted;
}

/** AND and OR are shortcuts, whatever the threshold says: recovery-cluster/latest/api/safetyrule.html */
function least({ config, deciding }: SafetyRule): number {
  return { ATLEAST: config.Threshold, AND: deciding.length, OR: 1 }[config.Type];
}
