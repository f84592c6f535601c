import { EDGE_REGION } from '../../modules/edge/edge-region';
import { accelerators } from '../../permissions/accelerators';
import { alarms } from '../../permissions/alarms';
import { buckets } from '../../permissions/buckets';
import { certificates } from '../../permissions/certificates';
import { distributions } from '../../permissions/distributions';
import { firewalls, shield } from '../../permissions/firewalls';
import { keys } from '../../permissions/keys';
import { logs } from '../../permissions/logs';
import { publicZones, records } from '../../permissions/names';
import { leaveOtherStacksAlone } from '../../permissions/other-stacks';
import { serviceLinkedRoles } from '../../permissions/roles';
import { secrets } from '../../permissions/secrets';
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
    certificates,
    distributions,
    firewalls,
    shield,
    accelerators,
    publicZones,
    records,
    secrets,
    serviceLinkedRoles,
    leaveOtherStacksAlone,
  ],
  stacks: ({ domain }) => [
    {
      awsRegion: EDGE_REGION,
      // The owner of the domain proves all its names.
      recordNames: [domain.name, `*.${domain.name}`],
      create: (scope, props) => new GlobalStack(scope, props),
    },
  ],
};
