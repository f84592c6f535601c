import { RdsGlobalCluster } from '@cdktf/provider-aws/lib/rds-global-cluster';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface GlobalDatabaseProps {
  /** Identifier of the global cluster, unique in the account. */
  readonly identifier: string;
  /** Aurora PostgreSQL version of every member; raising it upgrades them all, readers first. */
  readonly engineVersion: string;
}

/**
 * An encrypted Aurora PostgreSQL Global Database, still without members.
 *
 * Which member writes is Aurora's knowledge alone: `writerEndpoint` follows it, and nothing here has to be changed
 * when the roles flip.
 */
export class GlobalDatabase extends Construct {
  public readonly globalClusterId: string;
  /** Name that always leads to the member that writes. */
  public readonly writerEndpoint: string;

  constructor(scope: Construct, id: string, props: GlobalDatabaseProps) {
    super(scope, id);
    const { deletionProtection } = surroundings(this);
    const cluster = new RdsGlobalCluster(this, 'cluster', {
      globalClusterIdentifier: props.identifier,
      engine: 'aurora-postgresql',
      engineVersion: props.engineVersion,
      storageEncrypted: true,
      deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
    });
    this.globalClusterId = cluster.id;
    this.writerEndpoint = cluster.endpoint;
  }
}
