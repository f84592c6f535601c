import { deletedObjects } from './actions';
import type { Operation } from './operation';
import { allTexts, type Parameters, textOf, textsOf } from './parameters';
import { EC2_TYPES, PARAMETERS } from './resource-names';
import { serviceData } from './service-data';

/** What requests name otherwise than by the name in its ARN. */
export type NamedKind =
  | 'accepter of a peering'
  | 'boundary of a role'
  | 'boundary of a user'
  | 'function of a mapping'
  | 'group'
  | 'instance-profile'
  | 'key'
  | 'requester of a peering'
  | 'role'
  | 'role of a profile'
  | 'secret'
  | 'user';

export interface ResourceNames {
  /** The ARN behind a name, an id or an alias; `undefined`: there is nothing of that name. */
  arnOf(kind: NamedKind, name: string, region: string): Promise<string | undefined>;
}

/** Where a request goes, and what is there. */
export interface Place {
  readonly region: string;
  readonly account: string;
  readonly names: ResourceNames;
}

export interface Target {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  readonly operation: Operation;
  readonly parameters: Parameters;
  /** Of the request, undecoded. */
  readonly path: string;
}

/** The ARNs that an action is about: each has to be allowed. `*` where it is about none in particular. */
export async function resourcesOf(target: Target, place: Place): Promise<readonly string[]> {
  const [prefix = ''] = target.action.split(':');
  const types = await typesOf(target.action);
  if (prefix === 'apigateway' && /:[A-Z]+$/.test(target.action)) {
    return [`arn:aws:apigateway:${place.region}::${target.path}`];
  }
  if (prefix === 'cloudfront' && (types.length === 0 || isNewTagged(target))) {
    return madeByCloudFront(target, place);
  }
  if (types.length === 0) return EVERYTHING;
  const found = await (SPECIAL[prefix]?.(target, place, types) ?? generic(target, place, types));
  return found.length > 0 ? [...new Set(found)] : EVERYTHING;
}

const EVERYTHING = ['*'];

/**
 * The reference has no resource for what CloudFront makes, but AWS's refusals name one: `… is not authorized to perform:
 * cloudfront:CreateDistribution on resource: arn:aws:cloudfront::…:distribution/*`.
 */
async function madeByCloudFront({ operation }: Target, place: Place): Promise<readonly string[]> {
  const made = /^Create(?:CloudFront)?(\w+?)(?:WithTags)?$/.exec(operation.name)?.[1] ?? '';
  const type = made.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const arn = (await serviceData('cloudfront'))?.arns.get(type);
  return arn === undefined ? EVERYTHING : [filled(arn, place, () => undefined)];
}

/** Tags of what is yet to be made, not of what it refers to. */
const isNewTagged = ({ operation }: Target) => /^Create\w+WithTags$/.test(operation.name);

/** Whether AWS looks at the tags of what has the ARN, by the service authorization reference. */
export async function isJudgedByTags(prefix: string, arn: string): Promise<boolean> {
  const { arns, tagged } = (await serviceData(prefix)) ?? { arns: new Map(), tagged: [] };
  return tagged.some((type) => shapeOf(arns.get(type) ?? '').test(arn));
}

/** A kind of resource that an action can be about. */
interface ResourceType {
  readonly name: string;
  readonly required: boolean;
  /** With placeholders. */
  readonly arn: string;
}

async function typesOf(action: string): Promise<readonly ResourceType[]> {
  const [prefix = '', name = ''] = action.split(':');
  const data = await serviceData(prefix);
  return (data?.actions.get(name.toLowerCase())?.resourceTypes ?? []).flatMap((type) => {
    const arn = data?.arns.get(type.name.toLowerCase());
    return arn === undefined ? [] : [{ ...type, arn }];
  });
}

type Find = (target: Target, place: Place, types: readonly ResourceType[]) => Promise<string[]>;

/** By ARNs among the parameters, by the parameters that placeholders are named after; what is missing stays open. */
const generic: Find = async ({ action, parameters }, place, types) => {
  const [prefix = ''] = action.split(':');
  const arns = allTexts(parameters).filter((text) => text.startsWith('arn:'));
  const used = new Set<string>();
  const found = [...types]
    .sort((a, b) => Number(b.required) - Number(a.required))
    .flatMap((type) => {
      const given = arns.filter((arn) => shapeOf(type.arn).test(arn));
      return given.length > 0 ? given : byNames(prefix, type, parameters, place, used);
    });
  if (found.length > 0) return found;
  const open = types.filter(({ required }) => required);
  return open.map(({ arn }) => filled(arn, place, () => undefined));
};

