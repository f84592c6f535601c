import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../iam/policy';
import { ServiceRole } from '../iam/service-role';
import { Alarm } from '../observability/alarm';
import { LogGroup } from '../observability/log-group';
import { surroundings } from '../surroundings';
import { FunctionCode } from './function-code';

export interface NodeFunctionProps {
  /** Whole name, at most 64 characters. */
  readonly functionName: string;
  readonly description: string;
  /** File below `lambda-src/` that exports `handler`, such as `backfill/queue/fill-worker.ts`. */
  readonly entry: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /**
   * Invocations that may run at once: taken from the account's share for good, and never exceeded. AWS leaves 100 to all functions
   * without.
   *
   * @default - as many as the account has left
   */
  readonly reservedConcurrency?: number | undefined;
  /** Nothing secret: it can be read by everybody who may read the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the function may do beside writing its logs and traces. */
  readonly statements: readonly PolicyStatement[];
}

/** A function of `lambda-src/` in one region, with its own role, an encrypted year of logs, traces, and alarms. */
export class NodeFunction extends Construct {
  public readonly arn: string;
  /** Known once the function exists. */
  public readonly functionName: string;
  public readonly roleArn: string;
  public readonly timeoutSeconds: number;
  public readonly reservedConcurrency: number | undefined;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { functionName } = props;
    const { encryptionKeyArn, provider } = surroundings(this);

    const logs = new LogGroup(this, 'logs', { name: `/aws/lambda/${functionName}` });
    const role = new ServiceRole(this, 'role', {
      namePrefix: functionName.slice(0, 37),
      description: `Lets ${functionName} do its work.`,
      services: ['lambda.amazonaws.com'],
      statements: [
        ...logs.writerStatements,
        // X-Ray knows no resources.
        { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
        { actions: ['kms:Decrypt'], resources: [encryptionKeyArn] },
        ...props.statements,
      ],
    });
    const code = new FunctionCode(this, 'code', { entry: props.entry });
    const lambda = new LambdaFunction(this, 'function', {
      functionName,
      description: props.description,
      role: role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: FunctionCode.handler,
      filename: code.filename,
      sourceCodeHash: code.sha256,
      memorySize: props.memoryMegabytes,
      timeout: props.timeoutSeconds,
      reservedConcurrentExecutions: props.reservedConcurrency,
      environment: { variables: { ...props.environment } },
      kmsKeyArn: encryptionKeyArn,
      tracingConfig: { mode: 'Active' },
      loggingConfig: { logFormat: 'Text', logGroup: logs.name },
      provider,
    });
    this.arn = lambda.arn;
    this.functionName = lambda.functionName;
    this.roleArn = role.arn;
    this.timeoutSeconds = props.timeoutSeconds;
    this.reservedConcurrency = props.reservedConcurrency;
    this.watch(functionName, logs.name);
  }

  private watch(name: string, logGroupName: string): void {
    const alarm = (id: string, metricName: string, description: string) =>
      new Alarm(this, `${id}-alarm`, {
        name: `${name}-${id}`,
        description: `${name} ${description}`,
        metric: {
          namespace: 'AWS/Lambda',
          name: metricName,
          dimensions: { FunctionName: this.functionName },
          statistic: 'Sum',
        },
        raisedWhen: 'at-least',
        threshold: 1,
      });
    alarm('errors', 'Errors', `ended with an error: read ${logGroupName}.`);
    alarm(
      'throttles',
      'Throttles',
      this.reservedConcurrency === undefined
        ? 'was not started because the account runs as many functions as it may.'
        : `was not started because ${this.reservedConcurrency} of it were running, or the account's limit was reached.`,
    );
  }
}
