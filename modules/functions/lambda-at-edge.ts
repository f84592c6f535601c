import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import type { PolicyStatement } from '../iam/policy';
import { ServiceRole } from '../iam/service-role';
import { LogGroup } from '../observability/log-group';
import { FunctionCode } from './function-code';

export interface LambdaAtEdgeProps {
  /** Start of the generated name, at most 37 characters. */
  readonly namePrefix: string;
  readonly description: string;
  /** File below `lambda-src/` that exports `handler`. */
  readonly entry: string;
  /** Written into the code in place of global names: a function at the edge has no environment variables. */
  readonly constants: Readonly<Record<string, unknown>>;
  /** What the function may do beside writing its logs. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * A Lambda@Edge function, in a stack whose own provider is us-east-1.
 *
 * CloudFront takes a numbered version only, refuses environment variables, arm64, layers, X-Ray and reserved concurrency,
 * and holds replicas for hours after the last distribution let go. So Terraform never deletes the function: after a
 * destroy it is left over, and `aws lambda delete-function` removes it once the replicas are gone. Until then it stands in
 * nobody's way, because the next function has another name.
 *
 * Replicas log in the AWS region that they run in, and nobody there cares for retention or key. So the function may not make log
 * groups: it logs where there is one, here and where `ReplicaLogs` are made, and nowhere else.
 */
export class LambdaAtEdge extends Construct {
  /** ARN of the version that the code above was published as. */
  public readonly versionArn: string;
  /** What replicas call their log group, in every AWS region. */
  public readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: LambdaAtEdgeProps) {
    super(scope, id);
    const { namePrefix } = props;
    const { accountId } = new Caller(this, 'caller');
    // Replicas log in the region they run in, under a name that starts like this everywhere.
    const logGroupPrefix = '/aws/lambda/us-east-1.';

    const role = new ServiceRole(this, 'role', {
      namePrefix,
      description: 'Lets a function do its work at the edge.',
      services: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'],
      statements: [
        {
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [`arn:aws:logs:*:${accountId}:log-group:${logGroupPrefix}${namePrefix}-*:*`],
        },
        ...props.statements,
      ],
    });
    // Terraform generates names for roles, not for functions: the function borrows its role's.
    const functionName = role.name;
    this.logGroupName = `${logGroupPrefix}${functionName}`;
    new LogGroup(this, 'logs', { name: this.logGroupName });
    const code = new FunctionCode(this, 'code', {
      entry: props.entry,
      constants: props.constants,
      format: 'module',
    });
    const lambda = new LambdaFunction(this, 'function', {
      functionName,
      description: props.description,
      role: role.arn,
      runtime: 'nodejs22.x',
      architectures: ['x86_64'],
      handler: FunctionCode.handler,
      filename: code.filename,
      sourceCodeHash: code.sha256,
      memorySize: 128,
      timeout: 5,
      publish: true,
      skipDestroy: true,
      // Distributions let go of the version before its role and its logs are deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    this.versionArn = lambda.qualifiedArn;
  }
}
