import { acceleratorEndpoints, acceleratorSecrets } from '../../permissions/accelerators';
import { alarms } from '../../permissions/alarms';
import { buckets } from '../../permissions/buckets';
import { certificates } from '../../permissions/certificates';
import { databaseLogins } from '../../permissions/databases';
import { regionalFirewalls } from '../../permissions/firewalls';
import { instances } from '../../permissions/instances';
import { keys } from '../../permissions/keys';
import { loadBalancers } from '../../permissions/load-balancers';
import { logs, vendedLogs } from '../../permissions/logs';
import { healthChecks, records } from '../../permissions/names';
import { networks, securityGroups } from '../../permissions/networks';
import { readOnly } from '../../permissions/permission';
import { instanceProfiles, roles, serviceLinkedRoles } from '../../permissions/roles';
import { edgeSecrets, serviceSecrets } from '../../permissions/secrets';
import { globalContract } from '../global/contract';
import { ownNames, stackId } from '../stack-ids';
import type { StackKind } from '../stack-kind';
import { regionContract } from './contract';
import { RegionStack } from './stack';

export const regionKind: StackKind = {
  contract: regionContract,
  team: 'region',
  readme: {
    stack: 'region-<r>',
    owns: "network, load balancers, instances, objects, the region's share of DNS",
    reads: '`global`',
  },
  permissions: [
    alarms,
    buckets,
    keys,
    logs,
    vendedLogs,
    certificates,
    networks,
    securityGroups,
    loadBalancers,
    instances,
    acceleratorEndpoints,
    readOnly(acceleratorSecrets),
    regionalFirewalls,
    roles,
    instanceProfiles,
    records,
    healthChecks,
    readOnly(edgeSecrets),
    serviceSecrets,
    databaseLogins,
    serviceLinkedRoles,
  ],
  stacks: (document) =>
    document.regions.map((region) => ({
      name: region.name,
      ...(region.team === undefined ? {} : { team: region.team }),
      awsRegion: region.awsRegion,
      recordNames: [`*.${document.domain.originLabel}.${document.domain.name}`],
      resourceNames: ownNames(document, region.name, `${region.name}-*`),
      reads: [stackId(document, globalContract)],
      create: (scope, props) => new RegionStack(scope, props, region),
    })),
};
