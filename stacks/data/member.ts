import { names } from '../names';
import type { DatabaseProps } from './database';

/** What every member is given, founder or not. */
export const memberProps = ({ document, region, network }: DatabaseProps) => ({
  name: names.region(document, region.name),
  engineVersion: document.database.engineVersion,
  instanceClass: document.database.instanceClass,
  instanceCount: region.databaseInstances ?? document.database.instancesPerRegion,
  availabilityZones: network.availabilityZones,
  vpcId: network.vpcId,
  subnetIds: network.dataSubnetIds,
  backupRetentionDays: document.database.backupRetentionDays,
});
