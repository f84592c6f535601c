/** What is known of a call to AWS: of a request, or of its line in the access log. */
export interface AwsCallKind {
  /** SigV4 service name. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** Where the protocol names it. */
  readonly action?: string;
}

/** Actions of data planes, by service, as AWS's service authorization reference and quotas tell them from the rest. */
const DATA_ACTIONS: Readonly<Record<string, RegExp>> = {
  dynamodb: /^((Batch|Transact)?(Get|Write)Items?|(Put|Update|Delete)Item|Query|Scan)$/,
  kinesis: /^(PutRecords?|GetRecords|GetShardIterator)$/,
  kms: /^((Re)?Encrypt|Decrypt|GenerateDataKey.*|Sign|Verify)$/,
  logs: /^PutLogEvents$/,
  monitoring: /^PutMetricData$/,
  s3: /^ListObject(Versions|sV2)$/,
  secretsmanager: /^GetSecretValue$/,
  sns: /^Publish(Batch)?$/,
  sqs: /^((Send|Receive|Delete)Message|ChangeMessageVisibility)(Batch)?$/,
  ssm: /^GetParameter(s|sByPath)?$/,
  sts: /./,
  'route53-recovery-cluster': /./,
};

/** Paths of data planes whose protocol names no action. */
const DATA_PATHS: Readonly<Record<string, RegExp>> = {
  'cloudfront-keyvaluestore': /./,
  'execute-api': /./,
  lambda: /\/invocations$/,
  // An object; a path with nothing behind the bucket's name is about the bucket itself, unless it lists objects.
  s3: /^\/[^/]+\/./,
};

/**
 * Whether a call is for a data plane: what a service does all day, as opposed to its configuration. Only data planes are
 * built to work on while a region or a control plane is down.
 */
export function isDataPlane({ service, path, action }: AwsCallKind): boolean {
  return DATA_ACTIONS[service]?.test(action ?? '') || DATA_PATHS[service]?.test(path) || false;
}
