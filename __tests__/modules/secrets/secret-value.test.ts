import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { SecretValue } from '../../../modules/secrets/secret-value';
import { Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module((scope) => {
  const { value } = new SecretValue(scope, 'secret', { secretName: 'demo/service/token' });
  new SsmParameter(scope, 'taker', { name: 'token', type: 'SecureString', value });
});

describe('SecretValue', () => {
  it('is the current version of the named secret', () => {
    expect(synthesized.data('aws_secretsmanager_secret_version')).toEqual([
      { secret_id: 'demo/service/token' },
    ]);
    expect(synthesized.only(SsmParameter).value).toMatch(
      /^\$\{data\.aws_secretsmanager_secret_version\..+\.secret_string}$/,
    );
  });

  it('makes no resource and no output', () => {
    expect(Object.keys(synthesized.document.resource ?? {})).toEqual(['aws_ssm_parameter']);
    expect(synthesized.outputs).toEqual({});
  });
});
