import type { AttributeChange, ResourceReview } from '../analysis/review';
import { KNOWN_AFTER_APPLY } from '../masking/masked';
import type { Gate } from './gate';
import {
  covers,
  everythingBut,
  isEverything,
  isUntold,
  type Statement,
  servicesForKeys,
  statementsOf,
  UNTOLD,
} from './policy-document';

export const iamWidening: Gate = {
  id: 'G09',
  title: 'somebody may do more than before',
  severity: 'refuse',
  check: ({ stacks }) =>
    stacks.flatMap(({ id, isNew, resources }) =>
      resources.flatMap((resource) => {
        const { refused, told } = widenedIn(resource, isNew);
        const finding = (said: readonly string[]) => ({
          stack: id,
          address: resource.address,
          sentence: `${resource.address} of "${id}" ${[...new Set(said)].join('; ')}.`,
        });
        return [
          ...(refused.length === 0 ? [] : [finding(refused)]),
          ...(told.length === 0 ? [] : [{ ...finding(told), severity: 'warn' as const }]),
        ];
      }),
    ),
};

interface Widened {
  readonly refused: readonly string[];
  /** Rights of a stack that has nothing yet: nobody had less before. */
  readonly told: readonly string[];
}

/**
 * Policies of AWS that allow everything of a service, or tell the content of all that is there:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const MIGHTY =
  /\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|SystemAdministrator)$|^arn:[^:]*:iam::aws:policy\/(?:[\w-]+\/)*(?:AdministratorAccess[\w-]*|\w*(?:FullAccess|Administrator|PowerUser|PowerUserAccess|ReadWrite)|(?:AmazonS3|AmazonDynamoDB|AmazonSSM)?ReadOnlyAccess)$/;

const mightyIn = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).map(String).filter((each) => MIGHTY.test(each));

function widenedIn({ type, action, attributes }: ResourceReview, isStackNew: boolean): Widened {
  if (!type.startsWith('aws_iam_') || action === 'destroy') return { refused: [], told: [] };
  const isNew = action === 'create';
  const rights = attributes.filter(
    ({ path }) => !['permissions_boundary', 'assume_role_policy'].includes(path),
  );
  const refused = attributes.flatMap((change) => {
    const { path, before, after } = change;
    if (isUntold(change)) return [];
    if (path === 'permissions_boundary') return before && !after ? ['loses its permissions boundary'] : [];
    const known = mightyIn(before);
    const mighty = mightyIn(after).filter((each) => !known.includes(each));
    if (mighty.length > 0) return [`is given ${mighty.join(' and ')}`];
    return path === 'assume_role_policy' ? trustIn(change, isNew) : [];
  });
  const untold = attributes.some(isUntold) ? [UNTOLD] : [];
  const more = rights.flatMap(rightsIn);
  return isStackNew
    ? { refused, told: [...more, ...untold] }
    : { refused: [...refused, ...more, ...untold], told: [] };
}

interface Right {
  readonly action: string;
  readonly resource: string;
  /** Whether it is one to use a key, and only as a service does for whoever asks it. */
  readonly isThroughService: boolean;
}

/** What the statements allow, or deny, each as `action on resource`. */
function rightsOf(policy: unknown, isAllow: boolean): Map<string, Right> {
  const rights = statementsOf(policy)
    .filter((statement) => statement.isAllow === isAllow)
    .flatMap((statement) =>
      [...statement.actions, ...statement.notActions.map(everythingBut)].flatMap((action) => {
        const services = isAllow ? servicesForKeys(statement, action) : [];
        const through = services.length === 0 ? '' : ` through ${services.join(', ')}`;
        return statement.resources.map((resource): [string, Right] => [
          `${action} on ${resource}${through}`,
          { action, resource, isThroughService: services.length > 0 },
        ]);
      }),
    );
  return new Map(rights);
}

