import type { Construct } from 'constructs';
import type { Region } from '../../config/document';
import { publish } from '../../modules/contract/stack-contract';
import { EncryptionKey } from '../../modules/encryption/encryption-key';
import { AlarmTopic } from '../../modules/observability/alarm-topic';
import { names } from '../names';
import { PlatformStack } from '../platform-stack';
import { regionContract } from '../region/contract';
import type { PlatformStackProps } from '../stack-kind';
import { dataContract } from './contract';
import { createDatabase } from './database';

/** Services that write alarms and events under the stack's key. */
const KEY_USERS = ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com'];

/** What one region keeps: its member of the global database, and the private names of it. */
export class DataStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps, region: Region) {
    super(scope, props);
    const { document } = this;
    const [founder] = document.regions;
    const name = names.region(document, region.name);
    const network = this.read(regionContract, region.name);
    const founded =
      founder === undefined || founder === region
        ? undefined
        : { region: founder, contract: this.read(dataContract, founder.name) };

    const { arn: encryptionKeyArn } = new EncryptionKey(this, 'encryption-key', {
      alias: `${name}-data`,
      description: `Alarms and events of the data of ${name}`,
      services: KEY_USERS,
    });
    const { arn: alarmTopicArn } = new AlarmTopic(this, 'alarm-topic', {
      namePrefix: `${name}-data`,
      email: document.teams.data.email,
      encryptionKeyArn,
      publishers: KEY_USERS,
    });
    const { member, ...common } = createDatabase(this, { document, region, network, founded, alarmTopicArn });

    publish(this, dataContract, {
      databaseGlobalClusterId: common.globalClusterId,
      databaseWriterEndpoint: common.writerEndpoint,
      databaseReaderEndpoint: member.readerEndpoint,
      databaseClusterArn: member.clusterArn,
      databaseMasterSecretName: common.masterSecretName,
      privateZoneId: common.privateZoneId,
    });
  }
}
