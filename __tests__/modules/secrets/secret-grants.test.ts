import { secretReaderStatements } from '../../../modules/secrets/secret-grants';
import { isAllowed, policyOf } from '../../support/policy';

const SECRETS = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:';
const policy = policyOf(
  secretReaderStatements({ accountId: '111122223333', awsRegion: 'eu-west-1', namePrefix: 'demo/orders/' }),
);
const may = (action: string, resource: string, context = {}) =>
  isAllowed([policy], { action, resource, context });

describe('a reader of secrets', () => {
  it('reads those whose names start so, and changes none', () => {
    expect(may('secretsmanager:GetSecretValue', `${SECRETS}demo/orders/erp-AbCdEf`)).toBe(true);
    expect(may('secretsmanager:GetSecretValue', `${SECRETS}demo/database/master-AbCdEf`)).toBe(false);
    expect(may('secretsmanager:PutSecretValue', `${SECRETS}demo/orders/erp-AbCdEf`)).toBe(false);
  });

  it('decrypts them and nothing else, through Secrets Manager', () => {
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/1';
    const of = (secret: string, service = 'secretsmanager') => ({
      'kms:ViaService': `${service}.eu-west-1.amazonaws.com`,
      'kms:EncryptionContext:SecretARN': `${SECRETS}${secret}`,
    });

    expect(may('kms:Decrypt', key, of('demo/orders/erp-AbCdEf'))).toBe(true);
    expect(may('kms:Decrypt', key, of('demo/database/master-AbCdEf'))).toBe(false);
    expect(may('kms:Decrypt', key, of('demo/orders/erp-AbCdEf', 's3'))).toBe(false);
  });
});
