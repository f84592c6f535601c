import {
  DescribeDBEngineVersionsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
} from '@aws-sdk/client-rds';
import { type Check, findingsOf } from './check';
import { known } from './resources';
import type { Target } from './target';

const clusters = (target: Target) =>
  target.created('aws_rds_cluster').map((cluster) => {
    const instances = target
      .created('aws_rds_cluster_instance')
      .filter(({ stackId }) => stackId === cluster.stackId);
    return {
      awsRegion: cluster.awsRegion,
      engine: known(cluster, 'engine') ?? '',
      version: known(cluster, 'engine_version') ?? '',
      instanceClass: instances.map((instance) => known(instance, 'instance_class'))[0] ?? '',
      instances: instances.length,
    };
  });

const engineVersion: Check = {
  id: 'engine-version',
  asks: 'whether the database engine can still be created in this version, as a global database',
  remedy: 'another `database.engineVersion`',
  actions: ['rds:DescribeDBEngineVersions'],
  findings: (target) =>
    findingsOf(clusters(target), async ({ awsRegion, engine, version }) => {
      const { DBEngineVersions = [] } = await target.aws
        .rds(awsRegion)
        .send(
          new DescribeDBEngineVersionsCommand({ Engine: engine, EngineVersion: version, IncludeAll: true }),
        );
      const found = DBEngineVersions.find(({ EngineVersion }) => EngineVersion === version);
      const remedy = `aws rds describe-db-engine-versions --region ${awsRegion} --engine ${engine} --query 'DBEngineVersions[].EngineVersion' lists what there is; change database.engineVersion`;
      if (found === undefined) {
        return { problem: `${awsRegion} has no ${engine} ${version}`, remedy };
      }
      if (found.Status !== undefined && found.Status !== 'available') {
        return {
          problem: `${awsRegion} creates no ${engine} ${version} any longer (${found.Status})`,
          remedy,
        };
      }
      if (found.SupportsGlobalDatabases === false) {
        return { problem: `${awsRegion} has no global databases of ${engine} ${version}`, remedy };
      }
      return undefined;
    }),
};

const databaseOfferings: Check = {
  id: 'database-offerings',
  asks: "whether enough zones offer the database's instance class",
  remedy: 'another `database.instanceClass`',
  actions: ['rds:DescribeOrderableDBInstanceOptions'],
  findings: (target) =>
    findingsOf(clusters(target), async ({ awsRegion, engine, version, instanceClass, instances }) => {
      const { OrderableDBInstanceOptions = [] } = await target.aws.rds(awsRegion).send(
        new DescribeOrderableDBInstanceOptionsCommand({
          Engine: engine,
          EngineVersion: version,
          DBInstanceClass: instanceClass,
        }),
      );
      const offered = OrderableDBInstanceOptions.flatMap(({ AvailabilityZones = [] }) => AvailabilityZones);
      const zones = new Set(offered.map(({ Name }) => Name));
      const needed = Math.min(2, instances);
      if (zones.size >= needed) return undefined;
      return {
        problem: `${awsRegion} offers ${instanceClass} for ${engine} ${version} in ${zones.size} zones, and ${needed} are needed`,
        remedy: `aws rds describe-orderable-db-instance-options --region ${awsRegion} --engine ${engine} --engine-version ${version} lists what there is; change database.instanceClass`,
      };
    }),
};

export const databaseChecks: readonly Check[] = [engineVersion, databaseOfferings];
