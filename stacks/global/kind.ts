import { EDGE_REGION } from '../../modules/edge/edge-region';
import { acceleratorSecrets, accelerators } from '../../permissions/accelerators';
import { alarms } from '../../permissions/alarms';
import { buckets } from '../../permissions/buckets';
import { certificates } from '../../permissions/certificates';
import { distributions, edgeSettings } from '../../permissions/distributions';
import { firewalls, shield } from '../../permissions/firewalls';
import { keys } from '../../permissions/keys';
import { logAccess, logDeliveries, logs, vendedLogs } from '../../permissions/logs';
import { provedRecords, publicZones } from '../../permissions/names';
import { rolesOfAws } from '../../permissions/roles';
import { edgeSecrets } from '../../permissions/secrets';
import { ownNames } from '../stack-ids';
import type { StackKind } from '../stack-kind';
import { globalContract } from './contract';
import { GlobalStack } from './stack';

export const globalKind: StackKind = {
  contract: globalContract,
  team: 'edge',
  readme: {
    stack: 'global',
    owns: 'public zone, certificates, site distribution with geo routing, firewall, access logs, drained regions, keys of tokens; Global Accelerator and Shield Advanced where asked for',
    reads: '–',
  },
  permissions: [
    alarms,
    buckets,
    keys,
    logs,
    logAccess,
    logDeliveries,
    vendedLogs,
    certificates,
    distributions,
    edgeSettings,
    firewalls,
    shield,
    accelerators,
    acceleratorSecrets,
    publicZones,
    provedRecords,
    edgeSecrets,
    rolesOfAws,
  ],
  stacks: (document) => [
    {
      awsRegion: EDGE_REGION,
      // The owner of the domain proves all its names.
      recordNames: [document.domain.name, `*.${document.domain.name}`],
      resourceNames: ownNames(
        document,
        'access-logs',
        'access-logs-*',
        'edge',
        'edge-*',
        'health-checks',
        'site-*',
        'zone-signing',
        'zone-signing-*',
      ),
      create: (scope, props) => new GlobalStack(scope, props),
    },
  ],
};
