import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { Caller } from '../../../modules/iam/caller';
import { surround } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

const synthesize = (alias?: string) =>
  Synthesized.module((scope) => {
    const inner = new Construct(scope, 'inner');
    if (alias !== undefined) surround(inner, { provider: new AwsProvider(scope, 'aws', { alias }) });
    const { accountId } = new Caller(inner, 'caller');
    new TerraformOutput(scope, 'account', { value: accountId });
  });

describe('Caller', () => {
  it('is the account that Terraform runs in, not one that is written down', () => {
    expect(synthesize().outputs.account?.value).toMatch(/^\$\{data\.aws_caller_identity\..+\.account_id}$/);
    expect(synthesize().data('aws_caller_identity')).toEqual([{}]);
  });

  it('asks the provider that surrounds it', () => {
    expect(synthesize('virginia').data('aws_caller_identity')).toEqual([{ provider: 'aws.virginia' }]);
  });
});
