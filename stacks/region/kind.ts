import { acceleratorEndpoints } from '../../permissions/accelerators';
import { alarms } from '../../permissions/alarms';
import { buckets } from '../../permissions/buckets';
import { certificates } from '../../permissions/certificates';
import { databases } from '../../permissions/databases';
import { instances } from '../../permissions/instances';
import { keys } from '../../permissions/keys';
import { loadBalancers } from '../../permissions/load-balancers';
import { logs } from '../../permissions/logs';
import { names } from '../../permissions/names';
import { networks } from '../../permissions/networks';
import { leaveOtherStacksAlone } from '../../permissions/other-stacks';
import { roles, serviceLinkedRoles } from '../../permissions/roles';
import { secrets } from '../../permissions/secrets';
import { globalContract } from '../global/contract';
import { stackId } from '../stack-ids';
import type { StackKind } from '../stack-kind';
import { regionContract } from './contract';
import { RegionStack } from './stack';

export const regionKind: StackKind = {
  contract: regionContract,
  team: 'region',
  readme: {
    stack: 'region-<r>',
    owns: "network, load balancers, instances, Aurora member, objects, the region's share of DNS",
    reads: '`global`, and the regions before it in the document',
  },
  permissions: [
    alarms,
    buckets,
    keys,
    logs,
    certificates,
    networks,
    loadBalancers,
    instances,
    acceleratorEndpoints,
    databases,
    roles,
    names,
    secrets,
    serviceLinkedRoles,
    leaveOtherStacksAlone,
  ],
  stacks: (document) =>
    document.regions.map((region, index, regions) => ({
      name: region.name,
      ...(region.team === undefined ? {} : { team: region.team }),
      awsRegion: region.awsRegion,
      // A peering has routes and rules in the earlier region too.
      awsRegions: regions.slice(0, index + 1).map(({ awsRegion }) => awsRegion),
      recordNames: [document.domain.originLabel, document.domain.privateLabel].map(
        (label) => `*.${label}.${document.domain.name}`,
      ),
      reads: [
        stackId(document, globalContract),
        // A peering belongs to the later of its two regions, and the first region founds the database that the others join.
        ...regions.slice(0, index).map(({ name }) => stackId(document, regionContract, name)),
      ],
      create: (scope, props) => new RegionStack(scope, props, region),
    })),
};
