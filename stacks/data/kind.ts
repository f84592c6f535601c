import { alarms } from '../../permissions/alarms';
import { databases } from '../../permissions/databases';
import { keys } from '../../permissions/keys';
import { logs } from '../../permissions/logs';
import { healthChecks, privateZones, records } from '../../permissions/names';
import { securityGroups } from '../../permissions/networks';
import { roles, rolesOfAws } from '../../permissions/roles';
import { databaseSecrets } from '../../permissions/secrets';
import { regionContract } from '../region/contract';
import { ownNames, stackId } from '../stack-ids';
import type { StackKind } from '../stack-kind';
import { dataContract } from './contract';
import { DataStack } from './stack';

export const dataKind: StackKind = {
  contract: dataContract,
  team: 'data',
  readme: {
    stack: 'data-<r>',
    owns: "the region's Aurora member, the private names of the database, its credentials and alarms",
    reads: "`region-<r>`, and the first region's data stack",
  },
  permissions: [
    alarms,
    keys,
    logs,
    databases,
    securityGroups,
    roles,
    records,
    healthChecks,
    privateZones,
    databaseSecrets,
    rolesOfAws,
  ],
  stacks: (document) => {
    const { domain, regions } = document;
    return regions.map((region, index) => ({
      name: region.name,
      awsRegion: region.awsRegion,
      recordNames: [`*.${domain.privateLabel}.${domain.name}`],
      resourceNames: ownNames(document, region.name, `${region.name}-*`),
      reads: [
        stackId(document, regionContract, region.name),
        // The first founds the cluster, the private zone and the credentials that the others join.
        ...regions.slice(0, Math.min(index, 1)).map(({ name }) => stackId(document, dataContract, name)),
      ],
      create: (scope, props) => new DataStack(scope, props, region),
    }));
  },
};
