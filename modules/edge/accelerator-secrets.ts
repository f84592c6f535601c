import { Construct } from 'constructs';
import { GeneratedSecret } from '../secrets/generated-secret';
import { versionedName } from '../secrets/secret';
import { surround } from '../surroundings';

export interface AcceleratorSecretsProps {
  /** Start of every name: version 1 is `<namePrefix>/v1`. */
  readonly namePrefix: string;
  /** One secret for each; load balancers behind the accelerator accept all. */
  readonly versions: readonly number[];
  /** AWS regions with a copy, encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
}

/**
 * Random values by which load balancers know clients of the accelerator: others than those that CloudFront sends, so that
 * a client knows nothing that opens CloudFront's way.
 */
export class AcceleratorSecrets extends Construct {
  constructor(scope: Construct, id: string, props: AcceleratorSecretsProps) {
    super(scope, id);
    // A deleted secret that could be restored would keep its name, and the accelerator from being switched on again.
    surround(this, { deletionProtection: false });
    for (const version of props.versions) {
      new GeneratedSecret(this, `v${version}`, {
        name: versionedName(props.namePrefix, version),
        description: 'Header value by which load balancers know clients of the accelerator.',
        replicaRegions: props.replicaRegions,
      });
    }
  }
}
