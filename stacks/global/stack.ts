import type { Construct } from 'constructs';
import { publish } from '../../modules/contract/stack-contract';
import { EDGE_REGION } from '../../modules/edge/edge-region';
import { EdgeStore } from '../../modules/edge/edge-store';
import { surround } from '../../modules/surroundings';
import { PlatformStack } from '../platform-stack';
import type { PlatformStackProps } from '../stack-kind';
import { stackSurroundings } from '../surroundings';
import { createCommon } from './common';
import { globalContract } from './contract';
import { createDomain } from './domain';
import { createOptIns } from './opt-ins';
import { createSecrets } from './secrets';
import { createSite } from './site';

/** Everything in front of the regions: names, certificates, the site's distribution and its way into a region. */
export class GlobalStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { document } = this;
    const { deletionProtection, deployment } = document;

    surround(
      this,
      stackSurroundings(this, {
        awsRegion: EDGE_REGION,
        deletionProtection,
        name: `${deployment}-edge`,
        description: 'Logs, alarms and origin secrets of the edge',
        email: this.alarmEmail,
      }),
    );

    const domain = createDomain(this, document);
    const { originSecrets, tokenKeys } = createSecrets(this, document);
    const common = createCommon(this, document);
    const edgeStore = new EdgeStore(this, 'drained-regions', { name: `${deployment}-regions` });
    const site = createSite(this, {
      document,
      domain,
      originSecret: originSecrets.currentValue,
      edgeStoreArn: edgeStore.arn,
      common,
    });
    const accelerator = createOptIns(this, {
      document,
      siteArn: site.arn,
      zoneArn: domain.zone.arn,
    });

    publish(this, globalContract, {
      hostedZoneId: domain.zone.id,
      hostedZoneNameServers: domain.zone.nameServers,
      hostedZoneDsRecord: domain.zone.dsRecord,
      originCertificateNames: domain.certificate.provedNames,
      originSecretNames: originSecrets.names,
      webAclArn: common.webAcl.arn,
      responseHeadersPolicyId: common.responseHeaders.policyId,
      accessLogDestinationArn: common.accessLogs.arn,
      edgeKeyValueStoreArn: edgeStore.arn,
      edgeTokenKeyNames: tokenKeys?.names ?? [],
      acceleratorListenerArn: accelerator?.listenerArn ?? '',
    });
  }
}
