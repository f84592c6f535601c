import { CloudfrontKeyValueStore } from '@cdktf/provider-aws/lib/cloudfront-key-value-store';
import { Construct } from 'constructs';

export interface EdgeStoreProps {
  readonly name: string;
}

/**
 * Store of the edge functions, of which each may have one. Operators note in it the regions that viewers shall leave
 * (key is the region, value is `drained`), further origins (`cors:<origin>`) and keys of tokens (`token-key:<version>`).
 *
 * Its keys are not Terraform's, so draining a region takes one call to the edge and no plan. Its ARN is an output of
 * `global`, `edge_key_value_store_arn`.
 */
export class EdgeStore extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, { name }: EdgeStoreProps) {
    super(scope, id);
    const store = new CloudfrontKeyValueStore(this, 'store', {
      name,
      comment: 'Drained regions (key: region, value: drained), CORS origins, keys of tokens.',
    });
    this.arn = store.arn;
  }
}
