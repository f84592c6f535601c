import type { Construct } from 'constructs';
import type { Region } from '../../config/document';
import { servicesOfInstances } from '../../modules/compute/instance-profile';
import { publish } from '../../modules/contract/stack-contract';
import { Network } from '../../modules/network/network';
import { surround, surroundings } from '../../modules/surroundings';
import { globalContract } from '../global/contract';
import { names } from '../names';
import { PlatformStack } from '../platform-stack';
import type { PlatformStackProps } from '../stack-kind';
import { stackSurroundings } from '../surroundings';
import { regionContract } from './contract';
import { createImage } from './image';
import { createCertificate, createRecords } from './records';
import { createService } from './service';
import { createStorage } from './storage';

/** One region that serves on its own: network, compute, objects, and its share of the names. */
export class RegionStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps, region: Region) {
    super(scope, props);
    const { document } = this;
    const name = names.region(document, region.name);
    const global = this.read(globalContract, undefined, {
      originSecretNames: names.originSecrets(document),
    });

    surround(
      this,
      stackSurroundings(this, {
        awsRegion: region.awsRegion,
        deletionProtection: document.deletionProtection,
        name,
        description: `Logs, alarms and objects of ${name}`,
        email: this.alarmEmail,
      }),
    );
    const { accessLogs, objects } = createStorage(this, name);
    const containerImage = createImage(this, document, region);
    const network = new Network(this, 'network', {
      name,
      cidrBlock: region.cidrBlock,
      natGateways: document.network.natGateways,
      flowLogBucketName: accessLogs.bucketName,
      awsServices: servicesOfInstances(containerImage),
    });

    const place = { document, region, global, network, containerImage };
    const certificate = createCertificate(this, place);
    const service = createService(this, { ...place, certificateArn: certificate.arn, objects, accessLogs });
    createRecords(this, { ...place, service });

    publish(this, regionContract, {
      originDomainName: names.origin(document, region.name),
      vpcId: network.vpcId,
      privateRouteTableIds: network.privateRouteTableIds,
      dataSubnetIds: network.dataSubnetIds,
      availabilityZones: network.availabilityZones,
      objectBucketName: objects.bucketName,
      objectKeyArn: surroundings(this).encryptionKeyArn,
      alarmTopicArn: surroundings(this).alarmTopicArn,
    });
  }
}
