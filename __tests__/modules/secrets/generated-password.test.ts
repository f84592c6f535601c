import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { GeneratedPassword } from '../../../modules/secrets/generated-password';
import { Synthesized } from '../../support/synthesize';

describe('GeneratedPassword', () => {
  const synthesized = Synthesized.module((scope) => {
    const first = new GeneratedPassword(scope, 'first');
    new GeneratedPassword(scope, 'second');
    new SsmParameter(scope, 'parameter', {
      name: 'p',
      type: 'SecureString',
      valueWo: first.value,
      valueWoVersion: 1,
    });
  });
  const blocks = synthesized.document.ephemeral?.aws_secretsmanager_random_password ?? {};

  it('is an ephemeral block of its own, without signs that a database refuses', () => {
    expect(Object.values(blocks)).toEqual([
      { password_length: 40, exclude_punctuation: true },
      { password_length: 40, exclude_punctuation: true },
    ]);
  });

  it('is referenced by whoever takes it', () => {
    expect(synthesized.only(SsmParameter).value_wo).toBe(
      '${ephemeral.aws_secretsmanager_random_password.first.random_password}',
    );
    expect(Object.keys(blocks)).toContain('first');
  });

  it('is no resource, which would keep the value in state', () => {
    expect(Object.keys(synthesized.document.resource ?? {})).toEqual(['aws_ssm_parameter']);
  });
});
