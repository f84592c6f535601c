import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { AccessLogDestination } from '../../modules/edge/access-log-destination';
import { ResponseHeaders } from '../../modules/edge/response-headers';
import { WebAcl } from '../../modules/edge/web-acl';

export interface Common {
  readonly webAcl: WebAcl;
  readonly responseHeaders: ResponseHeaders;
  readonly accessLogs: AccessLogDestination;
}

/** What every distribution of the deployment has in common. */
export function createCommon(scope: Construct, document: Document): Common {
  const { cors, deployment, domain, firewall, hsts } = document;
  const webAcl = new WebAcl(scope, 'web-acl', {
    name: `${deployment}-edge`,
    requestsPerFiveMinutes: firewall.requestsPerFiveMinutes,
    media: { name: domain.mediaName, requestsPerFiveMinutes: firewall.mediaRequestsPerFiveMinutes },
    blockedRequestsAlarm: firewall.blockedRequestsAlarm,
  });
  const responseHeaders = new ResponseHeaders(scope, 'response-headers', {
    name: `${deployment}-edge`,
    ...cors,
    hsts,
  });
  const accessLogs = new AccessLogDestination(scope, 'access-logs', {
    name: `${deployment}-access-logs`,
    bucketPrefix: `${deployment}-access-logs`,
    expirationDays: 365,
  });
  return { webAcl, responseHeaders, accessLogs };
}
