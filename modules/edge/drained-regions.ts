import { CloudfrontKeyValueStore } from '@cdktf/provider-aws/lib/cloudfront-key-value-store';
import { Construct } from 'constructs';

export interface DrainedRegionsProps {
  readonly name: string;
}

/**
 * Store of the edge functions, of which each may have one. In it operators note the regions that viewers shall leave:
 * key is the region, value is `drained`. Other keys have a colon: `cors:<origin>` and `token-key:<version>`.
 *
 * Its keys are not Terraform's, so draining a region takes one call to the edge and no plan.
 */
export class DrainedRegions extends Construct {
  public readonly keyValueStoreArn: string;

  constructor(scope: Construct, id: string, { name }: DrainedRegionsProps) {
    super(scope, id);
    const store = new CloudfrontKeyValueStore(this, 'store', {
      name,
      comment: 'Drained regions (key: region, value: drained), CORS origins, keys of tokens.',
    });
    this.keyValueStoreArn = store.arn;
  }
}
