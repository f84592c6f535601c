import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53HostedZoneDnssec } from '@cdktf/provider-aws/lib/route53-hosted-zone-dnssec';
import { Route53KeySigningKey } from '@cdktf/provider-aws/lib/route53-key-signing-key';
import { Construct } from 'constructs';
import { keyAdministrators } from '../encryption/encryption-key';
import { Caller } from '../iam/caller';
import { policyDocument } from '../iam/policy';
import { Alarm } from '../observability/alarm';

export interface ZoneSigningProps {
  /** Alias of the key, without `alias/`. */
  readonly alias: string;
  readonly hostedZoneId: string;
  readonly hostedZoneArn: string;
}

const ROUTE_53 = { Service: 'dnssec-route53.amazonaws.com' };

/**
 * DNSSEC: signs a public zone with a key of the account's own.
 *
 * Resolvers check the signatures only once the DS record stands in the parent zone, where whoever runs that zone puts
 * it. Before the zone or its signing is removed, the DS record has to go, or the whole domain stops resolving.
 * Route 53 takes keys of us-east-1 only.
 */
export class ZoneSigning extends Construct {
  /** For the parent zone. */
  public readonly dsRecord: string;
  private readonly name: string;

  constructor(scope: Construct, id: string, { alias, hostedZoneId, hostedZoneArn }: ZoneSigningProps) {
    super(scope, id);
    this.name = alias;
    const { accountId } = new Caller(this, 'caller');
    const forThisZone = {
      StringEquals: { 'aws:SourceAccount': accountId },
      ArnEquals: { 'aws:SourceArn': hostedZoneArn },
    };
    const key = new KmsKey(this, 'key', {
      description: 'Signs the public zone',
      customerMasterKeySpec: 'ECC_NIST_P256',
      keyUsage: 'SIGN_VERIFY',
      deletionWindowInDays: 30,
      policy: policyDocument([
        ...keyAdministrators(this, accountId),
        {
          sid: 'Route53Signs',
          principals: ROUTE_53,
          actions: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'],
          resources: ['*'],
          conditions: forThisZone,
        },
        {
          sid: 'Route53GrantsItselfTheSame',
          principals: ROUTE_53,
          actions: ['kms:CreateGrant'],
          resources: ['*'],
          conditions: { ...forThisZone, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        },
      ]),
    });
    new KmsAlias(this, 'alias', { name: `alias/${alias}`, targetKeyId: key.keyId });

    const signingKey = new Route53KeySigningKey(this, 'signing-key', {
      name: 'key_1',
      hostedZoneId,
      keyManagementServiceArn: key.arn,
    });
    new Route53HostedZoneDnssec(this, 'dnssec', { hostedZoneId: signingKey.hostedZoneId });
    this.watch(hostedZoneId);
    this.dsRecord = signingKey.dsRecord;
  }

  /** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-hosted-zones-with-cloudwatch.html */
  private watch(hostedZoneId: string): void {
    const alarm = (id: string, metricName: string, description: string) =>
      new Alarm(this, `${id}-alarm`, {
        name: `${this.name}-${id}`,
        description,
        metric: {
          namespace: 'AWS/Route53',
          name: metricName,
          dimensions: { HostedZoneId: hostedZoneId },
          statistic: 'Sum',
        },
        raisedWhen: 'at-least',
        threshold: 1,
        // Route 53 says it every four hours.
        periodSeconds: 4 * 60 * 60,
      });
    alarm(
      'failure',
      'DNSSECInternalFailure',
      'Route 53 cannot sign the public zone: resolvers that check signatures will stop answering for it.',
    );
    alarm(
      'key',
      'DNSSECKeySigningKeysNeedingAction',
      'The key that signs the public zone needs action: is the KMS key there, enabled, and open to Route 53?',
    );
  }
}
