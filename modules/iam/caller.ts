import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

/** The account that the stack is applied in. */
export class Caller extends Construct {
  public readonly accountId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { provider } = surroundings(this);
    this.accountId = new DataAwsCallerIdentity(this, 'identity', { provider }).accountId;
  }
}
