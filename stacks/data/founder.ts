import type { Construct } from 'constructs';
import { DatabaseMember } from '../../modules/database/database-member';
import { GlobalDatabase } from '../../modules/database/global-database';
import { MasterSecret } from '../../modules/database/master-secret';
import { PrivateDatabaseZone } from '../../modules/database/private-database-zone';
import { GeneratedPassword } from '../../modules/secrets/generated-password';
import { names } from '../names';
import { otherAwsRegions } from '../other-aws-regions';
import type { Database, DatabaseProps } from './database';
import { memberProps } from './member';

const MASTER_USERNAME = 'meridian_admin';

/** The first region of the document founds the database, its names and its credentials; it need not stay the writer. */
export function foundDatabase(scope: Construct, props: DatabaseProps): Database {
  const { document, region, network } = props;
  const { deployment, database } = document;

  const { globalClusterId, writerEndpoint } = new GlobalDatabase(scope, 'global-database', {
    identifier: deployment,
    engineVersion: database.engineVersion,
  });
  const { value: password } = new GeneratedPassword(scope, 'master-password');
  const member = new DatabaseMember(scope, 'database', {
    ...memberProps(props),
    globalClusterId,
    master: { username: MASTER_USERNAME, password },
  });
  const secret = new MasterSecret(scope, 'master-secret', {
    name: `${deployment}/database/master`,
    encryptionKeyArn: member.encryptionKeyArn,
    replicaRegions: otherAwsRegions(document, region.awsRegion),
  });
  const zone = new PrivateDatabaseZone(scope, 'private-zone', {
    zoneName: names.privateZone(document),
    vpcId: network.vpcId,
    writerEndpoint,
    members: Object.fromEntries(document.regions.map(({ name, awsRegion }) => [name, awsRegion])),
  });
  return {
    member,
    globalClusterId,
    writerEndpoint,
    masterSecretName: secret.name,
    privateZoneId: zone.zoneId,
  };
}
