import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { Certificate } from '../../modules/dns/certificate';
import { HealthChecksAlarm } from '../../modules/dns/health-checks-alarm';
import { PublicZone } from '../../modules/dns/public-zone';
import { names } from '../names';

export interface Domain {
  readonly zone: PublicZone;
  /** The site distribution's. */
  readonly certificate: Certificate;
}

/** The public zone, and the proof of every name in it. */
export function createDomain(scope: Construct, document: Document): Domain {
  const { deployment, domain } = document;
  new HealthChecksAlarm(scope, 'health-checks', { name: `${deployment}-health-checks` });

  const zone = new PublicZone(scope, 'zone', {
    domainName: domain.name,
    signingKeyAlias: `${deployment}-zone-signing`,
    hostedZoneId: domain.hostedZoneId,
  });
  // The site answers for no origin name. ACM renews a certificate in use only, and with it what proves the regions' own.
  const certificate = new Certificate(scope, 'viewer-certificate', {
    domainNames: [...domain.siteNames, names.origins(document)],
    hostedZoneId: zone.id,
  });
  return { zone, certificate };
}
