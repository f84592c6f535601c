import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { AlarmTopic } from '../../../modules/observability/alarm-topic';
import { Synthesized } from '../../support/synthesize';

describe('AlarmTopic', () => {
  let alarms: AlarmTopic;
  const topic = Synthesized.module((scope) => {
    alarms = new AlarmTopic(scope, 'alarms', {
      namePrefix: 'demo',
      email: 'ops@example.com',
      encryptionKeyArn: 'arn:key',
    });
  });

  it('is encrypted and tells the address', () => {
    expect(topic.only(SnsTopic).kms_master_key_id).toBe('arn:key');
    expect(topic.only(SnsTopicSubscription)).toMatchObject({
      protocol: 'email',
      endpoint: 'ops@example.com',
    });
  });

  it('takes messages from this account only, over TLS only', () => {
    expect(topic.only(SnsTopicPolicy).policy).toContain('aws:SourceAccount');
    expect(topic.only(SnsTopicPolicy).policy).toContain('aws:SecureTransport');
  });

  it('lets publishers publish, under its key, and nothing else', () => {
    expect(alarms.publisherStatements).toEqual([
      { actions: ['sns:Publish'], resources: [alarms.arn] },
      { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: ['arn:key'] },
    ]);
  });
});
