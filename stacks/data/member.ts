import { names } from '../names';
import type { DatabaseProps } from './database';

/** What every member is given, founder or not. */
export const memberProps = ({ document, region, network }: DatabaseProps) => ({
  name: names.region(document, region.name),
  engineVersion: document.database.engineVersion,
  instances: {
    class: document.database.instanceClass,
    count: region.databaseInstances ?? document.database.instancesPerRegion,
  },
  network,
  backupRetentionDays: document.database.backupRetentionDays,
});
