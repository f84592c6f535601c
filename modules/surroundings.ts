import type { TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';

/** What all constructs below a scope share: said once, where the scope is made, and drilled through none of them. */
export interface Surroundings {
  /** Where resources are. */
  readonly awsRegion: string;
  /** Provider of that AWS region. @default - the stack's own */
  readonly provider: TerraformProvider | undefined;
  /** True keeps Terraform from deleting what holds data. */
  readonly deletionProtection: boolean;
  /** Key for data and logs, whose policy lets CloudWatch Logs of the region in. */
  readonly encryptionKeyArn: string;
  /** Topic that is told of alarms. */
  readonly alarmTopicArn: string;
}

/** Of no use in another AWS region: a scope that goes there has none of them but its own. */
const REGIONAL: ReadonlySet<keyof Surroundings> = new Set(['provider', 'encryptionKeyArn', 'alarmTopicArn']);

const given = new WeakMap<IConstruct, Partial<Surroundings>>();

/** Gives a scope, and whatever is made below it from now on, what it is to share. */
export function surround(scope: IConstruct, values: Partial<Surroundings>): void {
  const before = given.get(scope) ?? {};
  const twice = Object.keys(values).find((name) => name in before);
  if (twice !== undefined) {
    throw new Error(`${scope.node.path}: expected to be surrounded with one ${twice}, got another`);
  }
  given.set(scope, { ...before, ...values });
}

/** What surrounds a construct: of each value, the nearest one. Asking for one that no scope gives is an error. */
export function surroundings(scope: IConstruct): Surroundings {
  return {
    get awsRegion() {
      return required(scope, 'awsRegion');
    },
    get provider() {
      return nearest(scope, 'provider');
    },
    get deletionProtection() {
      return required(scope, 'deletionProtection');
    },
    get encryptionKeyArn() {
      return required(scope, 'encryptionKeyArn');
    },
    get alarmTopicArn() {
      return required(scope, 'alarmTopicArn');
    },
  };
}

function required<Name extends keyof Surroundings>(
  scope: IConstruct,
  name: Name,
): NonNullable<Surroundings[Name]> {
  const value = nearest(scope, name);
  if (value === undefined) {
    throw new Error(`${scope.node.path}: expected to be surrounded with ${name}, got none`);
  }
  return value;
}

function nearest<Name extends keyof Surroundings>(
  scope: IConstruct,
  name: Name,
): Surroundings[Name] | undefined {
  for (const each of scope.node.scopes.reverse()) {
    const values = given.get(each) ?? {};
    if (name in values) return values[name];
    if (REGIONAL.has(name) && 'awsRegion' in values) return undefined;
  }
  return undefined;
}
