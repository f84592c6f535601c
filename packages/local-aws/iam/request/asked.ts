import type { ContextValue } from '../policy/context';
import { actionsOf } from './actions';
import { conditionKeys } from './condition-keys';
import { implied } from './implied';
import { type Operation, operationOf, type SignedRequest } from './operation';
import { type Parameters, parametersOf, textOf } from './parameters';
import { passedRoles } from './passed-roles';
import { functionArn, type Place, resourcesOf } from './resources';
import { tagging } from './tagging';

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
  const keys = {
    ...conditionKeys(operation.prefix, request, parameters),
    ...(await standingKeys(operation, parameters, place)),
  };
  const own = await Promise.all(
    actionsOf(operation, parameters, request.method).map(async (action): Promise<Asked> => {
      const resources = await resourcesOf({ action, operation, parameters, path: request.path }, place);
      return { action, resources, keys };
    }),
  );
  const more = [
    ...tagging(operation, parameters, own, { keys, place }),
    ...(await passing(operation, parameters, place, keys)),
    ...beside(operation, request, keys),
    ...implied(operation, parameters, keys),
  ];
  return { operation, parameters, asked: [...own, ...more] };
}

/** Condition keys that need more than the request's parameters: the account, or what there is. */
async function standingKeys(
  operation: Operation,
  parameters: Parameters,
  place: Place,
): Promise<Asked['keys']> {
  switch (operation.prefix) {
    case 'ec2':
      return peeringKeys(parameters, place);
    case 'iam':
      return boundaryKey(parameters, place);
    case 'lambda':
      return functionKey(operation, parameters, place);
    default:
      return {};
  }
}

/** The two VPCs of a peering, of which the one that is asked for is named by its id, account and AWS region. */
async function peeringKeys(
  parameters: Parameters,
  { account, names, region }: Place,
): Promise<Asked['keys']> {
  const peer = textOf(parameters, 'PeerVpcId');
  const connection = textOf(parameters, 'VpcPeeringConnectionId');
  if (peer !== undefined) {
    const vpcId = textOf(parameters, 'VpcId');
    return vpcKeys(
      vpcId && `arn:aws:ec2:${region}:${account}:vpc/${vpcId}`,
      `arn:aws:ec2:${textOf(parameters, 'PeerRegion') ?? region}:${textOf(parameters, 'PeerOwnerId') ?? account}:vpc/${peer}`,
    );
  }
  if (connection === undefined) return {};
  return vpcKeys(
    await names.arnOf('requester of a peering', connection, region),
    await names.arnOf('accepter of a peering', connection, region),
  );
}

const vpcKeys = (requester: string | undefined, accepter: string | undefined): Asked['keys'] => ({
  ...(requester ? { 'ec2:RequesterVpc': requester } : {}),
  ...(accepter ? { 'ec2:AccepterVpc': accepter } : {}),
});

/** The boundary that a request sets, or else the one of the role or user that it is about. */
async function boundaryKey(parameters: Parameters, { names, region }: Place): Promise<Asked['keys']> {
  const role = textOf(parameters, 'RoleName');
  const name = role ?? textOf(parameters, 'UserName');
  if (name === undefined || textOf(parameters, 'PermissionsBoundary') !== undefined) return {};
  const boundary = await names.arnOf(
    role === undefined ? 'boundary of a user' : 'boundary of a role',
    name,
    region,
  );
  return boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary };
}

/** Event source mappings and URLs are guarded by their function, which only some operations name. */
async function functionKey(
  { name }: Operation,
  parameters: Parameters,
  place: Place,
): Promise<Asked['keys']> {
  if (!/(EventSourceMapping|FunctionUrlConfig)$/.test(name)) return {};
  const named = textOf(parameters, 'FunctionName');
  const mapping = textOf(parameters, 'UUID');
  const arn =
    named !== undefined
      ? functionArn(named, undefined, place)
      : mapping && (await place.names.arnOf('function of a mapping', mapping, place.region));
  return arn ? { 'lambda:FunctionArn': arn } : {};
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
  const actions = Object.keys(headers).flatMap((header) =>
    header.startsWith('x-amz-grant-') ? ['s3:PutObjectAcl'] : (HEADER_ACTIONS[header] ?? []),
  );
  const set = [...new Set(actions)].map((action) => ({ action, resources: [object], keys }));
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
