import { ACCOUNT, AwsError, type Tags } from '../aws';
import { randomBytes } from '../moment';

/** As the API writes them. */
export type State = 'On' | 'Off';

export interface Cluster {
  readonly arn: string;
  readonly name: string;
  readonly endpoints: readonly { readonly Endpoint: string; readonly Region: string }[];
  readonly tags: Tags;
  networkType: string;
}

export interface ControlPanel {
  readonly arn: string;
  readonly cluster: Cluster;
  /** Made with its cluster, and the panel of controls that name none. */
  readonly isDefault: boolean;
  readonly tags: Tags;
  name: string;
}

export interface RoutingControl {
  readonly arn: string;
  readonly panel: ControlPanel;
  name: string;
  state: State;
}

export interface RuleConfig {
  readonly Type: 'ATLEAST' | 'AND' | 'OR';
  readonly Threshold: number;
  readonly Inverted: boolean;
}

export interface SafetyRule {
  readonly arn: string;
  readonly kind: 'AssertionRule' | 'GatingRule';
  readonly panel: ControlPanel;
  readonly config: RuleConfig;
  /** Controls whose states decide: asserted or gating. */
  readonly deciding: readonly RoutingControl[];
  /** Controls whose changes need the rule's consent: asserted or targets. */
  readonly guarded: readonly RoutingControl[];
  readonly tags: Tags;
  name: string;
  waitPeriodMs: number;
  /** No guarded control changes until then. */
  waitsUntil: number;
}

/** Resources of one kind by ARN. */
export class Resources<T extends { readonly arn: string }> {
  private readonly stored = new Map<string, T>();

  constructor(private readonly noun: string) {}

  add(one: T): T {
    this.stored.set(one.arn, one);
    return one;
  }

  remove({ arn }: T): void {
    this.stored.delete(arn);
  }

  get(arn: unknown): T | undefined {
    return this.stored.get(String(arn));
  }

  require(arn: unknown): T {
    const found = this.get(arn);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', `The ${this.noun} ${arn} does not exist.`, 404);
  }

  where(isMeant: (one: T) => boolean): T[] {
    return [...this.stored.values()].filter(isMeant);
  }
}

/** Everything that the control plane has configured, and the state of each routing control. */
export class Configuration {
  readonly clusters = new Resources<Cluster>('cluster');
  readonly panels = new Resources<ControlPanel>('control panel');
  readonly controls = new Resources<RoutingControl>('routing control');
  readonly rules = new Resources<SafetyRule>('safety rule');
}

export const arnOf = (path: string) => `arn:aws:route53-recovery-control::${ACCOUNT}:${path}`;

export const hexId = (digits: number) => randomBytes(digits / 2).toString('hex');