/** Names that may contain slashes; others end at one. */
const WITH_SLASHES = /^(AlarmName|Alias|LogGroupName|ObjectName|ParameterName.*|SecretId|.*WithPath)$/;

const shapes = new Map<string, RegExp>();

/** What an ARN of a type looks like. */
function shapeOf(template: string): RegExp {
  let shape = shapes.get(template);
  if (shape === undefined) {
    const source = template.replace(/\$\{(\w+)\}|[.*+?()|[\]\\^$]/g, (text, name?: string) =>
      name === undefined ? `\\${text}` : WITH_SLASHES.test(name) ? '.+' : '[^/:]*',
    );
    shape = new RegExp(`^${source}$`, 's');
    shapes.set(template, shape);
  }
  return shape;
}

/** `undefined` of a placeholder stays open: an asterisk, as in the name of what is yet to be made. */
function filled(template: string, place: Place, value: (placeholder: string) => string | undefined): string {
  const known: Readonly<Record<string, string>> = {
    Partition: 'aws',
    Region: place.region,
    Account: place.account,
  };
  return template.replace(/\$\{(\w+)\}/g, (_, name: string) => known[name] ?? value(name) ?? '*');
}

function byNames(
  prefix: string,
  { arn }: ResourceType,
  parameters: Parameters,
  place: Place,
  used: Set<string>,
): string[] {
  const placeholders = [...arn.matchAll(/\$\{(\w+)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !['Partition', 'Region', 'Account'].includes(name));
  const byPlaceholder = new Map(
    placeholders.flatMap((name) => {
      const parameter = parameterOf(prefix, name, parameters);
      return parameter === undefined || used.has(parameter) ? [] : [[name, parameter] as const];
    }),
  );
  if (byPlaceholder.size === 0) return [];
  for (const parameter of byPlaceholder.values()) used.add(parameter);
  const [many = ''] = byPlaceholder.keys();
  return textsOf(parameters, byPlaceholder.get(many) ?? '').map((one) =>
    filled(arn, place, (name) => {
      const value = name === many ? one : textOf(parameters, byPlaceholder.get(name) ?? '');
      return value?.replace(name === 'ParameterNameWithoutLeadingSlash' ? /^\// : '', '');
    }),
  );
}

function parameterOf(prefix: string, placeholder: string, parameters: Parameters): string | undefined {
  const aliases = PARAMETERS[prefix]?.[placeholder] ?? [];
  const name = placeholder.toLowerCase();
  return [
    ...aliases,
    ...Object.keys(parameters).filter((key) => [name, `${name}s`].includes(key.toLowerCase())),
  ].find((key) => textsOf(parameters, key).some((text) => text !== '' && !text.startsWith('arn:')));
}

/** Services whose requests name things in ways of their own. */
const SPECIAL: Readonly<Record<string, Find>> = {
  autoscaling: async (target, place, types) => {
    if (!/^(CreateOrUpdate|Delete)Tags$/.test(target.operation.name)) return generic(target, place, types);
    // Each tag says what it is on.
    const AutoScalingGroupNames = [target.parameters.Tags]
      .flat()
      .flatMap((tag) => textsIn(tag, 'ResourceId'));
    return generic({ ...target, parameters: { AutoScalingGroupNames } }, place, types);
  },

  // The VPC that a peering is asked of is no resource of the request, but a condition key.
  ec2: async ({ operation, parameters: { PeerVpcId: _, ...parameters } }, place, types) => {
    const texts = allTexts(parameters);
    const accepter =
      operation.name === 'AcceptVpcPeeringConnection' &&
      (await place.names.arnOf(
        'accepter of a peering',
        textOf(parameters, 'VpcPeeringConnectionId') ?? '',
        place.region,
      ));
    return types.flatMap((type) => {
      if (accepter && type.name === 'vpc') return [accepter];
      const ids = texts.filter(
        (text) => EC2_TYPES[/^(.+)-[0-9a-f]{8,}$/.exec(text)?.[1] ?? ''] === type.name,
      );
      if (ids.length > 0) return ids.map((id) => filled(type.arn, place, () => id));
      return type.required ? [filled(type.arn, place, () => undefined)] : [];
    });
  },

  elasticloadbalancing: async (target, place, types) => {
    // What there was before there were three kinds, the reference knows of the classic one only.
    if (!types.some(({ name }) => name === 'loadbalancer')) return generic(target, place, types);
    const { parameters } = target;
    const name = textOf(parameters, 'Name');
    if (name === undefined)
      return [...textsOf(parameters, 'LoadBalancerArn'), ...textsOf(parameters, 'ResourceArns')];
    const kind = { network: 'net', gateway: 'gwy' }[textOf(parameters, 'Type') ?? ''] ?? 'app';
    return [`arn:aws:elasticloadbalancing:${place.region}:${place.account}:loadbalancer/${kind}/${name}/*`];
  },

  events: async (target, place, types) => {
    const bus = textOf(target.parameters, 'EventBusName') ?? 'default';
    const other = bus === 'default' ? 'rule-on-custom-event-bus' : 'rule-on-default-event-bus';
    return generic(
      target,
      place,
      types.filter(({ name }) => name !== other),
    );
  },

  iam: async (target, place, types) => {
    const { parameters, operation } = target;
    const isNew = operation.name.startsWith('Create');
    const service = textOf(parameters, 'AWSServiceName');
    if (service !== undefined) return [`arn:aws:iam::${place.account}:role/aws-service-role/${service}/*`];
    const deleted = /^task\/(aws-service-role\/.+)\/[^/]+$/.exec(
      textOf(parameters, 'DeletionTaskId') ?? '',
    )?.[1];
    if (deleted !== undefined) return [`arn:aws:iam::${place.account}:role/${deleted}`];
    const url = textOf(parameters, 'Url')?.replace(/^https:\/\//, '');
    if (url !== undefined) return [`arn:aws:iam::${place.account}:oidc-provider/${url}`];
    const named = types.flatMap(({ name }) => {
      const parameter = IAM_NAMES[name];
      return textsOf(parameters, parameter ?? '').map(async (text) => {
        const known =
          isNew || !isNamedKind(name) ? undefined : await place.names.arnOf(name, text, place.region);
        return known ?? `arn:aws:iam::${place.account}:${name}${textOf(parameters, 'Path') ?? '/'}${text}`;
      });
    });
    return named.length > 0 ? Promise.all(named) : generic(target, place, types);
  },

  kms: async ({ action, parameters }, place, types) => {
    const alias = textOf(parameters, 'AliasName');
    const names =
      action === 'kms:ReEncryptTo'
        ? ['DestinationKeyId']
        : ['KeyId', 'TargetKeyId', 'SourceKeyId', 'CiphertextBlob'];
    const name = names.flatMap((one) => textsOf(parameters, one))[0];
    // Who deletes an alias names no key, and needs the permission on the alias's key all the same.
    const named = name ?? alias;
    const key = named === undefined ? undefined : await place.names.arnOf('key', named, place.region);
    return types.flatMap((type) => {
      if (type.name === 'alias')
        return alias ? [filled(type.arn, place, () => alias.replace(/^alias\//, ''))] : [];
      const isArn = name?.startsWith('arn:') && !name.includes(':alias/');
      return [key ?? (isArn && name ? name : filled(type.arn, place, () => name))];
    });
  },

  lambda: async (target, place, types) => {
    const { FunctionName } = target.parameters;
    const isFunction = types.some(({ name }) => name === 'function');
    if (typeof FunctionName !== 'string' || !isFunction) return generic(target, place, types);
    return [functionArn(FunctionName, textOf(target.parameters, 'Qualifier'), place)];
  },

  logs: async (target, place, types) => {
    const found = await generic(target, place, types);
    // Only what is about tags means the group itself; the rest means what is in it.
    const isAboutTags = /Tag/.test(target.operation.name);
    return found.map((arn) =>
      isAboutTags ? arn.replace(/:\*$/, '') : arn.replace(/(:log-group:[^:]+)(:\*)?$/, '$1:log-stream:'),
    );
  },

  ssm: async (target, place, types) => {
    const { ResourceType, ResourceId } = target.parameters;
    // Requests about tags name what they are about in their own way.
    if (ResourceType === 'Parameter' && typeof ResourceId === 'string') {
      const { region, account } = place;
      return [`arn:aws:ssm:${region}:${account}:parameter/${ResourceId.replace(/^\//, '')}`];
    }
    const found = await generic(target, place, types);
    // AWS's own parameters are in no account.
    return found.map((arn) => arn.replace(/:\d+:(?=parameter\/aws\/service\/)/, '::'));
  },

  route53: async (target, place, types) => {
    const { ResourceType, ResourceId } = target.parameters;
    if (typeof ResourceType === 'string' && typeof ResourceId === 'string') {
      return [`arn:aws:route53:::${ResourceType}/${ResourceId}`];
    }
    return generic(target, place, types);
  },

  s3: async ({ action, operation, parameters }, place, types) => {
    const { Bucket, Key } = parameters;
    if (operation.model !== 's3')
      return generic({ action: 's3:', operation, parameters, path: '' }, place, types);
    if (typeof Bucket !== 'string') return [];
    const isAboutObjects = types.some(({ name }) => name === 'object');
    if (!isAboutObjects) return [`arn:aws:s3:::${Bucket}`];
    const keys =
      typeof Key === 'string'
        ? [Key]
        : deletedObjects(parameters).flatMap((one) => (one.action === action ? [one.key] : []));
    return keys.map((key) => `arn:aws:s3:::${Bucket}/${key}`);
  },

  secretsmanager: async ({ parameters }, place, types) => {
    const id = textOf(parameters, 'SecretId');
    if (id?.startsWith('arn:')) return [id];
    const known = id === undefined ? undefined : await place.names.arnOf('secret', id, place.region);
    // A secret's ARN ends with six characters that nobody chose.
    const name = id ?? textOf(parameters, 'Name');
    return types.map(
      ({ arn }) => known ?? filled(arn, place, () => (name === undefined ? name : `${name}-??????`)),
    );
  },

  sns: async (target, place, types) => {
    const topics = allTexts(target.parameters).flatMap(
      (text) => /^arn:aws:sns:[^:]*:\d+:[^:]+/.exec(text) ?? [],
    );
    const [topic] = topics;
    return topic === undefined ? generic(target, place, types) : [topic];
  },

  sqs: async (target, place, types) => {
    const url = textOf(target.parameters, 'QueueUrl');
    const [account = '', name = ''] = url?.split('/').slice(-2) ?? [];
    return url === undefined
      ? generic(target, place, types)
      : [`arn:aws:sqs:${place.region}:${account}:${name}`];
  },

  wafv2: async (target, place, types) => {
    // Whoever tags something, or asks for its tags, gives its ARN.
    if (/tag/i.test(target.operation.name)) return generic(target, place, types);
    const scope = textOf(target.parameters, 'Scope') === 'CLOUDFRONT' ? 'global' : 'regional';
    return generic({ ...target, parameters: { ...target.parameters, Scope: scope } }, place, types);
  },
};

const textsIn = (value: unknown, name: string): string[] =>
  typeof value === 'object' && value !== null ? textsOf({ ...value }, name) : [];

const IAM_NAMES: Readonly<Record<string, string>> = {
  group: 'GroupName',
  'instance-profile': 'InstanceProfileName',
  policy: 'PolicyName',
  role: 'RoleName',
  user: 'UserName',
};

const isNamedKind = (type: string): type is 'group' | 'instance-profile' | 'role' | 'user' =>
  ['group', 'instance-profile', 'role', 'user'].includes(type);

/** From a name, an ARN or a part of one, each with or without a qualifier. */
export function functionArn(
  given: string,
  qualifier: string | undefined,
  { region, account }: Place,
): string {
  const parts = given.split(':');
  const at = parts.lastIndexOf('function');
  const [name = given, own] = at < 0 ? parts : parts.slice(at + 1);
  const start = given.startsWith('arn:')
    ? parts.slice(0, 5).join(':')
    : `arn:aws:lambda:${region}:${account}`;
  return [start, 'function', name, qualifier ?? own].filter((part) => part !== undefined).join(':');
}
