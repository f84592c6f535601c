import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface CallerProps {
  /** @default - the stack's own provider */
  readonly provider?: TerraformProvider;
}

/** The account that the stack is applied in. */
export class Caller extends Construct {
  public readonly accountId: string;

  constructor(scope: Construct, id: string, { provider }: CallerProps = {}) {
    super(scope, id);
    this.accountId = new DataAwsCallerIdentity(this, 'identity', { provider }).accountId;
  }
}
