import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function';
import { Construct } from 'constructs';
import { bundleEdgeFunction } from '../../build/edge-bundle';
import { Alarm, type Metric } from '../observability/alarm';

export interface EdgeFunctionProps {
  /** Unique in the account. */
  readonly name: string;
  readonly comment: string;
  /** File under `lambda-src/edge/`, such as `site-router.mts`. */
  readonly entry: string;
  /** Global constants of the function, by name; values are anything JSON can hold. */
  readonly constants: Readonly<Record<string, unknown>>;
  /**
   * Store that the function may read.
   *
   * @default - none
   */
  readonly keyValueStoreArn?: string;
}

/** CloudFront stops a function at 100 percent of the time that it may take. */
const BUSY_PERCENT = 80;

/**
 * A published CloudFront Function, bundled from TypeScript for runtime 2.0, with alarms: where it fails, answers nonsense or is throttled,
 * viewers get an error; where it nears the time that it may take, they soon will.
 */
export class EdgeFunction extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EdgeFunctionProps) {
    super(scope, id);
    const { name, comment, entry, constants, keyValueStoreArn } = props;

    const edgeFunction = new CloudfrontFunction(this, 'function', {
      name,
      comment,
      runtime: 'cloudfront-js-2.0',
      publish: true,
      code: asTerraformLiteral(bundleEdgeFunction({ entry, constants })),
      keyValueStoreAssociations: keyValueStoreArn === undefined ? undefined : [keyValueStoreArn],
      // Where an option goes, distributions let go of its function before it is deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = edgeFunction.arn;
    this.watch(name);
  }

  /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
  private watch(name: string): void {
    const metric = (metricName: string, statistic: Metric['statistic']): Metric => ({
      namespace: 'AWS/CloudFront',
      name: metricName,
      dimensions: { FunctionName: name, Region: 'Global' },
      statistic,
    });
    for (const [what, metricName, description] of [
      [
        'errors',
        'FunctionExecutionErrors',
        `fails at the edge: viewers get errors. Read /aws/cloudfront/function/${name} in us-east-1.`,
      ],
      ['invalid', 'FunctionValidationErrors', 'answers what CloudFront refuses: viewers get errors.'],
      ['throttles', 'FunctionThrottles', 'is throttled at the edge: viewers get errors.'],
    ] as const) {
      new Alarm(this, `${what}-alarm`, {
        name: `${name}-${what}`,
        description: `${name} ${description}`,
        metric: metric(metricName, 'Sum'),
        raisedWhen: 'at-least',
        threshold: 1,
      });
    }
    new Alarm(this, 'busy-alarm', {
      name: `${name}-busy`,
      description: `${name} takes more than ${BUSY_PERCENT} percent of the time that CloudFront gives it.`,
      metric: metric('FunctionComputeUtilization', 'Average'),
      raisedWhen: 'above',
      threshold: BUSY_PERCENT,
      evaluationPeriods: 3,
    });
  }
}

/** Terraform would read `${` and `%{` in the code as its own templates. */
function asTerraformLiteral(code: string): string {
  return code.replace(/[$%]\{/g, (opening) => opening.charAt(0) + opening);
}
