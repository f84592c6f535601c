import { askXml, query } from 'local-aws/world/aws-api';
import type { DrillWorld } from './world';

/** An Aurora global database, as RDS describes it. */
export interface GlobalDatabase {
  /** The deployment's name. */
  readonly identifier: string;
  readonly members: readonly Member[];
}

export interface Member {
  readonly arn: string;
  readonly awsRegion: string;
  /** Region of ours. */
  readonly region: string;
  readonly isWriter: boolean;
}

interface Listed {
  readonly DescribeGlobalClustersResult?: {
    readonly GlobalClusters?: {
      readonly GlobalClusterMember?: readonly {
        readonly GlobalClusterIdentifier: string;
        readonly GlobalClusterMembers?: {
          readonly GlobalClusterMember?: readonly {
            readonly DBClusterArn: string;
            readonly IsWriter: string;
          }[];
        };
      }[];
    };
  };
}

/** The database whose members are in the world's regions. */
export async function globalDatabase(world: DrillWorld): Promise<GlobalDatabase> {
  const { regions } = await world.describe();
  const regionIn = (code: string) => regions.find(({ awsRegion }) => awsRegion === code)?.name ?? code;
  const listed = await rds<Listed>(world, regions[0]?.awsRegion ?? '', { Action: 'DescribeGlobalClusters' });
  const [found] = listed?.DescribeGlobalClustersResult?.GlobalClusters?.GlobalClusterMember ?? [];
  if (found === undefined) throw new Error('There is no global database.');
  const members = found.GlobalClusterMembers?.GlobalClusterMember ?? [];
  return {
    identifier: found.GlobalClusterIdentifier,
    members: members.map(({ DBClusterArn: arn, IsWriter }) => {
      const [, , , awsRegion = ''] = arn.split(':');
      return { arn, awsRegion, region: regionIn(awsRegion), isWriter: IsWriter.toLowerCase() === 'true' };
    }),
  };
}

export async function writersOf(world: DrillWorld): Promise<Member[]> {
  const { members } = await globalDatabase(world);
  return members.filter(({ isWriter }) => isWriter);
}

/** Makes a member the writer, in place of the one that is. */
export async function switchOver(
  world: DrillWorld,
  { identifier }: GlobalDatabase,
  from: Member,
  to: Member,
): Promise<void> {
  await rds(world, from.awsRegion, {
    Action: 'SwitchoverGlobalCluster',
    GlobalClusterIdentifier: identifier,
    TargetDbClusterIdentifier: to.arn,
  });
}

/** Rejects where RDS does not answer 2xx. */
function rds<T>(world: DrillWorld, awsRegion: string, parameters: Record<string, string>) {
  return askXml<T>((call) => world.aws(call), query('rds', awsRegion, '2014-10-31', parameters));
}
