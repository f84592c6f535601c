import { matching, section, wholeNumber } from '../fields';

export const databaseInstances = wholeNumber(2, 16);

export const fields = {
  /** The global database, of which every region has a member. */
  database: section({
    /** Aurora PostgreSQL version; the global cluster owns it. */
    engineVersion: matching('an Aurora PostgreSQL version such as "16.6"', /^\d{2}\.\d{1,2}$/),
    /** Memory-optimized: Aurora global databases take no burstable and no serverless class here. */
    instanceClass: matching(
      'a memory-optimized instance class such as "db.r6g.large"',
      /^db\.[rx]\d[a-z0-9-]*\.\d*x?large$/,
    ),
    /** At least two, in different zones, so that every region can become the writer. */
    instancesPerRegion: databaseInstances,
    /** Days of point-in-time recovery, in every region. */
    backupRetentionDays: wholeNumber(1, 35),
  }),
};