/** What tells and changes nothing; the names of actions begin so. */
const READS = /^[\w-]+:(?:Get|List|Describe|Search|Lookup|BatchGet|BatchCheck|View)/i;
/** Of these what they tell is what is kept, or a way in. */
const TELLS_CONTENT = [
  ...['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'],
  ...['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory'],
  ...['s3:GetObject', 's3:GetObjectVersion', 'dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  ...['kinesis:GetRecords', 'lambda:GetFunction', 'ec2:GetPasswordData'],
  ...['sts:GetFederationToken', 'sts:GetSessionToken'],
];

const isHarmlessRead = (action: string) =>
  READS.test(action) && !TELLS_CONTENT.some((content) => covers(action, content));

/** Without a resource of its own to name: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const HAS_NO_RESOURCE =
  /^(?:xray:Put|cloudwatch:PutMetricData|ec2:CreateNetworkInterface|ec2:DeleteNetworkInterface|ecr:GetAuthorizationToken|ssmmessages:|ssm:UpdateInstanceInformation)/i;

type Rights = ReturnType<typeof rightsOf>;

const lackingIn = (others: Rights, rights: Rights): Rights =>
  new Map([...rights].filter(([right]) => !others.has(right)));

/** What references stood for is what it was; what they did not stand for is new. */
const compared = ({ after, afterAsItStood = after }: AttributeChange) => afterAsItStood;

function rightsIn(change: AttributeChange): string[] {
  const [before, after] = [change.before, compared(change)];
  if (after === KNOWN_AFTER_APPLY) return [];
  const more = lackingIn(rightsOf(before, true), rightsOf(after, true));
  const denied = [...lackingIn(rightsOf(after, false), rightsOf(before, false)).keys()];
  return [
    ...[...more].flatMap(([right, { action, resource, isThroughService }]) => {
      const isMighty = isEverything(action) || action.endsWith(':*') || covers(action, 'iam:PassRole');
      const isBounded = isThroughService || isHarmlessRead(action) || HAS_NO_RESOURCE.test(action);
      const isWide = isEverything(resource) && !isBounded;
      return isMighty || isWide ? [`may do ${right}`] : [];
    }),
    ...denied.map((denial) => `is no longer denied ${denial}`),
    ...lostConditions(statementsOf(before), statementsOf(after)),
  ];
}

/** Conditions that stood with an action, and do so no longer while it stays allowed. */
function lostConditions(before: readonly Statement[], after: readonly Statement[]): string[] {
  const conditionsOf = (statements: readonly Statement[], action: string) =>
    statements
      .filter(({ isAllow, actions }) => isAllow && actions.includes(action))
      .map(({ conditions }) => conditions);
  const actions = [...new Set(before.flatMap(({ actions: all }) => all))];
  return actions.flatMap((action) => {
    const [was, is] = [conditionsOf(before, action), conditionsOf(after, action)];
    if (was.length !== 1 || is.length !== 1) return [];
    const kept = is[0];
    return [...(was[0] ?? [])].flatMap(([condition, values]) => {
      const now = kept?.get(condition);
      if (now === undefined) return [`may do ${action} without the condition ${condition}`];
      const more = now.filter((value) => !values.includes(value));
      return more.length === 0 ? [] : [`may do ${action} with ${condition} = ${more.join(', ')}`];
    });
  });
}

function trustIn(change: AttributeChange, isNew: boolean): string[] {
  const [was, is] = [statementsOf(change.before), statementsOf(compared(change))].map((all) =>
    all.filter(({ isAllow }) => isAllow),
  );
  const known = new Set(was?.flatMap(({ principals }) => principals));
  const come = (is ?? []).filter(({ principals }) => principals.some((principal) => !known.has(principal)));
  return [
    ...come.flatMap(({ principals, conditions }) => {
      const everybody = principals.includes('*') ? ['may be assumed by everybody'] : [];
      if (isNew)
        return [
          ...everybody,
          ...(isOpen(principals, conditions) ? ['may be assumed by any subject of its issuer'] : []),
        ];
      const others = principals.filter((principal) => principal !== '*' && !known.has(principal));
      return [...everybody, ...others.map((principal) => `may be assumed by ${principal}`)];
    }),
    ...(isNew ? [] : lostConditions(was ?? [], is ?? [])),
  ];
}

/** Whoever has a token of the issuer, such as any repository of GitHub. */
function isOpen(principals: readonly string[], conditions: Statement['conditions']): boolean {
  if (!principals.some((principal) => principal.startsWith('Federated '))) return false;
  const subjects = [...conditions]
    .filter(([condition]) => condition.endsWith(':sub'))
    .flatMap(([, values]) => values);
  return subjects.length === 0 || subjects.some((subject) => /^(?:repo:)?\*|^repo:[^/]+\/\*/.test(subject));
}
