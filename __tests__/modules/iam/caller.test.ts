import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput } from 'cdktf';
import { Caller } from '../../../modules/iam/caller';
import { Synthesized } from '../../support/synthesize';

const synthesize = (alias?: string) =>
  Synthesized.module((scope) => {
    const provider = alias === undefined ? undefined : new AwsProvider(scope, 'aws', { alias });
    const { accountId } = new Caller(scope, 'caller', { provider });
    new TerraformOutput(scope, 'account', { value: accountId });
  });

describe('Caller', () => {
  it('is the account that Terraform runs in, not one that is written down', () => {
    expect(synthesize().outputs.account?.value).toMatch(/^\$\{data\.aws_caller_identity\..+\.account_id}$/);
    expect(synthesize().data('aws_caller_identity')).toEqual([{}]);
  });

  it('asks the given provider', () => {
    expect(synthesize('virginia').data('aws_caller_identity')).toEqual([{ provider: 'aws.virginia' }]);
  });
});
