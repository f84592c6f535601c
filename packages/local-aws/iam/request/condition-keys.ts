import type { ContextValue } from '../policy/context';
import type { SignedRequest } from './operation';
import { type Parameters, textOf, textsOf } from './parameters';
import { tagKeysIn, tagsIn } from './tags';

export type Keys = Readonly<Record<string, ContextValue>>;

/** The condition keys that follow from what a request says. */
export function conditionKeys(prefix: string, request: SignedRequest, parameters: Parameters): Keys {
  const tags = tagsIn(parameters);
  const tagKeys = tagKeysIn(parameters);
  return {
    'aws:RequestedRegion': request.region,
    // The local port stands for the endpoints of AWS, which are asked by TLS.
    'aws:SecureTransport': 'true',
    ...(request.headers['user-agent'] === undefined
      ? {}
      : { 'aws:UserAgent': request.headers['user-agent'] }),
    ...Object.fromEntries([...tags].map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(tagKeys.length === 0 ? {} : { 'aws:TagKeys': tagKeys }),
    ...present(ofParameters(PARAMETER_KEYS[prefix] ?? {}, parameters)),
    ...present(ofService(prefix, request, parameters)),
  };
}

/** Condition keys that are a parameter: service → key → parameter. */
const PARAMETER_KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acm: { 'acm:ValidationMethod': 'ValidationMethod', 'acm:KeyAlgorithm': 'KeyAlgorithm' },
  cloudwatch: { 'cloudwatch:namespace': 'Namespace' },
  elasticloadbalancing: {
    'elasticloadbalancing:ListenerProtocol': 'Protocol',
    'elasticloadbalancing:Scheme': 'Scheme',
    'elasticloadbalancing:SecurityPolicy': 'SslPolicy',
  },
  iam: {
    'iam:AWSServiceName': 'AWSServiceName',
    'iam:PermissionsBoundary': 'PermissionsBoundary',
    'iam:PolicyARN': 'PolicyArn',
  },
  kms: {
    'kms:BypassPolicyLockoutSafetyCheck': 'BypassPolicyLockoutSafetyCheck',
    'kms:KeySpec': 'KeySpec',
    'kms:KeyUsage': 'KeyUsage',
    'kms:MultiRegion': 'MultiRegion',
    'kms:ScheduleKeyDeletionPendingWindowInDays': 'PendingWindowInDays',
  },
  lambda: {
    'lambda:FunctionUrlAuthType': 'FunctionUrlAuthType',
    'lambda:Principal': 'Principal',
  },
  rds: { 'rds:DatabaseEngine': 'Engine', 'rds:DatabaseClass': 'DBInstanceClass' },
  s3: {
    's3:prefix': 'prefix',
    's3:delimiter': 'delimiter',
    's3:max-keys': 'max-keys',
    's3:VersionId': 'versionId',
  },
  secretsmanager: {
    'secretsmanager:Name': 'Name',
    'secretsmanager:SecretId': 'SecretId',
    'secretsmanager:KmsKeyId': 'KmsKeyId',
    'secretsmanager:VersionId': 'VersionId',
    'secretsmanager:VersionStage': 'VersionStage',
    'secretsmanager:ForceDeleteWithoutRecovery': 'ForceDeleteWithoutRecovery',
    'secretsmanager:RecoveryWindowInDays': 'RecoveryWindowInDays',
  },
  sns: { 'sns:Protocol': 'Protocol', 'sns:Endpoint': 'Endpoint' },
  ssm: { 'ssm:Overwrite': 'Overwrite' },
  sts: {
    'sts:ExternalId': 'ExternalId',
    'sts:RoleSessionName': 'RoleSessionName',
    'sts:SourceIdentity': 'SourceIdentity',
  },
};

/** Headers of S3 that are condition keys of the same name. */
const S3_HEADERS = [
  'x-amz-acl',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-grant-full-control',
  'x-amz-grant-read',
  'x-amz-grant-read-acp',
  'x-amz-grant-write',
  'x-amz-grant-write-acp',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
];

type Possible = Readonly<Record<string, ContextValue | undefined>>;

const present = (keys: Possible): Keys =>
  Object.fromEntries(
    Object.entries(keys).filter((entry): entry is [string, ContextValue] => entry[1] !== undefined),
  );

const ofParameters = (keys: Readonly<Record<string, string>>, parameters: Parameters): Possible =>
  Object.fromEntries(Object.entries(keys).map(([key, name]) => [key, textOf(parameters, name)]));

function ofService(
  prefix: string,
  { headers, query, region }: SignedRequest,
  parameters: Parameters,
): Possible {
  switch (prefix) {
    case 's3':
      return {
        's3:TlsVersion': '1.3',
        's3:authType': query.has('X-Amz-Signature') ? 'REST-QUERY-STRING' : 'REST-HEADER',
        's3:signatureversion': 'AWS4-HMAC-SHA256',
        ...Object.fromEntries(S3_HEADERS.map((header) => [`s3:${header}`, headers[header]])),
      };
    case 'kms':
      return Object.fromEntries([
        ...Object.entries(record(parameters.EncryptionContext)).map(([key, value]) => [
          `kms:EncryptionContext:${key}`,
          String(value),
        ]),
        ['kms:EncryptionContextKeys', some(Object.keys(record(parameters.EncryptionContext)))],
        // A caller of the API is never AWS's own resource.
        ['kms:GrantIsForAWSResource', 'false'],
      ]);
    case 'route53':
      return recordKeys(parameters);
    case 'ec2':
      return { 'ec2:Region': region };
    case 'acm':
      return {
        'acm:DomainNames': some([
          ...textsOf(parameters, 'DomainName'),
          ...textsOf(parameters, 'SubjectAlternativeNames'),
        ]),
      };
    default:
      return {};
  }
}

const some = (values: readonly string[]) => (values.length > 0 ? values : undefined);

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** What a change of records is about: names in lower case, without the last dot, and octal codes for other characters. */
function recordKeys(parameters: Parameters): Possible {
  const changes = list(record(record(parameters.ChangeBatch).Changes).Change).map(record);
  const sets = changes.map((change) => record(change.ResourceRecordSet));
  return {
    'route53:ChangeResourceRecordSetsActions': some(changes.map(({ Action }) => String(Action))),
    'route53:ChangeResourceRecordSetsRecordTypes': some(sets.map(({ Type }) => String(Type))),
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': some(
      sets.map(({ Name }) => normalized(String(Name))),
    ),
  };
}

const normalized = (name: string) =>
  name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/[^a-z0-9.\-_\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
