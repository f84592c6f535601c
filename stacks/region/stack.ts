import type { Construct } from 'constructs';
import type { Region } from '../../config/document';
import { publish } from '../../modules/contract/stack-contract';
import { EncryptionKey } from '../../modules/encryption/encryption-key';
import { Network } from '../../modules/network/network';
import { AlarmTopic } from '../../modules/observability/alarm-topic';
import { globalContract } from '../global/contract';
import { names } from '../names';
import { PlatformStack } from '../platform-stack';
import type { PlatformStackProps } from '../stack-kind';
import { regionContract } from './contract';
import { createCertificate, createRecords } from './records';
import { createService } from './service';
import { createStorage } from './storage';

/** One region that serves on its own: network, compute, objects, and its share of the names. */
export class RegionStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps, region: Region) {
    super(scope, props);
    const { document } = this;
    const name = names.region(document, region.name);
    const global = this.read(globalContract);

    const { arn: encryptionKeyArn } = new EncryptionKey(this, 'encryption-key', {
      alias: name,
      description: `Logs, alarms and objects of ${name}`,
      services: [`logs.${region.awsRegion}.amazonaws.com`, 'cloudwatch.amazonaws.com'],
    });
    const { arn: alarmTopicArn } = new AlarmTopic(this, 'alarm-topic', {
      namePrefix: name,
      email: document.teams.region.email,
      encryptionKeyArn,
    });
    const { accessLogs, objects } = createStorage(this, document, region, encryptionKeyArn);
    const network = new Network(this, 'network', {
      name,
      awsRegion: region.awsRegion,
      cidrBlock: region.cidrBlock,
      natGateways: document.network.natGateways,
      encryptionKeyArn,
    });

    const place = { document, region, global, network, encryptionKeyArn, alarmTopicArn };
    const certificate = createCertificate(this, place);
    const service = createService(this, { ...place, certificateArn: certificate.arn, objects, accessLogs });
    createRecords(this, { ...place, service });

    publish(this, regionContract, {
      originDomainName: names.origin(document, region.name),
      vpcId: network.vpcId,
      privateRouteTableIds: network.privateRouteTableIds,
      dataSubnetIds: network.dataSubnetIds,
      availabilityZones: network.availabilityZones,
    });
  }
}
