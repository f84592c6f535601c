import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { Certificate } from '../../modules/dns/certificate';
import { HealthChecksAlarm } from '../../modules/dns/health-checks-alarm';
import { PublicZone } from '../../modules/dns/public-zone';
import { names } from '../names';

export interface Domain {
  readonly zone: PublicZone;
  /** Of the names that viewers use. */
  readonly viewerCertificate: Certificate;
  /** Of the names that CloudFront fetches from. */
  readonly originCertificate: Certificate;
}

/** The public zone, and the proof of every name in it. */
export function createDomain(scope: Construct, document: Document): Domain {
  const { deployment, domain, regions } = document;
  new HealthChecksAlarm(scope, 'health-checks', { name: `${deployment}-health-checks` });

  const zone = new PublicZone(scope, 'zone', {
    domainName: domain.name,
    signingKeyAlias: `${deployment}-zone-signing`,
    hostedZoneId: domain.hostedZoneId,
  });
  const viewerCertificate = new Certificate(scope, 'viewer-certificate', {
    domainNames: [...domain.siteNames, domain.mediaName],
    hostedZoneId: zone.id,
  });
  // Nothing here uses it: it proves the origin names once, for the certificates of all regions.
  const originCertificate = new Certificate(scope, 'origin-certificate', {
    domainNames: [names.nearest(document), ...regions.map(({ name }) => names.origin(document, name))],
    hostedZoneId: zone.id,
  });
  return { zone, viewerCertificate, originCertificate };
}
