import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { replicaBucketName } from '../../config/document/state';
import { EncryptionKey } from '../../modules/encryption/encryption-key';
import { AlarmTopic } from '../../modules/observability/alarm-topic';
import type { StateBucket } from '../../modules/state/state-bucket';
import { StateReplica } from '../../modules/state/state-replica';
import { surround } from '../../modules/surroundings';

export interface CopyOfStatesProps {
  readonly document: Document;
  readonly states: StateBucket;
  readonly awsRegion: string;
  readonly provider: AwsProvider;
  /** Who is told when states are not copied, or late. */
  readonly email: string;
}

/** The copy of the states in another AWS region, and a topic on either side, because S3 measures failures here and lateness there. */
export function copyOfStates(scope: Construct, props: CopyOfStatesProps): void {
  const { document, states, awsRegion, provider, email } = props;
  const name = `${document.deployment}-state`;
  surround(scope, { alarmTopicArn: topicOfAlarms(scope, name, email) });
  const there = new Construct(scope, 'replica-region');
  surround(there, { awsRegion, provider });
  new StateReplica(scope, 'state-replica', {
    states,
    bucketName: replicaBucketName(document.state),
    name: `${name}-replica`,
    awsRegion,
    provider,
    alarmTopicArn: topicOfAlarms(there, name, email),
  });
}

function topicOfAlarms(scope: Construct, name: string, email: string): string {
  const { arn: encryptionKeyArn } = new EncryptionKey(scope, 'alarm-key', {
    alias: `${name}-alarms`,
    description: 'Alarms of Terraform states.',
    services: ['cloudwatch.amazonaws.com'],
  });
  return new AlarmTopic(scope, 'alarm-topic', { namePrefix: name, email, encryptionKeyArn }).arn;
}
