import { Route53ZoneAssociation } from '@cdktf/provider-aws/lib/route53-zone-association';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface PrivateZoneAssociationProps {
  readonly zoneId: string;
  readonly vpcId: string;
}

/** Lets a further VPC ask a private zone. */
export class PrivateZoneAssociation extends Construct {
  constructor(scope: Construct, id: string, { zoneId, vpcId }: PrivateZoneAssociationProps) {
    super(scope, id);
    new Route53ZoneAssociation(this, 'association', {
      zoneId,
      vpcId,
      vpcRegion: surroundings(this).awsRegion,
    });
  }
}
