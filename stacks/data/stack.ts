import type { Construct } from 'constructs';
import type { Region } from '../../config/document';
import { publish } from '../../modules/contract/stack-contract';
import { surround } from '../../modules/surroundings';
import { names } from '../names';
import { PlatformStack } from '../platform-stack';
import { regionContract } from '../region/contract';
import type { PlatformStackProps } from '../stack-kind';
import { stackSurroundings } from '../surroundings';
import { dataContract } from './contract';
import { createDatabase } from './database';

/** Services that tell of what happens to the data. */
const PUBLISHERS = ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com'];

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

    surround(
      this,
      stackSurroundings(this, {
        awsRegion: region.awsRegion,
        deletionProtection: document.deletionProtection,
        name: `${name}-data`,
        description: `Alarms and events of the data of ${name}`,
        email: this.alarmEmail,
        publishers: PUBLISHERS,
      }),
    );
    const { member, ...common } = createDatabase(this, { document, region, network, founded });

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
