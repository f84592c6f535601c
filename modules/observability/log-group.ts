import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../iam/policy';

export interface LogGroupProps {
  /** Whole name, such as `/aws/lambda/demo-fill`. */
  readonly name: string;
  /** Key whose policy lets CloudWatch Logs of the region in. */
  readonly encryptionKeyArn: string;
  /** @default 365 */
  readonly retentionDays?: number;
  /** @default - the stack's own provider */
  readonly provider?: TerraformProvider;
}

/** An encrypted log group that forgets after a year. */
export class LogGroup extends Construct {
  public readonly name: string;
  public readonly arn: string;
  /** For `dependsOn` of the service that would otherwise create the group itself. */
  public readonly fqn: string;

  constructor(
    scope: Construct,
    id: string,
    { name, encryptionKeyArn, retentionDays = 365, provider }: LogGroupProps,
  ) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, 'group', {
      name,
      kmsKeyId: encryptionKeyArn,
      retentionInDays: retentionDays,
      provider,
    });
    this.name = group.name;
    this.arn = group.arn;
    this.fqn = group.fqn;
  }

  /** What a role, or a service of AWS, needs to write to the group. */
  public get writerStatements(): readonly PolicyStatement[] {
    return [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${this.arn}:*`] }];
  }
}
