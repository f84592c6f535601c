import { alarmsAlone } from '../../permissions/alarms';
import { bucketReplications } from '../../permissions/buckets';
import { peerings } from '../../permissions/networks';
import { roles } from '../../permissions/roles';
import { regionContract } from '../region/contract';
import { ownNames, stackId } from '../stack-ids';
import type { StackKind } from '../stack-kind';
import { meshContract } from './contract';
import { MeshStack } from './stack';

export const meshKind: StackKind = {
  contract: meshContract,
  team: 'network',
  readme: {
    stack: 'mesh',
    owns: 'what lies between regions: peerings, with routes on both ends, and copies of objects in the regions that stand in',
    reads: 'every region',
  },
  permissions: [alarmsAlone, peerings, bucketReplications, roles],
  stacks: (document) => {
    const [first, ...others] = document.regions;
    // One region alone has nobody to be peered with.
    if (first === undefined || others.length === 0) return [];
    return [
      {
        awsRegion: first.awsRegion,
        awsRegions: document.regions.map(({ awsRegion }) => awsRegion),
        resourceNames: ownNames(document, 'mesh-*'),
        reads: document.regions.map(({ name }) => stackId(document, regionContract, name)),
        create: (scope, props) => new MeshStack(scope, props),
      },
    ];
  },
};
