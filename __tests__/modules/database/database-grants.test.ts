import { databaseClientStatements } from '../../../modules/database/database-grants';
import { isAllowed, policyOf } from '../../support/policy';

const policy = policyOf(databaseClientStatements({ accountId: '111122223333', username: 'orders' }));
const mayConnectAs = (username: string, awsRegion: string) =>
  isAllowed([policy], {
    action: 'rds-db:connect',
    resource: `arn:aws:rds-db:${awsRegion}:111122223333:dbuser:cluster-ABC/${username}`,
  });

describe('a client of the database', () => {
  it('logs in to every region, as any may come to write', () => {
    expect(mayConnectAs('orders', 'eu-west-1')).toBe(true);
    expect(mayConnectAs('orders', 'us-west-2')).toBe(true);
  });

  it('logs in as no other user', () => {
    expect(mayConnectAs('meridian_admin', 'eu-west-1')).toBe(false);
  });
});
