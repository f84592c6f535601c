import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface InstancesOfMember {
  readonly class: string;
  /** At least two: any member must be able to take over the writes and survive the loss of a zone. */
  readonly count: number;
}

/** What AWS does to a member by itself, and when. */
export interface Upkeep {
  readonly backupRetentionDays: number;
  /** Weekly, such as `mon:03:00-mon:04:00`, in UTC. */
  readonly maintenanceWindow: string;
  /** Whether changes that restart instances wait for that hour. */
  readonly applyImmediately: boolean;
}

export interface DatabaseInstancesProps {
  /** Start of the identifiers. */
  readonly name: string;
  readonly clusterId: string;
  readonly instances: InstancesOfMember;
  /** The instances go round them. */
  readonly availabilityZones: readonly string[];
  readonly monitoringRoleArn: string;
  readonly upkeep: Pick<Upkeep, 'applyImmediately' | 'maintenanceWindow'>;
}

/** The instances of a member, on the member's own scope: private, watched every minute, in several zones. */
export function databaseInstances(scope: Construct, props: DatabaseInstancesProps): RdsClusterInstance[] {
  const { name, instances, upkeep } = props;
  const { deletionProtection, encryptionKeyArn } = surroundings(scope);
  return Array.from({ length: instances.count }, (_, index) => {
    return new RdsClusterInstance(scope, `instance-${index + 1}`, {
      identifier: `${name}-${index + 1}`,
      clusterIdentifier: props.clusterId,
      engine: 'aurora-postgresql',
      instanceClass: instances.class,
      availabilityZone: Fn.element([...props.availabilityZones], index),
      publiclyAccessible: false,
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      // AWS does so to no cluster of a global database, whose version the document says.
      autoMinorVersionUpgrade: false,
      copyTagsToSnapshot: true,
      preferredMaintenanceWindow: upkeep.maintenanceWindow,
      applyImmediately: upkeep.applyImmediately,
      monitoringInterval: 60,
      monitoringRoleArn: props.monitoringRoleArn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: encryptionKeyArn,
      // A zone that joins or leaves the list must not replace instances that run.
      lifecycle: { ignoreChanges: ['availability_zone'], preventDestroy: deletionProtection },
    });
  });
}
