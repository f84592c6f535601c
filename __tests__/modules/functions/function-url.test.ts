import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { TerraformOutput } from 'cdktf';
import { FunctionUrl } from '../../../modules/functions/function-url';
import { NodeFunction } from '../../../modules/functions/node-function';
import { Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module((scope) => {
  const worker = new NodeFunction(scope, 'worker', {
    functionName: 'demo-worker',
    description: 'Works.',
    entry: 'backfill/queue/fill-worker.ts',
    memoryMegabytes: 128,
    timeoutSeconds: 10,
    reservedConcurrency: 1,
    environment: {},
    statements: [],
  });
  const { domainName } = new FunctionUrl(scope, 'url', {
    function: worker,
    distributionArn: 'arn:distribution',
  });
  new TerraformOutput(scope, 'domain-name', { value: domainName });
});

describe('FunctionUrl', () => {
  it('answers signed requests only', () => {
    expect(synthesized.only(LambdaFunctionUrl).authorization_type).toBe('AWS_IAM');
  });

  it('may be called and invoked by the one distribution, and by nobody else', () => {
    const permissions = synthesized.all(LambdaPermission);

    expect(permissions.map(({ action }) => action).sort()).toEqual([
      'lambda:InvokeFunction',
      'lambda:InvokeFunctionUrl',
    ]);
    for (const { principal, source_arn } of permissions) {
      expect([principal, source_arn]).toEqual(['cloudfront.amazonaws.com', 'arn:distribution']);
    }
  });

  it('gives its host without scheme and path', () => {
    expect(synthesized.outputs['domain-name']?.value).toMatch(
      /^\$\{element\(split\("\/", aws_lambda_function_url\..+\.function_url\), 2\)}$/,
    );
  });
});
