import type { ResourcePolicy } from '../policy/decide';

/** ARNs of things that have a policy of their own: services and what of them. */
const WITH_POLICIES =
  /^arn:aws:(kms:[^:]*:\d+:key\/|lambda:[^:]*:\d+:function:|s3:::|secretsmanager:|sns:|sqs:)/;

/** What has the policy that is asked on a resource, as objects have their bucket's; `undefined`: none is. */
export function resourcePolicyArn(action: string, resource: string): string | undefined {
  if (/[*?]/.test(resource)) return undefined;
  if (action.startsWith('sts:AssumeRole')) return resource;
  if (!WITH_POLICIES.test(resource) || action === 'iam:PassRole') return undefined;
  return resource.startsWith('arn:aws:s3:::') ? resource.split('/')[0] : resource;
}

export function rulesOf(action: string): ResourcePolicy['rules'] {
  if (action.startsWith('kms:')) return 'key';
  return action.startsWith('sts:AssumeRole') ? 'role trust' : undefined;
}
