import { AURORA_POSTGRESQL_VERSIONS } from '../engine-versions';
import { flag, known, matching, section, wholeNumber } from '../fields';
import { regionName } from '../names';
import { oneOf, type Problem } from '../problem';
import type { Check, Document } from '.';

export const databaseInstances = wholeNumber(2, 16);

export const fields = {
  /** The global database, of which every region has a member. */
  database: section({
    /**
     * Aurora PostgreSQL version; the global cluster owns it. Raised in the first region's data stack before the others'
     * (docs/operate/database.md).
     */
    engineVersion: known(
      `an Aurora PostgreSQL version that can be created (${AURORA_POSTGRESQL_VERSIONS.join(', ')})`,
      AURORA_POSTGRESQL_VERSIONS,
    ),
    /** Memory-optimized: Aurora global databases take no burstable and no serverless class here. */
    instanceClass: matching(
      'a memory-optimized instance class such as "db.r6g.large"',
      /^db\.[rx]\d[a-z0-9-]*\.\d*x?large$/,
    ),
    /** At least two, in different zones, so that every region can become the writer. */
    instancesPerRegion: databaseInstances,
    /** Days of point-in-time recovery, in every region. */
    backupRetentionDays: wholeNumber(1, 35),
    /**
     * True applies changes at once that restart instances, such as another class. Otherwise they wait for the region's weekly
     * hour, which no two of seven regions have on the same day.
     */
    applyImmediately: flag().default(false),
    /** Region that writes while another one is added, and that its member is copied from. @default - the first region */
    sourceRegion: regionName.optional(),
  }),
};

export const checks: readonly Check[] = [
  { needs: ['database.sourceRegion', 'regions[].name'], problems: sourceProblems },
  { needs: ['database.instancesPerRegion', 'regions[].databaseInstances'], problems: instanceProblems },
];

/**
 * Any member may become the one that writes, and that one has a writer and 15 - s others, where s is the number of other regions:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html
 */
function* instanceProblems({ database, regions }: Document): Iterable<Problem> {
  const most = 16 - (regions.length - 1);
  const expected = `at most ${most}, as Aurora lets a member that writes have beside ${regions.length - 1} others`;
  const counts = [
    { path: 'database.instancesPerRegion', got: database.instancesPerRegion },
    ...regions.map((region, index) => ({
      path: `regions[${index}].databaseInstances`,
      got: region.databaseInstances,
    })),
  ];
  for (const { path, got = 0 } of counts) if (got > most) yield { path, expected, got };
}

function* sourceProblems({ database: { sourceRegion }, regions }: Document): Iterable<Problem> {
  const names = regions.map(({ name }) => name);
  if (sourceRegion !== undefined && !names.includes(sourceRegion)) {
    yield { path: 'database.sourceRegion', ...oneOf('a region', names), got: sourceRegion };
  }
}
