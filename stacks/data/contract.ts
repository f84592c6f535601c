import { text } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the data team; the others read that of the first region, which founds what all have in common. */
export const dataContract = {
  kind: 'data',
  version: 1,
  outputs: {
    databaseGlobalClusterId: text(
      'database_global_cluster_id',
      'Aurora global cluster that every region has a member of.',
    ),
    databaseWriterEndpoint: text(
      'database_writer_endpoint',
      'Endpoint of whichever region writes; Aurora moves it in a switchover.',
    ),
    databaseReaderEndpoint: text('database_reader_endpoint', 'Endpoint of the readers in this region.'),
    databaseClusterArn: text('database_cluster_arn', 'Member of the global cluster in this region.'),
    databaseMasterSecretName: text(
      'database_master_secret_name',
      'Secret, replicated to every region, where `npx meridian master-password` keeps the master credentials.',
    ),
    privateZoneId: text(
      'private_zone_id',
      'Private zone with the names of the database; every VPC is associated with it.',
    ),
  },
} satisfies StackContract;
