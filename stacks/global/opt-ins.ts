import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { ShieldAdvanced } from '../../modules/edge/shield-advanced';

export interface OptInsProps {
  readonly document: Document;
  readonly siteArn: string;
  readonly zoneArn: string;
}

/** What costs a lot, where the document asks for it. */
export function createOptIns(scope: Construct, { document, siteArn, zoneArn }: OptInsProps): void {
  const { deployment, optIns } = document;

  if (optIns.shieldAdvanced) {
    new ShieldAdvanced(scope, 'shield-advanced', {
      name: deployment,
      subscribe: optIns.shieldSubscription === 'create',
      protectedArns: { site: siteArn, zone: zoneArn },
    });
  }
}
