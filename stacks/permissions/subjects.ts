import type { Document } from '../../config/schema';
import { stackIds } from '../stack-ids';
import type { PermissionScope } from './scope';

export type PermissionSubject = Pick<PermissionScope, 'layer' | 'stackId' | 'awsRegions' | 'recordNames'>;

/** AWS region of CloudFront's certificates, firewalls and edge triggers. */
const EDGE_REGION = 'us-east-1';

/** Every stack, with the layer it belongs to, the AWS regions it has resources in, and the names it owns in DNS. */
export function permissionSubjects(document: Document): PermissionSubject[] {
  const { backfill, domain, regions, state } = document;
  const originNames = `*.${domain.originLabel}.${domain.name}`;
  const privateNames = `*.${domain.privateLabel}.${domain.name}`;
  return [
    { layer: 'state', stackId: stackIds.state(document), awsRegions: [state.awsRegion], recordNames: [] },
    // The owner of the domain proves all its names.
    {
      layer: 'global',
      stackId: stackIds.global(document),
      awsRegions: [EDGE_REGION],
      recordNames: [domain.name, `*.${domain.name}`],
    },
    ...regions.map(
      ({ name }, index): PermissionSubject => ({
        layer: 'region',
        stackId: stackIds.region(document, name),
        // A peering has routes and rules in the earlier region too.
        awsRegions: regions.slice(0, index + 1).map(({ awsRegion }) => awsRegion),
        recordNames: [originNames, privateNames],
      }),
    ),
    {
      layer: 'backfill',
      stackId: stackIds.backfill(document),
      awsRegions: [
        ...new Set([
          EDGE_REGION,
          ...regions.filter(({ name }) => backfill.regions.includes(name)).map(({ awsRegion }) => awsRegion),
        ]),
      ],
      recordNames: [domain.mediaName],
    },
  ];
}
