import type { Construct } from 'constructs';
import { countryTable } from '../config/routing';
import type { Document } from '../config/schema';
import { publish } from '../modules/contract/stack-contract';
import { AliasRecords } from '../modules/dns/alias-records';
import { Certificate } from '../modules/dns/certificate';
import { PublicZone } from '../modules/dns/public-zone';
import { Accelerator } from '../modules/edge/accelerator';
import { AccessLogDelivery } from '../modules/edge/access-log-delivery';
import { AccessLogDestination } from '../modules/edge/access-log-destination';
import { DrainedRegions } from '../modules/edge/drained-regions';
import { EdgeFunction } from '../modules/edge/edge-function';
import { OriginSecrets } from '../modules/edge/origin-secrets';
import { RequestPolicies } from '../modules/edge/request-policies';
import { ResponseHeaders } from '../modules/edge/response-headers';
import { crossOriginRules, REGION_HEADER, siteRoutes, tokenRules } from '../modules/edge/routes';
import { ShieldAdvanced } from '../modules/edge/shield-advanced';
import { SiteDistribution } from '../modules/edge/site-distribution';
import { TokenKeys } from '../modules/edge/token-keys';
import { ViewerErrorsAlarm } from '../modules/edge/viewer-errors-alarm';
import { WebAcl } from '../modules/edge/web-acl';
import { EncryptionKey } from '../modules/encryption/encryption-key';
import { AlarmTopic } from '../modules/observability/alarm-topic';
import { globalContract } from './contracts';
import { names } from './names';
import { PlatformStack } from './platform-stack';
import { stackIds } from './stack-ids';

/** AWS region in which CloudFront's certificates, firewalls and logs must be. */
const EDGE_REGION = 'us-east-1';

