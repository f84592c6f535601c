import { WORLD_READER } from '../world/aws-api';
import type { AccessLog, AccessLogEntry } from './access-log';
import { REPLICA_READER } from './faults';

const OWN = new Set<string | undefined>([WORLD_READER, REPLICA_READER]);

/** AWS regions that somebody has asked anything of: what is deployed is in them. */
export class UsedRegions {
  private readonly used = new Set<string>();

  all(): readonly string[] {
    return [...this.used];
  }

  /** Sees what is logged, and hands it on. */
  seen(log: AccessLog): AccessLog {
    return (entry) => {
      this.note(entry);
      log(entry);
    };
  }

  note({ service, region, agent }: Pick<AccessLogEntry, 'service' | 'region' | 'agent'>): void {
    if (service !== '' && !OWN.has(agent)) this.used.add(region);
  }
}
