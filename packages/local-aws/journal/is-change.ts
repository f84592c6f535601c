import type { AwsCallKind } from '../router/planes';

/** Actions that only tell. */
const READS =
  /^(BatchGet|BatchDescribe|Check|Count|Decrypt|Describe|Detect|Discover|Download|Encrypt|Estimate|Filter|GenerateDataKey|GenerateMac|GenerateRandom|Get|Head|List|Lookup|Preview|Query|ReEncrypt|Scan|Search|Select|Sign|Simulate|Test|Validate|Verify|View)/;

/** Actions that make what they are asked for, against their name. */
const MAKES: Readonly<Record<string, RegExp>> = { sts: /^Get(Session|Federation)Token$/ };

/** What passes through a service, by its signing name: messages, log lines, numbers. It is not kept. */
const PASSING: Readonly<Record<string, RegExp>> = {
  events: /^PutEvents$/,
  firehose: /^PutRecord(Batch)?$/,
  kinesis: /^PutRecords?$/,
  logs: /^PutLogEvents$/,
  monitoring: /^PutMetricData$/,
  sns: /^Publish(Batch)?$/,
  sqs: /^((Send|Receive|Delete)Message|ChangeMessageVisibility)(Batch)?$/,
};

/** Where the local AWS is told what differs between accounts: see `account.py`. */
const ACCOUNT_PATH = '/_local/account';

/**
 * Whether a request may change what the local AWS holds, so that it has to be made again at the next start. What is not
 * plainly a read counts as a change.
 */
export function isChange({ service, method, path, action }: AwsCallKind): boolean {
  if (path === ACCOUNT_PATH) return method === 'PUT';
  if (path.startsWith('/_local/') || PASSING[service]?.test(action ?? '')) return false;
  if (service === 'lambda' && /\/invocations$/.test(path)) return false;
  if (action === undefined) return !/^(GET|HEAD|OPTIONS)$/.test(method);
  return !READS.test(action) || (MAKES[service]?.test(action) ?? false);
}
