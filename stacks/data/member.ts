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
  upkeep: {
    backupRetentionDays: document.database.backupRetentionDays,
    maintenanceWindow: maintenanceWindow(document.regions.indexOf(region)),
    applyImmediately: document.database.applyImmediately,
  },
});

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** An hour of the week for each region, so that what goes wrong in one is seen before it reaches the next. */
function maintenanceWindow(region: number): string {
  const day = DAYS[region % DAYS.length];
  const hour = 3 + Math.floor(region / DAYS.length);
  return `${day}:0${hour}:00-${day}:0${hour + 1}:00`;
}
