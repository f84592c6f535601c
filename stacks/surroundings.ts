import type { Construct } from 'constructs';
import { EncryptionKey } from '../modules/encryption/encryption-key';
import { AlarmTopic } from '../modules/observability/alarm-topic';
import type { Surroundings } from '../modules/surroundings';

export interface StackSurroundingsProps extends Pick<Surroundings, 'awsRegion' | 'deletionProtection'> {
  /** Alias of the key, and start of the topic's name. */
  readonly name: string;
  /** What the key encrypts. */
  readonly description: string;
  /** Who is told of alarms. */
  readonly email: string;
  /** AWS services that publish to the topic. @default - CloudWatch alarms only */
  readonly publishers?: readonly string[];
}

/** What surrounds everything in a stack: its AWS region, with a key and an alarm topic of the stack's own there. */
export function stackSurroundings(scope: Construct, props: StackSurroundingsProps): Partial<Surroundings> {
  const { awsRegion, deletionProtection, name, description, email } = props;
  const publishers = props.publishers ?? ['cloudwatch.amazonaws.com'];
  const { arn: encryptionKeyArn } = new EncryptionKey(scope, 'encryption-key', {
    alias: name,
    description,
    services: [`logs.${awsRegion}.amazonaws.com`, ...publishers],
  });
  const { arn: alarmTopicArn } = new AlarmTopic(scope, 'alarm-topic', {
    namePrefix: name,
    email,
    encryptionKeyArn,
    publishers,
  });
  return { awsRegion, deletionProtection, encryptionKeyArn, alarmTopicArn };
}
