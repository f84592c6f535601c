import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface DatabaseReaderRecordProps {
  readonly zoneId: string;
  readonly zoneName: string;
  readonly readerEndpoint: string;
}

/** One region's answer to `read`: Route 53 gives each VPC the readers nearest to it. */
export class DatabaseReaderRecord extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseReaderRecordProps) {
    super(scope, id);
    const { awsRegion } = surroundings(this);
    new Route53Record(this, 'record', {
      zoneId: props.zoneId,
      name: `read.${props.zoneName}`,
      type: 'CNAME',
      ttl: 60,
      records: [props.readerEndpoint],
      setIdentifier: awsRegion,
      latencyRoutingPolicy: { region: awsRegion },
    });
  }
}
