import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Construct } from 'constructs';

export interface RegionalHealthCheckProps {
  /** Name in the console and of its metrics. */
  readonly name: string;
  /** Name that no record of ours answers for, so that the check measures this region and never its stand-in. */
  readonly domainName: string;
  readonly path: string;
}

/** Asks one region's load balancer over HTTPS from all over the world; three misses in 30 seconds are a dead region. */
export class RegionalHealthCheck extends Construct {
  public readonly healthCheckId: string;

  constructor(scope: Construct, id: string, { name, domainName, path }: RegionalHealthCheckProps) {
    super(scope, id);
    this.healthCheckId = new Route53HealthCheck(this, 'health-check', {
      type: 'HTTPS',
      fqdn: domainName,
      port: 443,
      resourcePath: path,
      enableSni: true,
      requestInterval: 10,
      failureThreshold: 3,
      tags: { Name: name },
    }).id;
  }
}
