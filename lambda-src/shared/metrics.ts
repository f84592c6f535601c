import { Metrics } from '@aws-lambda-powertools/metrics';

/** Metrics written as log lines, which CloudWatch turns into metrics of `namespace`: no call, no permission. */
export const createMetrics = (namespace: string, serviceName: string): Metrics =>
  new Metrics({ namespace, serviceName });
