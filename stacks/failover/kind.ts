import { RECOVERY_CONTROL_AWS_REGION } from '../../modules/failover/recovery-cluster';
import { parameters } from '../../permissions/parameters';
import { recoveryControls } from '../../permissions/recovery-controls';
import { ownNames } from '../stack-ids';
import type { StackKind } from '../stack-kind';
import { failoverContract } from './contract';
import { FailoverStack } from './stack';

export const failoverKind: StackKind = {
  contract: failoverContract,
  team: 'platform',
  readme: {
    stack: 'failover',
    owns: 'a switch for each service, and copies of where the switches are, where the document has services',
    reads: '–',
  },
  permissions: [recoveryControls, parameters],
  stacks: (document) => {
    const { services } = document;
    if (services === undefined) return [];
    return [
      {
        awsRegion: RECOVERY_CONTROL_AWS_REGION,
        // Copies first: they are asked for in this order.
        awsRegions: [...new Set([...services.copyAwsRegions, RECOVERY_CONTROL_AWS_REGION])],
        resourceNames: ownNames(document, 'failover', 'failover-*'),
        create: (scope, props) => new FailoverStack(scope, props, services),
      },
    ];
  },
};
