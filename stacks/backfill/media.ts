import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { countryTable } from '../../config/routing';
import { MediaDistribution } from '../../modules/backfill/media-distribution';
import type { NearBucket } from '../../modules/backfill/near-bucket';
import type { ContractValues } from '../../modules/contract/contract';
import { AliasRecords } from '../../modules/dns/alias-records';
import { Certificate } from '../../modules/dns/certificate';
import { AccessLogDelivery } from '../../modules/edge/access-log-delivery';
import { mediaRoutes } from '../../modules/edge/edge-constants';
import { EdgeFunction } from '../../modules/edge/edge-function';
import { TriggerAlarms } from '../../modules/edge/trigger-alarms';
import { ViewerErrorsAlarm } from '../../modules/edge/viewer-errors-alarm';
import type { globalContract } from '../global/contract';
import type { FullOrigin } from './full-origin';
import type { MissSignal } from './misses';

export interface MediaProps {
  readonly document: Document;
  readonly global: ContractValues<typeof globalContract>;
  readonly nearBuckets: readonly NearBucket[];
  readonly fullOrigin: FullOrigin;
  readonly missSignal: MissSignal;
}

/** The distribution that answers for the media name, from the bucket near the viewer. */
export function createMedia(scope: Construct, props: MediaProps): MediaDistribution {
  const { document, global, nearBuckets, fullOrigin, missSignal } = props;
  const { backfill, deployment, domain, regions, routing } = document;

  const routes = mediaRoutes({
    regions,
    countries: countryTable(document),
    defaultRegion: routing.defaultRegion,
    bucketRegions: backfill.regions,
    missOrigins: missSignal.missOrigins !== undefined,
  });
  const router = new EdgeFunction(scope, 'router', {
    name: `${deployment}-media-router`,
    comment: 'Picks the bucket near the viewer',
    entry: 'media-router.mts',
    constants: { ROUTES: routes },
  });
  const certificate = new Certificate(scope, 'certificate', {
    domainNames: [domain.mediaName],
    hostedZoneId: global.hostedZoneId,
  });
  const media = new MediaDistribution(scope, 'media', {
    deployment,
    mediaName: domain.mediaName,
    allowedPrefixes: backfill.allowedPrefixes,
    viewers: {
      certificateArn: certificate.arn,
      webAclArn: global.webAclArn,
      responseHeadersPolicyId: global.responseHeadersPolicyId,
    },
    near: { buckets: nearBuckets, fallbackBucketId: routes.buckets[0] ?? '', routerArn: router.arn },
    fullOrigin,
    missSignal,
  });
  new AccessLogDelivery(scope, 'access-logs', {
    name: `${deployment}-media`,
    distributionArn: media.arn,
    destinationArn: global.accessLogDestinationArn,
  });
  new AliasRecords(scope, 'records', {
    hostedZoneId: global.hostedZoneId,
    names: [domain.mediaName],
    targetDomainName: media.domainName,
    targetHostedZoneId: media.hostedZoneId,
  });
  new ViewerErrorsAlarm(scope, 'errors-alarm', {
    name: `${deployment}-media-5xx`,
    description: `Viewers of ${domain.mediaName} get errors: is the full origin up, and a bucket failing?`,
    distributionId: media.distributionId,
  });
  if (missSignal.missTriggerArn !== undefined) {
    new TriggerAlarms(scope, 'miss-trigger-alarms', {
      name: `${deployment}-miss-signal`,
      distributionId: media.distributionId,
    });
  }
  return media;
}
