import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface DatabaseMemberRecordsProps {
  readonly zoneId: string;
  readonly zoneName: string;
  /** First label of the member's own names. */
  readonly region: string;
  /** Endpoint of the instance that writes, while this member does. */
  readonly writerEndpoint: string;
  readonly readerEndpoint: string;
  /** Of the member: while it is unhealthy, `read` leads elsewhere. */
  readonly healthCheckId: string;
}

/**
 * One region's answers in the private zone: to `read`, for which Route 53 gives each VPC the nearest readers that live, and
 * to two names of its own, behind which clients find the real endpoints.
 */
export class DatabaseMemberRecords extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseMemberRecordsProps) {
    super(scope, id);
    const { zoneId, zoneName, region, readerEndpoint } = props;
    const { awsRegion } = surroundings(this);
    const cname = { zoneId, type: 'CNAME', ttl: 60 };

    new Route53Record(this, 'record', {
      ...cname,
      name: `read.${zoneName}`,
      records: [readerEndpoint],
      setIdentifier: awsRegion,
      latencyRoutingPolicy: { region: awsRegion },
      healthCheckId: props.healthCheckId,
    });
    new Route53Record(this, 'own-writer', {
      ...cname,
      name: `${region}.write.${zoneName}`,
      records: [props.writerEndpoint],
    });
    new Route53Record(this, 'own-readers', {
      ...cname,
      name: `${region}.read.${zoneName}`,
      records: [readerEndpoint],
    });
  }
}
