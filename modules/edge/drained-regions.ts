import { CloudfrontKeyValueStore } from '@cdktf/provider-aws/lib/cloudfront-key-value-store';
import { Construct } from 'constructs';

export interface DrainedRegionsProps {
  readonly name: string;
}

/**
 * Store in which operators note the regions that viewers shall leave: key is the region, value is `drained`.
 *
 * Its keys are not Terraform's, so draining a region takes one call to the edge and no plan.
 */
export class DrainedRegions extends Construct {
  public readonly keyValueStoreArn: string;

  constructor(scope: Construct, id: string, { name }: DrainedRegionsProps) {
    super(scope, id);
    const store = new CloudfrontKeyValueStore(this, 'store', {
      name,
      comment: 'Drained regions: key is the region, value is "drained".',
    });
    this.keyValueStoreArn = store.arn;
  }
}
