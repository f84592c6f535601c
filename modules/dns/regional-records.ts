import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface RegionalRecordsProps {
  /** Public zone of the names. */
  readonly hostedZoneId: string;
  /** Who answers; the last part of the records' identifiers. */
  readonly region: string;
  /** Load balancer that answers, and the zone of its name. */
  readonly loadBalancerDomainName: string;
  readonly loadBalancerZoneId: string;
  readonly healthCheckId: string;
  /** Name of this region: it answers here while the region is healthy. */
  readonly primaryName: string;
  /** Names of the regions that fail over to this one, by region: they answer here while theirs is dead. */
  readonly secondaryNames: Readonly<Record<string, string>>;
  /** Name that every region answers, each for the viewers nearest to it. */
  readonly nearestName: string;
}

/**
 * Everything that one region answers in public DNS. All of it exists beforehand: Route 53's data plane moves names
 * on its own, and nobody writes a record while a region is dead. An alias has no TTL of its own but that of what it leads
 * to, which for a load balancer is 60 seconds.
 *
 * Where every answer to a name is unhealthy, Route 53 gives the primary one (or the nearest), so there is always one.
 */
export class RegionalRecords extends Construct {
  constructor(scope: Construct, id: string, props: RegionalRecordsProps) {
    super(scope, id);
    const { region } = props;
    const { awsRegion } = surroundings(this);
    const answer = {
      zoneId: props.hostedZoneId,
      type: 'A',
      healthCheckId: props.healthCheckId,
      alias: {
        name: props.loadBalancerDomainName,
        zoneId: props.loadBalancerZoneId,
        evaluateTargetHealth: true,
      },
    };

    new Route53Record(this, 'primary', {
      ...answer,
      name: props.primaryName,
      setIdentifier: `primary-${region}`,
      failoverRoutingPolicy: { type: 'PRIMARY' },
    });
    for (const [failedRegion, name] of Object.entries(props.secondaryNames)) {
      new Route53Record(this, `secondary-${failedRegion}`, {
        ...answer,
        name,
        setIdentifier: `secondary-${region}`,
        failoverRoutingPolicy: { type: 'SECONDARY' },
      });
    }
    new Route53Record(this, 'nearest', {
      ...answer,
      name: props.nearestName,
      setIdentifier: region,
      latencyRoutingPolicy: { region: awsRegion },
    });
  }
}
