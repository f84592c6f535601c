import { alarms } from '../../permissions/alarms';
import { stateBucket } from '../../permissions/buckets';
import { inventory } from '../../permissions/inventory';
import { keys } from '../../permissions/keys';
import { rolesOfCi } from '../../permissions/roles';
import { ownNames } from '../stack-ids';
import type { StackKind } from '../stack-kind';
import { stateContract } from './contract';
import { StateStack } from './stack';

export const stateKind: StackKind = {
  contract: stateContract,
  team: 'platform',
  readme: {
    stack: 'state',
    owns: 'the bucket that holds every state; roles that plan and apply each stack',
    reads: '–',
  },
  permissions: [stateBucket, rolesOfCi, keys, alarms, inventory],
  stacks: (document) => [
    {
      awsRegion: document.state.awsRegion,
      awsRegions: [
        document.state.awsRegion,
        ...(document.state.replicaAwsRegion === undefined ? [] : [document.state.replicaAwsRegion]),
      ],
      deletionProtection: document.state.deletionProtection,
      resourceNames: ownNames(document, 'state-*', 'terraform-state'),
      create: (scope, props) => new StateStack(scope, props),
    },
  ],
};
