import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { ACCELERATOR_AWS_REGION, Accelerator } from '../../modules/edge/accelerator';
import { AcceleratorSecrets } from '../../modules/edge/accelerator-secrets';
import { EDGE_REGION } from '../../modules/edge/edge-region';
import { ShieldAdvanced } from '../../modules/edge/shield-advanced';
import { AccessLogBucket } from '../../modules/storage/access-log-bucket';
import { names } from '../names';
import { otherAwsRegions } from '../other-aws-regions';

export interface OptInsProps {
  readonly document: Document;
  readonly siteArn: string;
  readonly zoneArn: string;
}

/** What costs a lot, where the document asks for it; returns the accelerator. */
export function createOptIns(scope: Construct, props: OptInsProps): Accelerator | undefined {
  const { deployment, optIns } = props.document;

  const accelerator = optIns.globalAccelerator ? createAccelerator(scope, props) : undefined;
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

/** The accelerator, with what its clients show to the load balancers of every region. */
function createAccelerator(scope: Construct, { document }: OptInsProps): Accelerator {
  new AcceleratorSecrets(scope, 'accelerator-secrets', {
    namePrefix: names.acceleratorSecretPrefix(document),
    versions: document.accelerator.secretVersions,
    replicaRegions: otherAwsRegions(document, EDGE_REGION),
  });
  const name = `${document.deployment}-edge`;
  const flowLogFolder = `global-accelerator/${name}`;
  const flowLogs = new AccessLogBucket(scope, 'accelerator-logs', {
    bucketPrefix: `${name}-flow-logs`,
    deliveredFrom: ACCELERATOR_AWS_REGION,
    flowLogFolder,
  });
  return new Accelerator(scope, 'accelerator', {
    name,
    flowLogBucketName: flowLogs.bucketName,
    flowLogFolder,
  });
}
