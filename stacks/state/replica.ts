import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { replicaBucketName } from '../../config/document/state';
import { EncryptionKey } from '../../modules/encryption/encryption-key';
import { AlarmTopic } from '../../modules/observability/alarm-topic';
import type { StateBucket } from '../../modules/state/state-bucket';
import { StateReplica, stateReplicaName } from '../../modules/state/state-replica';
import { surround } from '../../modules/surroundings';

/** ARN of a topic for alarms of the states: whoever gets this email is told when they are not copied. */
export function topicOfStates(scope: Construct, deployment: string, email: string): string {
  const name = `${deployment}-state`;
  const { arn: encryptionKeyArn } = new EncryptionKey(scope, 'alarm-key', {
    alias: `${name}-alarms`,
    description: 'Alarms of Terraform states.',
    services: ['cloudwatch.amazonaws.com'],
  });
  return new AlarmTopic(scope, 'alarm-topic', { namePrefix: name, email, encryptionKeyArn }).arn;
}

export interface CopyOfStatesProps {
  readonly document: Document;
  readonly states: StateBucket;
  readonly awsRegion: string;
  readonly provider: AwsProvider;
  /** Who is told when states are copied late. */
  readonly email: string;
}

/** The copy of the states in another AWS region, and a topic there, because S3 measures lateness where the copy is. */
export function copyOfStates(scope: Construct, { document, email, ...rest }: CopyOfStatesProps): void {
  const { deployment, state } = document;
  const there = new Construct(scope, 'replica-region');
  surround(there, { awsRegion: rest.awsRegion, provider: rest.provider });
  new StateReplica(scope, 'state-replica', {
    ...rest,
    bucketName: replicaBucketName(state),
    name: stateReplicaName(deployment),
    alarmTopicArn: topicOfStates(there, deployment, email),
  });
}
