import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';

export interface AliasRecordsProps {
  readonly hostedZoneId: string;
  readonly names: readonly string[];
  /** CloudFront name of a distribution. */
  readonly targetDomainName: string;
  /** Zone of the target, as the target names it. */
  readonly targetHostedZoneId: string;
}

/** IPv4 and IPv6 addresses of a distribution under each of the names. */
export class AliasRecords extends Construct {
  constructor(scope: Construct, id: string, props: AliasRecordsProps) {
    super(scope, id);
    for (const name of props.names) {
      for (const type of ['A', 'AAAA']) {
        new Route53Record(this, `${name}-${type.toLowerCase()}`, {
          zoneId: props.hostedZoneId,
          name,
          type,
          alias: {
            name: props.targetDomainName,
            zoneId: props.targetHostedZoneId,
            // CloudFront gives no health to ask for.
            evaluateTargetHealth: false,
          },
        });
      }
    }
  }
}
