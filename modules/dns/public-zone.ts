import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53QueryLog } from '@cdktf/provider-aws/lib/route53-query-log';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import { policyDocument } from '../iam/policy';
import { LogGroup } from '../observability/log-group';
import { surroundings } from '../surroundings';
import { ZoneSigning } from './zone-signing';

export interface PublicZoneProps {
  readonly domainName: string;
  /** Alias, without `alias/`, of the key that signs a new zone. */
  readonly signingKeyAlias: string;
  /** Zone that exists already and stays its owner's: it is only read. @default - a zone is created */
  readonly hostedZoneId?: string | undefined;
}

/**
 * The public zone of a domain: one that exists, or a new one that is signed and whose queries are logged for a year.
 *
 * Query logs and signing keys exist in us-east-1 only, so the zone belongs into a stack there.
 */
export class PublicZone extends Construct {
  public readonly id: string;
  public readonly arn: string;
  public readonly nameServers: string[];
  /** Completes DNSSEC once it stands in the parent zone; empty for an adopted zone. */
  public readonly dsRecord: string;

  constructor(scope: Construct, id: string, props: PublicZoneProps) {
    super(scope, id);
    const adopted = props.hostedZoneId !== undefined;
    const zone = adopted ? this.adopted(props) : this.created(props);
    this.id = zone.zoneId;
    this.arn = zone.arn;
    this.nameServers = zone.nameServers;
    this.dsRecord = adopted ? '' : this.signed(zone, props);
  }

  private adopted({ domainName, hostedZoneId }: PublicZoneProps): DataAwsRoute53Zone {
    return new DataAwsRoute53Zone(this, 'zone', {
      zoneId: hostedZoneId,
      lifecycle: {
        postcondition: [
          {
            condition: `\${trimsuffix(self.name, ".") == "${domainName}" && !self.private_zone}`,
            errorMessage: `Zone ${hostedZoneId} is not the public zone of ${domainName}: correct domain.hostedZoneId.`,
          },
        ],
      },
    });
  }

  private created({ domainName }: PublicZoneProps): Route53Zone {
    const { deletionProtection } = surroundings(this);
    const zone = new Route53Zone(this, 'zone', {
      name: domainName,
      comment: `Public zone of ${domainName}`,
      lifecycle: { preventDestroy: deletionProtection },
    });
    const { accountId } = new Caller(this, 'caller');
    const logGroup = new LogGroup(this, 'query-log-group', {
      name: `/aws/route53/${domainName}`,
    });
    const access = new CloudwatchLogResourcePolicy(this, 'query-log-access', {
      policyName: `route53-${domainName.replaceAll('.', '-')}`,
      policyDocument: policyDocument(
        logGroup.writerStatements.map((statement) => ({
          ...statement,
          principals: { Service: 'route53.amazonaws.com' },
          conditions: {
            StringEquals: { 'aws:SourceAccount': accountId },
            ArnLike: { 'aws:SourceArn': zone.arn },
          },
        })),
      ),
    });
    new Route53QueryLog(this, 'query-log', {
      zoneId: zone.zoneId,
      cloudwatchLogGroupArn: `${logGroup.arn}:*`,
      dependsOn: [access],
    });
    return zone;
  }

  private signed(
    { arn, zoneId }: { arn: string; zoneId: string },
    { signingKeyAlias }: PublicZoneProps,
  ): string {
    return new ZoneSigning(this, 'signing', {
      alias: signingKeyAlias,
      hostedZoneId: zoneId,
      hostedZoneArn: arn,
    }).dsRecord;
  }
}
