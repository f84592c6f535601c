import { ShieldProtection } from '@cdktf/provider-aws/lib/shield-protection';
import { ShieldSubscription } from '@cdktf/provider-aws/lib/shield-subscription';
import { Construct } from 'constructs';

export interface ShieldAdvancedProps {
  readonly name: string;
  /** False where the account is subscribed already. */
  readonly subscribe: boolean;
  /** Role of the resource → its ARN: a distribution, public zone or accelerator. */
  readonly protectedArns: Readonly<Record<string, string>>;
}

/**
 * Shield Advanced for what the internet can reach.
 *
 * The subscription is the account's, lasts a year and cannot be ended: destroying it only leaves it to Terraform's past.
 */
export class ShieldAdvanced extends Construct {
  constructor(scope: Construct, id: string, { name, subscribe, protectedArns }: ShieldAdvancedProps) {
    super(scope, id);
    const subscription = subscribe
      ? [new ShieldSubscription(this, 'subscription', { autoRenew: 'ENABLED', skipDestroy: true })]
      : [];
    for (const [role, resourceArn] of Object.entries(protectedArns)) {
      new ShieldProtection(this, role, {
        name: `${name}-${role}`,
        resourceArn,
        dependsOn: subscription,
      });
    }
  }
}