/** Everything in front of the regions: names, certificates, the site's distribution and its way into a region. */
export class GlobalStack extends PlatformStack {
  constructor(scope: Construct, document: Document) {
    super(scope, {
      stackId: stackIds.global(document),
      document,
      team: document.teams.edge.name,
      awsRegion: EDGE_REGION,
    });
    const { deployment, deletionProtection, domain, edgeAuth, optIns, originProtection, regions, routing } =
      document;
    const regionNames = regions.map(({ name }) => name);
    const replicaRegions = regions
      .map(({ awsRegion }) => awsRegion)
      .filter((region) => region !== EDGE_REGION);

    const encryptionKey = new EncryptionKey(this, 'encryption-key', {
      alias: `${deployment}-edge`,
      description: 'Logs, alarms and origin secrets of the edge',
      services: [`logs.${EDGE_REGION}.amazonaws.com`, 'cloudwatch.amazonaws.com'],
    });
    const alarmTopic = new AlarmTopic(this, 'alarm-topic', {
      namePrefix: `${deployment}-edge`,
      email: document.teams.edge.email,
      encryptionKeyArn: encryptionKey.arn,
    });

    const zone = new PublicZone(this, 'zone', {
      domainName: domain.name,
      signingKeyAlias: `${deployment}-zone-signing`,
      hostedZoneId: domain.hostedZoneId,
      encryptionKeyArn: encryptionKey.arn,
      deletionProtection,
    });
    const viewerCertificate = new Certificate(this, 'viewer-certificate', {
      domainNames: [...domain.siteNames, domain.mediaName],
      hostedZoneId: zone.id,
      alarmTopicArn: alarmTopic.arn,
    });
    // Nothing here uses it: it proves the origin names once, for the certificates of all regions.
    const originCertificate = new Certificate(this, 'origin-certificate', {
      domainNames: [names.nearest(document), ...regionNames.map((region) => names.origin(document, region))],
      hostedZoneId: zone.id,
      alarmTopicArn: alarmTopic.arn,
    });

    const originSecrets = new OriginSecrets(this, 'origin-secrets', {
      namePrefix: `${deployment}/origin-secret`,
      versions: originProtection.secretVersions,
      encryptionKeyArn: encryptionKey.arn,
      replicaRegions,
      deletionProtection,
    });

    const webAcl = new WebAcl(this, 'web-acl', {
      name: `${deployment}-edge`,
      requestsPerFiveMinutes: document.firewall.requestsPerFiveMinutes,
      encryptionKeyArn: encryptionKey.arn,
    });
    const accessLogs = new AccessLogDestination(this, 'access-logs', {
      name: `${deployment}-access-logs`,
      bucketPrefix: `${deployment}-access-logs`,
      expirationDays: 365,
      deletionProtection,
    });

    const drainedRegions = new DrainedRegions(this, 'drained-regions', { name: `${deployment}-regions` });
    const protectsPaths = edgeAuth.protectedPrefixes.length > 0;
    const tokenKeys = protectsPaths
      ? new TokenKeys(this, 'token-keys', {
          namePrefix: `${deployment}/edge-token-key`,
          versions: edgeAuth.keyVersions,
          encryptionKeyArn: encryptionKey.arn,
          replicaRegions,
          deletionProtection,
        })
      : undefined;
    const siteRouter = new EdgeFunction(this, 'site-router', {
      name: `${deployment}-site-router`,
      comment: 'Sends viewers to the region of their country',
      entry: 'site-router.mts',
      constants: {
        ROUTES: siteRoutes({
          regions,
          countries: countryTable(document),
          defaultRegion: routing.defaultRegion,
        }),
        REGION_HEADER,
        CROSS_ORIGIN: document.cors.storedOrigins ? crossOriginRules(document.cors) : null,
        TOKENS: protectsPaths ? tokenRules(edgeAuth) : null,
      },
      keyValueStoreArn: drainedRegions.keyValueStoreArn,
    });
    const siteResponse = document.cors.storedOrigins
      ? new EdgeFunction(this, 'site-response', {
          name: `${deployment}-site-response`,
          comment: 'Lets pages of further origins read answers',
          entry: 'site-response.mts',
          constants: { ALLOW_CREDENTIALS: document.cors.allowCredentials },
          keyValueStoreArn: drainedRegions.keyValueStoreArn,
        })
      : undefined;

    const requestPolicies = new RequestPolicies(this, 'request-policies', {
      name: `${deployment}-site`,
      regionHeader: REGION_HEADER,
    });
    const responseHeaders = new ResponseHeaders(this, 'response-headers', {
      name: `${deployment}-edge`,
      ...document.cors,
    });
    const site = new SiteDistribution(this, 'site', {
      comment: `Site of ${deployment}`,
      domainNames: domain.siteNames,
      certificateArn: viewerCertificate.arn,
      origins: [
        { id: 'nearest', domainName: names.nearest(document) },
        ...regionNames.map((region) => ({ id: region, domainName: names.origin(document, region) })),
      ],
      originHeader: { name: originProtection.headerName, value: originSecrets.currentValue },
      viewerRequestFunctionArn: siteRouter.arn,
      viewerResponseFunctionArn: siteResponse?.arn,
      cachePolicyId: requestPolicies.cachePolicyId,
      originRequestPolicyId: requestPolicies.originRequestPolicyId,
      responseHeadersPolicyId: responseHeaders.policyId,
      webAclArn: webAcl.arn,
      deletionProtection,
    });
    new AccessLogDelivery(this, 'site-access-logs', {
      name: `${deployment}-site`,
      distributionArn: site.arn,
      destinationArn: accessLogs.arn,
    });
    new AliasRecords(this, 'site-records', {
      hostedZoneId: zone.id,
      names: domain.siteNames,
      targetDomainName: site.domainName,
      targetHostedZoneId: site.hostedZoneId,
    });

    new ViewerErrorsAlarm(this, 'errors-alarm', {
      name: `${deployment}-site-5xx`,
      description: `Viewers of ${domain.name} get errors: which regions are healthy, and is one drained?`,
      distributionId: site.id,
      topicArn: alarmTopic.arn,
    });

    const accelerator = optIns.globalAccelerator
      ? new Accelerator(this, 'accelerator', {
          name: `${deployment}-edge`,
          flowLogBucketName: accessLogs.bucketName,
        })
      : undefined;
    if (optIns.shieldAdvanced) {
      new ShieldAdvanced(this, 'shield-advanced', {
        name: deployment,
        protectedArns: {
          site: site.arn,
          zone: zone.arn,
          ...(accelerator === undefined ? {} : { accelerator: accelerator.arn }),
        },
      });
    }

    publish(this, globalContract, {
      hostedZoneId: zone.id,
      hostedZoneNameServers: zone.nameServers,
      hostedZoneDsRecord: zone.dsRecord,
      viewerCertificateArn: viewerCertificate.arn,
      originCertificateNames: originCertificate.provedNames,
      originSecretNames: originSecrets.names,
      webAclArn: webAcl.arn,
      responseHeadersPolicyId: responseHeaders.policyId,
      accessLogDestinationArn: accessLogs.arn,
      edgeKeyValueStoreArn: drainedRegions.keyValueStoreArn,
      edgeTokenKeyNames: tokenKeys?.names ?? [],
      siteDistributionId: site.id,
      siteDistributionDomainName: site.domainName,
      acceleratorListenerArn: accelerator?.listenerArn ?? '',
    });
  }
}
