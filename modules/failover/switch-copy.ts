import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface SwitchCopyProps {
  /** Name of the parameter. */
  readonly name: string;
  /** What a move needs to know. */
  readonly content: object;
}

/** Where a service's switch is, kept in one AWS region beside Terraform's state. It holds addresses and no secret. */
export class SwitchCopy extends Construct {
  constructor(scope: Construct, id: string, { name, content }: SwitchCopyProps) {
    super(scope, id);
    new SsmParameter(this, 'parameter', {
      name,
      description: 'Where the switch of a service is: read by "npx meridian failover".',
      type: 'String',
      // As `value` it would be masked in plans, like a secret.
      insecureValue: Fn.jsonencode(content),
      provider: surroundings(this).provider,
    });
  }
}
