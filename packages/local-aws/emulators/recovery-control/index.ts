import type { AwsRequest, AwsResponse, Emulator } from '../emulator';
import { ControlPlane } from './control-plane';
import { DataPlane } from './data-plane';
import { Configuration } from './resources';

export interface RecoveryControlProps {
  /** Time that wait periods are counted in. @default - the machine's */
  readonly now?: () => number;
  /** Told of each routing control whose state has changed. */
  readonly onSwitch?: (routingControlArn: string) => void;
}

const CONTROL_PLANE = 'route53-recovery-control-config';

/**
 * Routing control of Amazon Application Recovery Controller: clusters, control panels, routing controls and safety rules,
 * and the five endpoints on which the controls are switched.
 */
export class RecoveryControl implements Emulator {
  readonly services = [CONTROL_PLANE, 'route53-recovery-cluster'];
  private readonly configured = new Configuration();
  private readonly controlPlane = new ControlPlane(this.configured);
  private readonly dataPlane: DataPlane;

  constructor({ now = Date.now, onSwitch }: RecoveryControlProps = {}) {
    this.dataPlane = new DataPlane({
      configured: this.configured,
      now,
      onSwitch: ({ arn }) => onSwitch?.(arn),
    });
  }

  /** Whether a routing control is there and On: what a health check of type RECOVERY_CONTROL says. */
  isOn(routingControlArn: string): boolean {
    return this.configured.controls.get(routingControlArn)?.state === 'On';
  }

  handle(request: AwsRequest): AwsResponse {
    return request.service === CONTROL_PLANE
      ? this.controlPlane.handle(request)
      : this.dataPlane.handle(request);
  }
}
