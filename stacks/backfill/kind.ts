import { EDGE_REGION } from '../../modules/edge/edge-region';
import { alarms } from '../../permissions/alarms';
import { buckets } from '../../permissions/buckets';
import { certificates } from '../../permissions/certificates';
import { distributions, originAccess } from '../../permissions/distributions';
import { firewalls } from '../../permissions/firewalls';
import { functions } from '../../permissions/functions';
import { keys } from '../../permissions/keys';
import { logDeliveries, logs } from '../../permissions/logs';
import { provedRecords } from '../../permissions/names';
import { readOnly } from '../../permissions/permission';
import { queues } from '../../permissions/queues';
import { roles, rolesOfAws } from '../../permissions/roles';
import { edgeSecrets } from '../../permissions/secrets';
import { globalContract } from '../global/contract';
import { regionContract } from '../region/contract';
import { ownNames, stackId } from '../stack-ids';
import type { StackKind } from '../stack-kind';
import { backfillContract } from './contract';
import { BackfillStack } from './stack';

export const backfillKind: StackKind = {
  contract: backfillContract,
  team: 'media',
  readme: {
    stack: 'backfill',
    owns: 'near buckets, queues, fill workers, the media distribution, the miss signal',
    reads: '`global`, and a region where that is the full origin',
  },
  permissions: [
    alarms,
    buckets,
    keys,
    logs,
    logDeliveries,
    certificates,
    distributions,
    originAccess,
    readOnly(firewalls),
    functions,
    queues,
    roles,
    provedRecords,
    readOnly(edgeSecrets),
    rolesOfAws,
  ],
  stacks: (document) => {
    const { backfill, domain, regions } = document;
    const withBucket = regions.filter(({ name }) => backfill.regions.includes(name));
    return [
      {
        awsRegion: EDGE_REGION,
        awsRegions: [...new Set([EDGE_REGION, ...withBucket.map(({ awsRegion }) => awsRegion)])],
        // Its own name, and the challenge of the name's certificate.
        recordNames: [domain.mediaName, `*.${domain.mediaName}`],
        resourceNames: ownNames(
          document,
          'backfill-*',
          'fill-*',
          'full-origin-*',
          'large-objects-*',
          'media',
          'media-*',
          'miss-*',
          'misses-*',
        ),
        reads: [
          stackId(document, globalContract),
          ...('region' in backfill.fullOrigin
            ? [stackId(document, regionContract, backfill.fullOrigin.region)]
            : []),
        ],
        create: (scope, props) => new BackfillStack(scope, props),
      },
    ];
  },
};
