import type { AttributeChange } from '../analysis/review';
import { POLICY } from '../analysis/written-policy';
import { KNOWN_AFTER_APPLY } from '../masking/masked';

/** One statement of a policy of AWS, each field as a list. */
export interface Statement {
  readonly isAllow: boolean;
  readonly actions: readonly string[];
  /** Everything but these is meant. */
  readonly notActions: readonly string[];
  /** `everything but arn:…` for what is left out. */
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  /** `StringEquals aws:SourceArn`, in small letters. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
}

/** Whether nobody can tell before the apply what a policy will allow. */
export const isUntold = ({ path, after }: AttributeChange) =>
  POLICY.test(path) && after === KNOWN_AFTER_APPLY;

export const UNTOLD =
  'has a policy that cannot be judged before the apply: write it down with "jsonencode", and names in it as references';

type Json = Readonly<Record<string, unknown>>;

/** Statements of a policy; none where the value is no policy. */
export function statementsOf(policy: unknown): Statement[] {
  if (typeof policy !== 'string' || !policy.includes('Statement')) return [];
  try {
    const { Statement: statements } = JSON.parse(policy) as { Statement?: unknown };
    return listOf(statements).map((each) => statementOf(each as Json));
  } catch {
    return [];
  }
}

const statementOf = (statement: Json): Statement => ({
  isAllow: statement.Effect === 'Allow',
  actions: listOf(statement.Action).map(String),
  notActions: listOf(statement.NotAction).map(String),
  resources: [
    ...listOf(statement.Resource).map(String),
    ...listOf(statement.NotResource).map((resource) => everythingBut(String(resource))),
  ],
  // Whom `NotPrincipal` leaves out matters less than that it means everybody else.
  principals: statement.NotPrincipal === undefined ? principalsOf(statement.Principal) : ['*'],
  conditions: new Map(
    Object.entries((statement.Condition ?? {}) as Json).flatMap(([operator, keys]) =>
      Object.entries(keys as Json).map(([key, values]): [string, string[]] => [
        `${operator} ${key}`.toLowerCase(),
        listOf(values).map(String),
      ]),
    ),
  ),
});

/** What a service does with a key for whoever asks it: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
const USES_KEY = /^kms:(?:Encrypt|Decrypt|ReEncrypt(?:From|To|\*)|GenerateDataKey\w*\*?|DescribeKey)$/i;
const VIA_SERVICE = /^string(?:equals|equalsignorecase|like) kms:viaservice$/;
const SERVICE = /^[a-z\d-]+\.[a-z\d*?-]+\.amazonaws\.com(?:\.cn)?$/i;

/**
 * Services through which alone a statement lets a key be used: whatever key it is, only who may read what it encrypts gets
 * anything out of it. None where it may be used otherwise.
 */
export function servicesForKeys(
  { conditions }: Pick<Statement, 'conditions'>,
  action: string,
): readonly string[] {
  if (!USES_KEY.test(action)) return [];
  const [services = []] = [...conditions].flatMap(([condition, values]) =>
    VIA_SERVICE.test(condition) ? [values] : [],
  );
  return services.every((service) => SERVICE.test(service)) ? services : [];
}

const EVERYTHING_BUT = 'everything but ';

export const everythingBut = (name: string) => `${EVERYTHING_BUT}${name}`;

/** Whether a resource or an action stands for more than what anybody has named. */
export const isEverything = (name: string) => name.startsWith(EVERYTHING_BUT) || namesNothing(name);

const STARS = /^[*?]*\*[*?]*$/;
/** Services whose resources have no type before their names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const UNTYPED = ['s3', 'execute-api'];

/** Whether a pattern has stars where names stand: `arn:aws:s3:::*`, `arn:aws:secretsmanager:*:*:secret:*`. */
function namesNothing(pattern: string): boolean {
  const isNothing = (part: string) => part === '' || STARS.test(part);
  const parts = pattern.split(':');
  const [arn, , service = '', , account = '', ...resource] = parts;
  if (arn !== 'arn') return parts.every((part) => STARS.test(part));
  // One star may stand for all that follows.
  if (resource.length === 0) return pattern.endsWith('*') && parts.slice(3).every(isNothing);
  if (!isNothing(account)) return false;
  const [first = '', ...names] = resource.join(':').split(/[:/]/);
  const isTyped = STARS.test(account) && !UNTYPED.includes(service);
  return (STARS.test(first) || (isTyped && names.length > 0)) && names.every((name) => STARS.test(name));
}

/** Whether a pattern of a policy means an action: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(action);
}

/** `AWS arn:…`, or `*` for everybody. */
function principalsOf(principal: unknown): string[] {
  if (typeof principal === 'string') return [principal];
  return Object.entries((principal ?? {}) as Json).flatMap(([kind, values]) =>
    listOf(values).map((value) => (kind === 'AWS' && value === '*' ? '*' : `${kind} ${String(value)}`)),
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
