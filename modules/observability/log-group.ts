import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../iam/policy';
import { surroundings } from '../surroundings';

export interface LogGroupProps {
  /** Whole name, such as `/aws/lambda/demo-fill`. */
  readonly name: string;
}

/** An encrypted log group that forgets after a year. */
export class LogGroup extends Construct {
  public readonly name: string;
  public readonly arn: string;
  /** For `dependsOn` of the service that would otherwise create the group itself. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, { name }: LogGroupProps) {
    super(scope, id);
    const { encryptionKeyArn, provider } = surroundings(this);
    const group = new CloudwatchLogGroup(this, 'group', {
      name,
      kmsKeyId: encryptionKeyArn,
      retentionInDays: 365,
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
