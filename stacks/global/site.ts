import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { AliasRecords } from '../../modules/dns/alias-records';
import { AccessLogDelivery } from '../../modules/edge/access-log-delivery';
import { REGION_HEADER } from '../../modules/edge/edge-constants';
import { RequestPolicies } from '../../modules/edge/request-policies';
import { SiteDistribution } from '../../modules/edge/site-distribution';
import { ViewerErrorsAlarm } from '../../modules/edge/viewer-errors-alarm';
import { names } from '../names';
import type { Common } from './common';
import type { Domain } from './domain';
import { createSiteFunctions } from './routing';

export interface SiteProps {
  readonly document: Document;
  readonly domain: Domain;
  readonly originSecret: string;
  readonly edgeStoreArn: string;
  readonly common: Common;
}

/** The distribution that answers for the site names: an origin per region, and the nearest one where nothing is decided. */
export function createSite(scope: Construct, props: SiteProps): SiteDistribution {
  const { document, domain, common } = props;
  const { deployment, originProtection, regions } = document;

  const functions = createSiteFunctions(scope, props);
  const requestPolicies = new RequestPolicies(scope, 'request-policies', {
    name: `${deployment}-site`,
    regionHeader: REGION_HEADER,
  });
  const site = new SiteDistribution(scope, 'site', {
    comment: `Site of ${deployment}`,
    domainNames: document.domain.siteNames,
    certificateArn: domain.certificate.arn,
    webAclArn: common.webAcl.arn,
    origins: [
      { id: 'nearest', domainName: names.nearest(document) },
      ...regions.map(({ name }) => ({ id: name, domainName: names.origin(document, name) })),
    ],
    originHeader: { name: originProtection.headerName, value: props.originSecret },
    functions: { viewerRequestArn: functions.routerArn, viewerResponseArn: functions.responseArn },
    policies: {
      cachePolicyId: requestPolicies.cachePolicyId,
      originRequestPolicyId: requestPolicies.originRequestPolicyId,
      responseHeadersPolicyId: common.responseHeaders.policyId,
    },
  });
  new AccessLogDelivery(scope, 'site-access-logs', {
    name: `${deployment}-site`,
    distributionArn: site.arn,
    destinationArn: common.accessLogs.arn,
  });
  new AliasRecords(scope, 'site-records', {
    hostedZoneId: domain.zone.id,
    names: document.domain.siteNames,
    targetDomainName: site.domainName,
    targetHostedZoneId: site.hostedZoneId,
  });
  new ViewerErrorsAlarm(scope, 'errors-alarm', {
    name: `${deployment}-site-5xx`,
    description: `Viewers of ${document.domain.name} get errors: which regions are healthy, and is one drained?`,
    distributionId: site.id,
  });
  return site;
}
