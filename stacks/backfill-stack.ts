import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Fn, Lazy, Token } from 'cdktf';
import { Construct } from 'constructs';
import { countryTable } from '../config/routing';
import type { Document } from '../config/schema';
import type { EdgeTriggerConstants } from '../lambda-src/backfill/signal/edge-trigger';
import type { FULL_ORIGIN_PATH } from '../lambda-src/backfill/signal/miss';
import { MediaDistribution } from '../modules/backfill/media-distribution';
import { MissOrigin } from '../modules/backfill/miss-origin';
import { NearBucket } from '../modules/backfill/near-bucket';
import { publish, read } from '../modules/contract/stack-contract';
import { AliasRecords } from '../modules/dns/alias-records';
import { AccessLogDelivery } from '../modules/edge/access-log-delivery';
import { EdgeFunction } from '../modules/edge/edge-function';
import { mediaRoutes } from '../modules/edge/routes';
import { ViewerErrorsAlarm } from '../modules/edge/viewer-errors-alarm';
import { EncryptionKey } from '../modules/encryption/encryption-key';
import { EdgeTrigger } from '../modules/functions/edge-trigger';
import { AlarmTopic } from '../modules/observability/alarm-topic';
import { SecretValue } from '../modules/secrets/secret-value';
import { backfillContract, globalContract, regionContract } from './contracts';
import { PlatformStack, stateOf } from './platform-stack';
import { stackIds } from './stack-ids';

/** AWS region in which CloudFront takes functions, certificates and logs from. */
const EDGE_REGION = 'us-east-1';

/** Where the miss origins lead; the type keeps both sides equal. */
const FULL_PATH: typeof FULL_ORIGIN_PATH = '/.full';

/** Objects near their viewers: a bucket per region that fills itself, and the distribution in front of all of them. */
export class BackfillStack extends PlatformStack {
  constructor(scope: Construct, document: Document) {
    super(scope, {
      stackId: stackIds.backfill(document),
      document,
      team: document.teams.media.name,
      awsRegion: EDGE_REGION,
    });
    const { backfill, deletionProtection, deployment, domain, routing, teams } = document;
    const global = read(
      this,
      stackIds.global(document),
      globalContract,
      stateOf(document, stackIds.global(document)),
    );
    const fullOrigin = this.fullOrigin(global.originSecretNames);

    const encryptionKey = new EncryptionKey(this, 'encryption-key', {
      alias: `${deployment}-media`,
      description: 'Logs and alarms of the media distribution',
      services: [`logs.${EDGE_REGION}.amazonaws.com`, 'cloudwatch.amazonaws.com'],
    });
    const alarmTopic = new AlarmTopic(this, 'alarm-topic', {
      namePrefix: `${deployment}-media`,
      email: teams.media.email,
      encryptionKeyArn: encryptionKey.arn,
    });

    const buckets = new Construct(this, 'near-buckets');
    const nearBuckets: NearBucket[] = backfill.regions.map(
      (region) =>
        new NearBucket(buckets, region, {
          deployment,
          region,
          ...this.placeOf(region),
          // The distribution comes later, because it has the buckets as origins.
          distributionArn: Lazy.stringValue({ produce: () => media.arn }),
          sourceUrl: fullOrigin.sourceUrl,
          allowedPrefixes: backfill.allowedPrefixes,
          redirectHosts: backfill.redirectHosts,
          refresh: backfill.refresh,
          maximumObjectBytes: backfill.maximumObjectBytes,
          functionObjectBytes: backfill.functionObjectBytes,
          fillConcurrency: backfill.fillConcurrency,
          alarmEmail: teams.media.email,
          deletionProtection,
        }),
    );

    const missOriginScope = new Construct(this, 'miss-origins');
    const missOrigins =
      backfill.missSignal === 'function-url'
        ? nearBuckets.map(
            (bucket) =>
              new MissOrigin(missOriginScope, bucket.region, {
                deployment,
                bucket,
                allowedPrefixes: backfill.allowedPrefixes,
                distributionArn: Lazy.stringValue({ produce: () => media.arn }),
              }),
          )
        : undefined;
    const routes = mediaRoutes({
      regions: document.regions,
      countries: countryTable(document),
      defaultRegion: routing.defaultRegion,
      bucketRegions: backfill.regions,
      missOrigins: missOrigins !== undefined,
    });
    const router = new EdgeFunction(this, 'router', {
      name: `${deployment}-media-router`,
      comment: 'Picks the bucket near the viewer',
      entry: 'media-router.mts',
      constants: { ROUTES: routes },
    });
    const missTrigger =
      missOrigins === undefined ? this.missTrigger(nearBuckets, encryptionKey.arn) : undefined;

    const media = new MediaDistribution(this, 'media', {
      deployment,
      mediaName: domain.mediaName,
      certificateArn: global.viewerCertificateArn,
      webAclArn: global.webAclArn,
      responseHeadersPolicyId: global.responseHeadersPolicyId,
      allowedPrefixes: backfill.allowedPrefixes,
      buckets: nearBuckets,
      fallbackBucketId: routes.buckets[0] ?? '',
      fullOriginDomainName: fullOrigin.domainName,
      fullOriginHeaders: fullOrigin.headers,
      routerArn: router.arn,
      fullOriginPathArn: fullOrigin.pathFunctionArn,
      missTriggerArn: missTrigger?.versionArn,
      missOrigins,
      deletionProtection,
    });
    new AccessLogDelivery(this, 'access-logs', {
      name: `${deployment}-media`,
      distributionArn: media.arn,
      destinationArn: global.accessLogDestinationArn,
    });
    new AliasRecords(this, 'records', {
      hostedZoneId: global.hostedZoneId,
      names: [domain.mediaName],
      targetDomainName: media.domainName,
      targetHostedZoneId: media.hostedZoneId,
    });
    new ViewerErrorsAlarm(this, 'errors-alarm', {
      name: `${deployment}-media-5xx`,
      description: `Viewers of ${domain.mediaName} get errors: is the full origin up, and a bucket failing?`,
      distributionId: media.distributionId,
      topicArn: alarmTopic.arn,
    });

    const byRegion = (value: (bucket: NearBucket) => string) =>
      Object.fromEntries(nearBuckets.map((bucket) => [bucket.region, value(bucket)]));
    publish(this, backfillContract, {
      mediaDistributionId: media.distributionId,
      mediaDistributionDomainName: media.domainName,
      bucketNames: byRegion(({ bucketName }) => bucketName),
      missQueueUrls: byRegion(({ misses }) => misses.url),
      deadLetterQueueUrls: byRegion(({ misses }) => misses.deadLetterQueueUrl),
      largeObjectQueueUrls: byRegion(({ largeObjects }) => largeObjects.url),
      largeObjectDeadLetterQueueUrls: byRegion(({ largeObjects }) => largeObjects.deadLetterQueueUrl),
    });
  }

