import type { Construct } from 'constructs';
import type { Document, Region } from '../../config/document';
import type { RegionalService } from '../../modules/compute/regional-service';
import type { ContractValues } from '../../modules/contract/contract';
import { RegionalCertificate } from '../../modules/dns/regional-certificate';
import { RegionalHealthCheck } from '../../modules/dns/regional-health-check';
import { RegionalRecords } from '../../modules/dns/regional-records';
import { globalContract } from '../global/contract';
import { names } from '../names';
import { stackId } from '../stack-ids';

export interface RegionalNamesProps {
  readonly document: Document;
  readonly region: Region;
  readonly global: ContractValues<typeof globalContract>;
}

/** Names that a region answers for while their own region is dead, by that region. */
function secondaryNames({ document, region }: RegionalNamesProps): Record<string, string> {
  return Object.fromEntries(
    document.regions
      .filter(({ failoverTo }) => failoverTo === region.name)
      .map(({ name }) => [name, names.origin(document, name)]),
  );
}

/** A certificate for every origin name: whichever region this one stands in for, it has the name already. */
export function createCertificate(scope: Construct, props: RegionalNamesProps): RegionalCertificate {
  const { document, region, global } = props;
  return new RegionalCertificate(scope, 'certificate', {
    domainName: names.origins(document),
    usedFor: names.origin(document, region.name),
    answeredNames: global.originCertificateNames,
    answeredBy: stackId(document, globalContract),
  });
}

/** The region's share of the public DNS, which its health check moves. */
export function createRecords(
  scope: Construct,
  props: RegionalNamesProps & { readonly service: RegionalService },
): void {
  const { document, region, global, service } = props;
  const healthCheck = new RegionalHealthCheck(scope, 'health-check', {
    name: names.region(document, region.name),
    domainName: service.loadBalancerDomainName,
    path: document.compute.healthCheckPath,
  });
  new RegionalRecords(scope, 'records', {
    hostedZoneId: global.hostedZoneId,
    region: region.name,
    loadBalancerDomainName: service.loadBalancerDomainName,
    loadBalancerZoneId: service.loadBalancerZoneId,
    healthCheckId: healthCheck.healthCheckId,
    primaryName: names.origin(document, region.name),
    secondaryNames: secondaryNames(props),
    nearestName: names.nearest(document),
  });
}
