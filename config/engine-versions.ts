/**
 * Aurora PostgreSQL versions that a database can be created with, as of 2026-11-29: the long-term releases 17.7, 16.8 and
 * 15.10, which AWS keeps for three years, and the newest minor releases of the same majors, which it keeps for about one.
 *
 * AWS lists them at https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html.
 * What an account may create is said by `aws rds describe-db-engine-versions --engine aurora-postgresql`, which is right
 * where this list is old.
 */
export const AURORA_POSTGRESQL_VERSIONS: readonly string[] = ['17.7', '16.11', '16.8', '15.15', '15.10'];
