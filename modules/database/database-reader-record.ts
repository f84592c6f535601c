import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';

export interface DatabaseReaderRecordProps {
  readonly zoneId: string;
  readonly zoneName: string;
  readonly awsRegion: string;
  readonly readerEndpoint: string;
}

/** One region's answer to `read`: Route 53 gives each VPC the readers nearest to it. */
export class DatabaseReaderRecord extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseReaderRecordProps) {
    super(scope, id);
    new Route53Record(this, 'record', {
      zoneId: props.zoneId,
      name: `read.${props.zoneName}`,
      type: 'CNAME',
      ttl: 60,
      records: [props.readerEndpoint],
      setIdentifier: props.awsRegion,
      latencyRoutingPolicy: { region: props.awsRegion },
    });
  }
}
