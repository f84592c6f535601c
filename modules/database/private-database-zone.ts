import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface PrivateDatabaseZoneProps {
  /** Name of the zone, below a domain of our own: a private zone hides the public one of the same name. */
  readonly zoneName: string;
  readonly vpcId: string;
  /** Endpoint of whichever member writes. */
  readonly writerEndpoint: string;
  /** AWS region of each member, by the region's name. */
  readonly members: Readonly<Record<string, string>>;
}

/**
 * The private zone with the short names of the database, and `write` and `members` in it.
 *
 * Drivers that verify the host name (`sslmode=verify-full`) must be given the endpoint itself: certificates do not
 * know these names.
 */
export class PrivateDatabaseZone extends Construct {
  public readonly zoneId: string;

  constructor(scope: Construct, id: string, props: PrivateDatabaseZoneProps) {
    super(scope, id);
    const { awsRegion, deletionProtection } = surroundings(this);
    const zone = new Route53Zone(this, 'zone', {
      name: props.zoneName,
      comment: 'Names of the database, for the VPCs of the platform only.',
      vpc: [{ vpcId: props.vpcId, vpcRegion: awsRegion }],
      // The zone needs one VPC to be private; the others are associated by their own stacks.
      lifecycle: { ignoreChanges: ['vpc'], preventDestroy: deletionProtection },
    });
    // Simple and constant: Aurora moves the endpoint behind it, so a switchover changes no record.
    new Route53Record(this, 'write', {
      zoneId: zone.zoneId,
      name: `write.${props.zoneName}`,
      type: 'CNAME',
      ttl: 60,
      records: [props.writerEndpoint],
    });
    new Route53Record(this, 'members', {
      zoneId: zone.zoneId,
      name: `members.${props.zoneName}`,
      type: 'TXT',
      ttl: 60,
      records: Object.entries(props.members).map(([region, awsRegion]) => `${region}=${awsRegion}`),
    });
    this.zoneId = zone.zoneId;
  }
}
