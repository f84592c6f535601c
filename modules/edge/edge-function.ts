import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function';
import { Construct } from 'constructs';
import { bundleEdgeFunction } from '../../build/edge-bundle';

export interface EdgeFunctionProps {
  /** Unique in the account. */
  readonly name: string;
  readonly comment: string;
  /** File under `lambda-src/edge/`, such as `site-router.mts`. */
  readonly entry: string;
  /** Global constants of the function, by name; values are anything JSON can hold. */
  readonly constants: Readonly<Record<string, unknown>>;
  /**
   * Store that the function may read.
   *
   * @default - none
   */
  readonly keyValueStoreArn?: string;
}

/** A published CloudFront Function, bundled from TypeScript for runtime 2.0. */
export class EdgeFunction extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EdgeFunctionProps) {
    super(scope, id);
    const { name, comment, entry, constants, keyValueStoreArn } = props;

    const edgeFunction = new CloudfrontFunction(this, 'function', {
      name,
      comment,
      runtime: 'cloudfront-js-2.0',
      publish: true,
      code: asTerraformLiteral(bundleEdgeFunction({ entry, constants })),
      keyValueStoreAssociations: keyValueStoreArn === undefined ? undefined : [keyValueStoreArn],
      // Where an option goes, distributions let go of its function before it is deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = edgeFunction.arn;
  }
}

/** Terraform would read `${` and `%{` in the code as its own templates. */
function asTerraformLiteral(code: string): string {
  return code.replace(/[$%]\{/g, (opening) => opening.charAt(0) + opening);
}
