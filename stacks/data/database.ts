import type { Construct } from 'constructs';
import type { Document, Region } from '../../config/document';
import type { ContractValues } from '../../modules/contract/contract';
import { DatabaseAccess } from '../../modules/database/database-access';
import { DatabaseHealthCheck } from '../../modules/database/database-health-check';
import { DatabaseMember } from '../../modules/database/database-member';
import { DatabaseMemberRecords } from '../../modules/database/database-member-records';
import { PrivateZoneAssociation } from '../../modules/database/private-zone-association';
import { names } from '../names';
import type { regionContract } from '../region/contract';
import type { dataContract } from './contract';
import { foundDatabase } from './founder';
import { memberProps } from './member';

export interface DatabaseProps {
  readonly document: Document;
  readonly region: Region;
  readonly network: ContractValues<typeof regionContract>;
  /** What the first region has founded; undefined in that region. */
  readonly founded: Founded | undefined;
}

interface Founded {
  readonly region: Region;
  readonly contract: ContractValues<typeof dataContract>;
}

/** This region's member, and what all members have in common. */
export interface Database {
  readonly member: DatabaseMember;
  readonly globalClusterId: string;
  readonly writerEndpoint: string;
  readonly masterSecretName: string;
  readonly privateZoneId: string;
}

/** This region's member of the global database, with its name, open to the instances of every region: any may come to write. */
export function createDatabase(scope: Construct, props: DatabaseProps): Database {
  const { document, region, founded } = props;
  const database = founded === undefined ? foundDatabase(scope, props) : joinDatabase(scope, props, founded);
  const { healthCheckId } = new DatabaseHealthCheck(scope, 'database-health', {
    name: names.region(document, region.name),
    clusterIdentifier: database.member.runningClusterIdentifier,
  });
  new DatabaseMemberRecords(scope, 'database-readers', {
    zoneId: database.privateZoneId,
    zoneName: names.privateZone(document),
    region: region.name,
    writerEndpoint: database.member.writerEndpoint,
    readerEndpoint: database.member.readerEndpoint,
    healthCheckId,
  });
  for (const { name, cidrBlock } of document.regions) {
    new DatabaseAccess(scope, `database-access-from-${name}`, {
      securityGroupId: database.member.securityGroupId,
      description: `VPC of ${name}`,
      clientCidrBlock: cidrBlock,
    });
  }
  return database;
}

/** Every later region joins what the first one founded. */
function joinDatabase(
  scope: Construct,
  props: DatabaseProps,
  { region: founder, contract }: Founded,
): Database {
  const { document, region } = props;
  const { sourceRegion } = document.database;
  // Where it is the source itself, it is there already.
  const source = document.regions.find((other) => other !== region && other.name === sourceRegion) ?? founder;
  new PrivateZoneAssociation(scope, 'private-zone', {
    zoneId: contract.privateZoneId,
    vpcId: props.network.vpcId,
  });
  return {
    member: new DatabaseMember(scope, 'database', {
      ...memberProps(props),
      globalClusterId: contract.databaseGlobalClusterId,
      sourceRegion: source.awsRegion,
    }),
    globalClusterId: contract.databaseGlobalClusterId,
    writerEndpoint: contract.databaseWriterEndpoint,
    masterSecretName: contract.databaseMasterSecretName,
    privateZoneId: contract.privateZoneId,
  };
}
