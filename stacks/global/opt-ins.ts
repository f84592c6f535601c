import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { Accelerator } from '../../modules/edge/accelerator';
import { ShieldAdvanced } from '../../modules/edge/shield-advanced';

export interface OptInsProps {
  readonly document: Document;
  readonly siteArn: string;
  readonly zoneArn: string;
  readonly flowLogBucketName: string;
}

/** What costs a lot, where the document asks for it; returns the accelerator. */
export function createOptIns(scope: Construct, props: OptInsProps): Accelerator | undefined {
  const { deployment, optIns } = props.document;

  const accelerator = optIns.globalAccelerator
    ? new Accelerator(scope, 'accelerator', {
        name: `${deployment}-edge`,
        flowLogBucketName: props.flowLogBucketName,
      })
    : undefined;
  if (optIns.shieldAdvanced) {
    new ShieldAdvanced(scope, 'shield-advanced', {
      name: deployment,
      subscribe: optIns.shieldSubscription === 'create',
      protectedArns: {
        site: props.siteArn,
        zone: props.zoneArn,
        ...(accelerator === undefined ? {} : { accelerator: accelerator.arn }),
      },
    });
  }
  return accelerator;
}
