import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import { type PolicyStatement, policyDocument } from '../iam/policy';
import { surroundings } from '../surroundings';

export interface AlarmTopicProps {
  /** Start of the generated name. */
  readonly namePrefix: string;
  /** Who is told; AWS asks the address for a confirmation first. */
  readonly email: string;
  /** Key whose policy lets `cloudwatch.amazonaws.com` and the other publishers in. */
  readonly encryptionKeyArn: string;
  /** AWS services that publish. @default - CloudWatch alarms only */
  readonly publishers?: readonly string[];
}

/** An encrypted topic through which somebody is told. */
export class AlarmTopic extends Construct {
  public readonly arn: string;
  private readonly encryptionKeyArn: string;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { namePrefix, email, encryptionKeyArn, publishers = ['cloudwatch.amazonaws.com'] } = props;
    const { provider } = surroundings(this);
    const { accountId } = new Caller(this, 'caller');

    const topic = new SnsTopic(this, 'topic', {
      namePrefix: `${namePrefix}-`,
      kmsMasterKeyId: encryptionKeyArn,
      provider,
    });
    new SnsTopicPolicy(this, 'policy', {
      arn: topic.arn,
      policy: policyDocument([
        {
          sid: 'AlarmsPublish',
          principals: { Service: publishers },
          actions: ['sns:Publish'],
          resources: [topic.arn],
          conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
        },
        {
          sid: 'DenyPlainHttp',
          effect: 'Deny',
          principals: '*',
          actions: ['sns:Publish'],
          resources: [topic.arn],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
      provider,
    });
    new SnsTopicSubscription(this, 'email', {
      topicArn: topic.arn,
      protocol: 'email',
      endpoint: email,
      provider,
    });
    this.arn = topic.arn;
    this.encryptionKeyArn = encryptionKeyArn;
  }

  /** What a role needs to publish. */
  public get publisherStatements(): readonly PolicyStatement[] {
    return [
      { actions: ['sns:Publish'], resources: [this.arn] },
      { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [this.encryptionKeyArn] },
    ];
  }
}
