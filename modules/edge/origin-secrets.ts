import { DataAwsSecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version';
import { Construct } from 'constructs';
import { GeneratedSecret } from '../secrets/generated-secret';
import { versionedName } from '../secrets/secret';

export interface OriginSecretsProps {
  /** Start of every name: version 1 is `<namePrefix>/v1`. */
  readonly namePrefix: string;
  /** One secret for each; distributions send the value of the first, load balancers accept all. */
  readonly versions: readonly number[];
  /** AWS regions with a copy, encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
}

/**
 * Random values by which load balancers know the platform's distributions.
 *
 * Terraform makes them up while it applies and writes them to Secrets Manager only. Whoever sends or checks a value
 * reads it from the secret of that name in its own region.
 */
export class OriginSecrets extends Construct {
  /** In the order of `versions`. */
  public readonly names: string[];
  /** Value that distributions send. Sensitive; never an output. */
  public readonly currentValue: string;

  constructor(scope: Construct, id: string, props: OriginSecretsProps) {
    super(scope, id);
    // Raising the version of one secret would change its value under load balancers that still check it.
    const [current, ...others] = props.versions.map(
      (version) =>
        new GeneratedSecret(this, `v${version}`, {
          replicaRegions: props.replicaRegions,
          name: versionedName(props.namePrefix, version),
          description: 'Header value by which load balancers know CloudFront.',
        }),
    );
    if (current === undefined) {
      throw new Error('origin secrets: expected at least one version, got none');
    }
    this.names = [current, ...others].map(({ name }) => name);
    this.currentValue = new DataAwsSecretsmanagerSecretVersion(this, 'current', {
      secretId: current.arn,
      dependsOn: [current.version],
    }).secretString;
  }
}
