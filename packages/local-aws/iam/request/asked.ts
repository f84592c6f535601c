import type { ContextValue } from '../policy/context';
import { actionsOf } from './actions';
import { conditionKeys } from './condition-keys';
import { type Operation, operationOf, type SignedRequest } from './operation';
import { type Parameters, parametersOf, textOf } from './parameters';
import { passedRoles } from './passed-roles';
import { functionArn, type Place, resourcesOf } from './resources';
import { tagsIn } from './tags';

/** A permission that a request needs: the action on each of the resources. */
export interface Asked {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  readonly resources: readonly string[];
  readonly keys: Readonly<Record<string, ContextValue>>;
}

export interface AskedOf {
  readonly operation: Operation;
  readonly parameters: Parameters;
  readonly asked: readonly Asked[];
}

/** Every permission that a request needs; `undefined`: it is no operation that is known. */
export async function askedOf(request: SignedRequest, place: Place): Promise<AskedOf | undefined> {
  const operation = operationOf(request);
  if (operation === undefined) return undefined;
  const parameters = parametersOf(request, operation);
  const keys = conditionKeys(operation.prefix, request, parameters);
  const own = await Promise.all(
    actionsOf(operation, parameters, request.method).map(async (action): Promise<Asked> => {
      const resources = await resourcesOf({ action, operation, parameters, path: request.path }, place);
      return {
        action,
        resources,
        keys: { ...keys, ...(await mappedFunction(operation, parameters, place)) },
      };
    }),
  );
  const more = [
    ...tagging(operation, parameters, own, keys),
    ...(await passing(operation, parameters, place, keys)),
    ...beside(operation, request, keys),
  ];
  return { operation, parameters, asked: [...own, ...more] };
}

/** Event source mappings are guarded by their function, which only some of their operations name. */
async function mappedFunction(
  { prefix, name }: Operation,
  parameters: Parameters,
  place: Place,
): Promise<Asked['keys']> {
  if (prefix !== 'lambda' || !name.endsWith('EventSourceMapping')) return {};
  const named = textOf(parameters, 'FunctionName');
  const mapping = textOf(parameters, 'UUID');
  const arn =
    named !== undefined
      ? functionArn(named, undefined, place)
      : mapping && (await place.names.arnOf('function of a mapping', mapping, place.region));
  return arn ? { 'lambda:FunctionArn': arn } : {};
}

/** Which action guards the tags of what an operation makes. */
const TAG_ACTIONS: Readonly<Record<string, string>> = {
  acm: 'acm:AddTagsToCertificate',
  autoscaling: 'autoscaling:CreateOrUpdateTags',
  ec2: 'ec2:CreateTags',
  elasticloadbalancing: 'elasticloadbalancing:AddTags',
  kms: 'kms:TagResource',
  lambda: 'lambda:TagResource',
  logs: 'logs:TagResource',
  rds: 'rds:AddTagsToResource',
  secretsmanager: 'secretsmanager:TagResource',
  sns: 'sns:TagResource',
  sqs: 'sqs:TagQueue',
  ssm: 'ssm:AddTagsToResource',
};
const IAM_TAG_ACTIONS: Readonly<Record<string, string>> = {
  CreateInstanceProfile: 'iam:TagInstanceProfile',
  CreateOpenIDConnectProvider: 'iam:TagOpenIDConnectProvider',
  CreatePolicy: 'iam:TagPolicy',
  CreateRole: 'iam:TagRole',
  CreateUser: 'iam:TagUser',
};
const TAGS_AS_RESOURCE =
  /^(cloudfront|cloudwatch|ecr|eks|events|globalaccelerator|kafka|scheduler|shield|states|wafv2)$/;

function tagging(
  { prefix, name }: Operation,
  parameters: Parameters,
  own: readonly Asked[],
  keys: Asked['keys'],
): Asked[] {
  const isTagging = /^(Tag|AddTags|CreateTags|CreateOrUpdateTags|ChangeTags)/.test(name);
  if (isTagging || tagsIn(parameters).size === 0) return [];
  const action =
    TAG_ACTIONS[prefix] ??
    (prefix === 'iam' ? IAM_TAG_ACTIONS[name] : undefined) ??
    (TAGS_AS_RESOURCE.test(prefix) ? `${prefix}:TagResource` : undefined);
  if (action === undefined || own.some((one) => one.action === action)) return [];
  const made = own.flatMap(({ resources }) => resources);
  const creating = { 'ec2:CreateAction': name, 'elasticloadbalancing:CreateAction': name };
  const isNew = prefix === 'ec2' ? made.filter((arn) => arn.endsWith('/*')) : made;
  return isNew.length === 0 ? [] : [{ action, resources: isNew, keys: { ...keys, ...creating } }];
}

/** Whoever gives a role to a service must be allowed to pass it. */
async function passing(
  operation: Operation,
  parameters: Parameters,
  place: Place,
  keys: Asked['keys'],
): Promise<Asked[]> {
  const roles = await passedRoles(operation, parameters, place);
  return roles.map(({ arn, service }) => ({
    action: 'iam:PassRole',
    resources: [arn],
    keys: { ...keys, 'iam:PassedToService': service },
  }));
}

/** What else is read or set by writing an object. */
function beside(
  { model, name, labels }: Operation,
  { headers }: SignedRequest,
  keys: Asked['keys'],
): Asked[] {
  if (model !== 's3' || !/^(PutObject|CopyObject|CreateMultipartUpload|UploadPartCopy)$/.test(name))
    return [];
  const object = `arn:aws:s3:::${labels.Bucket}/${labels.Key}`;
  const set = Object.entries(HEADER_ACTIONS)
    .filter(([header]) => header in headers)
    .map(([, action]) => ({ action, resources: [object], keys }));
  const source = headers['x-amz-copy-source'];
  if (source === undefined) return set;
  const [path = '', version] = decodeURIComponent(source).replace(/^\//, '').split('?versionId=');
  const action = version === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return [...set, { action, resources: [`arn:aws:s3:::${path}`], keys }];
}

const HEADER_ACTIONS: Readonly<Record<string, string>> = {
  'x-amz-acl': 's3:PutObjectAcl',
  'x-amz-object-lock-legal-hold': 's3:PutObjectLegalHold',
  'x-amz-object-lock-mode': 's3:PutObjectRetention',
  'x-amz-tagging': 's3:PutObjectTagging',
};
