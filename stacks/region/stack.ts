import type { Construct } from 'constructs';
import type { Region } from '../../config/document';
import { publish } from '../../modules/contract/stack-contract';
import { Network } from '../../modules/network/network';
import { surround } from '../../modules/surroundings';
import { globalContract } from '../global/contract';
import { names } from '../names';
import { PlatformStack } from '../platform-stack';
import type { PlatformStackProps } from '../stack-kind';
import { stackSurroundings } from '../surroundings';
import { regionContract } from './contract';
import { createDatabase } from './database';
import { peerRegions } from './peering';
import { createCertificate, createRecords } from './records';
import { createService } from './service';
import { createStorage } from './storage';

/** Services that tell of what happens in the region. */
const PUBLISHERS = ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com'];

/** One region that serves on its own: network, compute, database member, and its share of the names. */
export class RegionStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps, region: Region) {
    super(scope, props);
    const { document } = this;
    const name = names.region(document, region.name);
    const global = this.read(globalContract);
    const earlier = document.regions
      .slice(0, document.regions.indexOf(region))
      .map((other) => ({ region: other, contract: this.read(regionContract, other.name) }));

    surround(
      this,
      stackSurroundings(this, {
        awsRegion: region.awsRegion,
        deletionProtection: document.deletionProtection,
        name,
        description: `Logs, alarms and objects of ${name}`,
        email: this.alarmEmail,
        publishers: PUBLISHERS,
      }),
    );
    const { accessLogs, objects } = createStorage(this, name);
    const network = new Network(this, 'network', {
      name,
      cidrBlock: region.cidrBlock,
      natGateways: document.network.natGateways,
    });

    const place = { document, region, global, network };
    const certificate = createCertificate(this, place);
    const service = createService(this, { ...place, certificateArn: certificate.arn, objects, accessLogs });
    const { healthCheckId } = createRecords(this, { ...place, service });
    const database = createDatabase(this, { ...place, earlier, service });
    for (const other of earlier) {
      peerRegions(this, {
        name,
        network,
        databaseSecurityGroupId: database.databaseSecurityGroupId,
        earlier: other,
        provider: this.awsProvider(other.region.name, other.region.awsRegion),
      });
    }

    publish(this, regionContract, {
      originDomainName: names.origin(document, region.name),
      vpcId: network.vpcId,
      vpcCidrBlock: region.cidrBlock,
      privateRouteTableIds: network.privateRouteTableIds,
      loadBalancerArn: service.loadBalancerArn,
      loadBalancerDomainName: service.loadBalancerDomainName,
      healthCheckId,
      objectBucketName: objects.bucketName,
      objectBucketArn: objects.arn,
      ...database,
    });
  }
}
