import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';
import type { NodeFunction } from './node-function';

export interface FunctionUrlProps {
  readonly function: NodeFunction;
  /** The only caller, which signs its requests; may be known after the URL. */
  readonly distributionArn: string;
}

/** The https address of a function, open to one CloudFront distribution and to nobody else. */
export class FunctionUrl extends Construct {
  /** Host, as an origin has it. */
  public readonly domainName: string;

  constructor(scope: Construct, id: string, props: FunctionUrlProps) {
    super(scope, id);
    const { distributionArn } = props;
    const { provider } = surroundings(this);
    const { functionName } = props.function;

    const { functionUrl } = new LambdaFunctionUrl(this, 'url', {
      functionName,
      authorizationType: 'AWS_IAM',
      provider,
      // Distributions let go of the URL before it and its function are deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    const distribution = {
      functionName,
      principal: 'cloudfront.amazonaws.com',
      sourceArn: distributionArn,
      provider,
    };
    new LambdaPermission(this, 'call-permission', {
      ...distribution,
      statementId: 'DistributionCallsUrl',
      action: 'lambda:InvokeFunctionUrl',
      functionUrlAuthType: 'AWS_IAM',
    });
    // URLs made since October 2025 need both.
    new LambdaPermission(this, 'invoke-permission', {
      ...distribution,
      statementId: 'DistributionInvokes',
      action: 'lambda:InvokeFunction',
    });
    this.domainName = Fn.element(Fn.split('/', functionUrl), 2);
  }
}
