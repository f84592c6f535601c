import { differences, type Words } from './words';

const cluster: Words = (changed) => {
  const { action, place } = changed;
  if (action === 'destroy') return [`${place} loses its database`];
  if (action === 'replace') return [`${place}'s database is destroyed, and made again without its data`];
  if (action === 'create') return [`${place} gets a database`];
  return differences(changed, {
    engine_version: [`${place}'s database: engine`],
    backup_retention_period: [`${place}'s database: backups are kept for`, 'days'],
    deletion_protection: [`${place}'s database: protection from deletion`],
    preferred_backup_window: [`${place}'s database: backups at`],
    preferred_maintenance_window: [`${place}'s database: maintenance at`],
    db_cluster_parameter_group_name: [`${place}'s database: parameters`],
    iam_database_authentication_enabled: [`${place}'s database: log-in by IAM`],
  });
};

const instance: Words = (changed) => {
  const { action, place, before, after } = changed;
  if (action === 'create')
    return [
      `${place}'s database: one more instance, ${String(after.identifier)} (${String(after.instance_class)})`,
    ];
  if (action === 'destroy') return [`${place}'s database: one instance less, ${String(before.identifier)}`];
  return differences(changed, {
    instance_class: [`${place}'s database: ${String(after.identifier)} is`],
    promotion_tier: [`${place}'s database: ${String(after.identifier)} takes over in place`],
    publicly_accessible: [`${place}'s database: ${String(after.identifier)} answers the internet:`],
  });
};

const globalCluster: Words = (changed) => {
  if (changed.action === 'destroy' || changed.action === 'replace')
    return ['the database of all regions goes'];
  return differences(changed, {
    engine_version: ['the database of all regions: engine'],
    deletion_protection: ['the database of all regions: protection from deletion'],
  });
};

export const databaseWords: Readonly<Record<string, Words>> = {
  aws_rds_cluster: cluster,
  aws_rds_cluster_instance: instance,
  aws_rds_global_cluster: globalCluster,
};
