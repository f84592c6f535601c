import { RdsGlobalCluster } from '@cdktf/provider-aws/lib/rds-global-cluster';
import { GlobalDatabase } from '../../../modules/database/global-database';
import { Synthesized } from '../../support/synthesize';

const synthesize = (deletionProtection = true) =>
  Synthesized.module(
    (scope) => {
      new GlobalDatabase(scope, 'database', {
        identifier: 'demo-database',
        engineVersion: '16.6',
      });
    },
    { deletionProtection },
  ).only(RdsGlobalCluster);

describe('GlobalDatabase', () => {
  it('is encrypted and owns the version of every member', () => {
    expect(synthesize()).toMatchObject({
      global_cluster_identifier: 'demo-database',
      engine: 'aurora-postgresql',
      engine_version: '16.6',
      storage_encrypted: true,
    });
  });

  it('names no database: members that join later may not either', () => {
    expect(synthesize()).not.toHaveProperty('database_name');
  });

  it('cannot be deleted', () => {
    expect(synthesize()).toMatchObject({ deletion_protection: true, lifecycle: { prevent_destroy: true } });
  });

  it('can be deleted where the deployment is thrown away', () => {
    expect(synthesize(false)).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  it('never lets Terraform pull members out by force', () => {
    expect(synthesize(false)).not.toHaveProperty('force_destroy');
  });
});