  /** Where a region is, and the provider that goes there. */
  private placeOf(region: string): { awsRegion: string; provider?: AwsProvider } {
    const awsRegion = this.document.regions.find(({ name }) => name === region)?.awsRegion;
    if (awsRegion === undefined) {
      throw new Error(`backfill.regions: expected a region of the document, got "${region}"`);
    }
    return awsRegion === EDGE_REGION
      ? { awsRegion }
      : { awsRegion, provider: this.awsProvider(`region-${region}`, awsRegion) };
  }

  /** Reports what a bucket lacks while CloudFront asks the full origin for it. */
  private missTrigger(buckets: readonly NearBucket[], encryptionKeyArn: string): EdgeTrigger {
    const { backfill, deployment } = this.document;
    const constants: EdgeTriggerConstants = {
      ALLOWED_PREFIXES: backfill.allowedPrefixes,
      MISS_QUEUES: Object.fromEntries(
        buckets.map(({ originId, awsRegion, misses }) => [originId, [awsRegion, misses.name]]),
      ),
    };
    return new EdgeTrigger(this, 'miss-trigger', {
      namePrefix: `${deployment}-miss-signal`,
      description: 'Reports objects that a bucket lacks to the queue of its region.',
      entry: 'backfill/signal/edge-trigger.ts',
      constants: { ...constants },
      statements: buckets.flatMap(({ misses }) => misses.producerStatements),
      encryptionKeyArn,
    });
  }

  /**
   * Where every object is, for CloudFront and for the fill workers.
   *
   * A host outside the platform is open to both. A region's load balancers let CloudFront in and nobody else, so there
   * the workers read through the distribution, below a path that leads to the full origin alone.
   */
  private fullOrigin(originSecretNames: string[]): FullOrigin {
    const { backfill, domain, originProtection } = this.document;
    if ('host' in backfill.fullOrigin) {
      const { host } = backfill.fullOrigin;
      return {
        domainName: host,
        sourceUrl: `https://${host}`,
        headers: [],
        pathFunctionArn: backfill.missSignal === 'function-url' ? this.pathFunctionArn() : undefined,
      };
    }
    const stackId = stackIds.region(this.document, backfill.fullOrigin.region);
    const region = read(this, stackId, regionContract, stateOf(this.document, stackId));
    const secret = new SecretValue(this, 'origin-secret', {
      secretName: Token.asString(Fn.element(originSecretNames, 0)),
    });
    return {
      domainName: region.originDomainName,
      sourceUrl: `https://${domain.mediaName}${FULL_PATH}`,
      headers: [{ name: originProtection.headerName, value: secret.value }],
      pathFunctionArn: this.pathFunctionArn(),
    };
  }

  private pathFunctionArn(): string {
    return new EdgeFunction(this, 'full-origin-path', {
      name: `${this.document.deployment}-full-origin-path`,
      comment: 'Leads past the buckets',
      entry: 'full-origin-path.mts',
      constants: {},
    }).arn;
  }
}

interface FullOrigin {
  readonly domainName: string;
  /** Address that fill workers append keys to. */
  readonly sourceUrl: string;
  /** What CloudFront sends along. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly pathFunctionArn: string | undefined;
}
