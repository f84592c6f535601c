import type { AttributeChange, ResourceReview } from '../analysis/review';
import { MADE_UP } from '../placeholder';
import { type Gate, severityOfNew } from './gate';
import { isEverything, isUntold, type Statement, statementsOf, UNTOLD } from './policy-document';

export const exposure: Gate = {
  id: 'G10',
  title: 'something answers more of the world than before',
  severity: 'refuse',
  check: ({ stacks }) =>
    stacks.flatMap((stack) =>
      stack.resources.flatMap((resource) =>
        [...new Set(exposedIn(resource, stack.accounts))].map((said) => ({
          stack: stack.id,
          address: resource.address,
          sentence: `${resource.address} of "${stack.id}" ${said}.`,
          severity: severityOfNew(stack),
        })),
      ),
    ),
};

function exposedIn(resource: ResourceReview, own: readonly string[] = []): string[] {
  const { type, action, attributes, traits } = resource;
  if (type === 'aws_s3_bucket_public_access_block' && action === 'destroy' && !traits.includes('with-bucket'))
    return ['no longer keeps the public from its bucket'];
  if (action === 'destroy' || action === 'forget') return [];
  return attributes.flatMap((change) => [
    ...networksIn(type, change),
    ...switchesIn(type, change, action === 'create'),
    ...everybodyIn(type, change),
    ...othersIn(type, change, own),
  ]);
}

/** Where a list of networks says who may come in. */
const INGRESS: Readonly<Record<string, RegExp>> = {
  aws_vpc_security_group_ingress_rule: /^cidr_ipv[46]$/,
  aws_security_group: /^ingress\b.*(?:cidr_blocks|ipv6_cidr_blocks)$/,
  aws_security_group_rule: /^(?:cidr_blocks|ipv6_cidr_blocks)$/,
  aws_eks_cluster: /public_access_cidrs$/,
};

/** Networks of one's own: https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc6598, https://www.rfc-editor.org/rfc/rfc4193 */
const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i;

function networksIn(type: string, { path, before, after }: AttributeChange): string[] {
  if (!INGRESS[type]?.test(path)) return [];
  const known = networks(before);
  return networks(after)
    .filter((network) => !known.includes(network) && isPublic(network))
    .map((network) => `lets in ${network}`);
}

const networks = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === 'string' && each.includes('/'),
  );

/** What reaches beyond one's own networks, though it begins like one. */
function isPublic(network: string): boolean {
  return !PRIVATE.test(network) || Number(network.split('/')[1]) < 7 || /^10\..*\/[0-7]$/.test(network);
}

/** Attributes that open something when they get this value. */
const OPENS: readonly [type: RegExp, path: RegExp, value: unknown, said: string][] = [
  [/^aws_lb$/, /^internal$/, false, 'answers the internet'],
  [/^aws_(?:rds_cluster_instance|db_instance)$/, /^publicly_accessible$/, true, 'answers the internet'],
  [/^aws_subnet$/, /^map_public_ip_on_launch$/, true, 'gives every instance an address of the internet'],
  [
    /^aws_launch_template$/,
    /associate_public_ip_address$/,
    'true',
    'gives instances an address of the internet',
  ],
  [/^aws_lambda_function_url$/, /^authorization_type$/, 'NONE', 'answers whoever knows its address'],
  [/^aws_eks_cluster$/, /endpoint_public_access$/, true, 'answers the internet'],
  [/^aws_redshift_cluster$/, /^publicly_accessible$/, true, 'answers the internet'],
];

const KEEPS_OUT = /^(?:block_public_acls|block_public_policy|ignore_public_acls|restrict_public_buckets)$/;

function switchesIn(type: string, { path, before, after }: AttributeChange, isNew: boolean): string[] {
  if (type === 'aws_s3_bucket_public_access_block' && KEEPS_OUT.test(path)) {
    return after !== true && (before === true || isNew) ? [`has ${path} off`] : [];
  }
  return OPENS.flatMap(([ofType, atPath, value, said]) =>
    ofType.test(type) && atPath.test(path) && after === value && before !== value ? [said] : [],
  );
}

/** Conditions that name who may come although the principal is everybody; `kms:ViaService` names a way, which anybody may take. */
const NARROWS =
  / (?:aws:sourcearn|aws:sourceaccount|aws:principalorgid|aws:principalaccount|aws:principalarn|aws:sourcevpce?|kms:calleraccount)$/;
/** Operators that are met by whoever lacks the key, or has any value: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const MET_BY_OTHERS = /^(?:forallvalues:|null )|^\S*not|^\S*ifexists /;
/** Whoever has an account has this name in it. */
const OF_ANY_ACCOUNT = /^arn:[^:]*:[^:]*:[^:]*:[*?]+:/;

const narrows = ([condition, values]: readonly [string, readonly string[]]) =>
  NARROWS.test(condition) &&
  !MET_BY_OTHERS.test(condition) &&
  !values.some((value) => isEverything(value) || OF_ANY_ACCOUNT.test(value));

/** A policy of the resource itself that newly speaks of everybody; trust in roles is not about exposure. */
function everybodyIn(type: string, { path, before, after }: AttributeChange): string[] {
  if (type.startsWith('aws_iam_')) return [];
  if (type === 'aws_lambda_permission' && path === 'principal')
    return after === '*' && before !== '*' ? ['may be called by everybody'] : [];
  if (isUntold({ path, before, after })) return [UNTOLD];
  const open = (policy: unknown) =>
    statementsOf(policy)
      .filter(({ isAllow, principals, conditions }) => {
        return isAllow && principals.includes('*') && ![...conditions].some(narrows);
      })
      .flatMap(({ actions }) => actions);
  const known = open(before);
  const come = open(after).filter((action) => !known.includes(action));
  return come.map((action) => `lets everybody do ${action}`);
}

/** Accounts that a policy of the resource itself newly names; where nothing tells the stack's own, nobody can say which is another. */
function othersIn(type: string, { path, before, after }: AttributeChange, own: readonly string[]): string[] {
  if (type.startsWith('aws_iam_') || own.length === 0) return [];
  const isPrincipal = type === 'aws_lambda_permission' && path === 'principal';
  const accountsIn = (value: unknown) =>
    isPrincipal ? accountsOf([String(value)]) : statementsOf(value).flatMap(namedBy);
  const known = [...own, ...accountsIn(before)];
  return accountsIn(after)
    .filter((account) => !known.includes(account))
    .map((account) => `lets in account ${account}`);
}

/** Whoever may come by a statement: by his own name, or as everybody who meets its conditions. */
const namedBy = ({ isAllow, principals, conditions }: Statement) =>
  isAllow
    ? accountsOf([
        ...principals.filter((principal) => principal.startsWith('AWS ')),
        ...(principals.includes('*') ? [...conditions].filter(narrows).flatMap(([, values]) => values) : []),
      ])
    : [];

/** The account of a placeholder is made up as well. */
const accountsOf = (names: readonly string[]) =>
  names.filter((name) => !name.includes(MADE_UP)).flatMap((name) => name.match(/\b\d{12}\b/g) ?? []);
