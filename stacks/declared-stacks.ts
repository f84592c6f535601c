import type { Document } from '../config/document';
import { ciRoleArn } from '../modules/iam/ci-role';
import { plannedStacks } from './platform';
import { stateOf } from './platform-stack';

/** What tools want to know of a document's stacks and need no synthesis for, in the order of first application. */
export function declaredStacks(document: Document) {
  const { deployment, accountId } = document;
  const ci = ciOf(document);
  return plannedStacks(document).map(({ id, kind, name, team, awsRegion, awsRegions, reads }) => ({
    id,
    deployment,
    accountId,
    kind: kind.contract.kind,
    name,
    team,
    ci: ci?.(id),
    awsRegion,
    awsRegions,
    upstreams: reads,
    backend: stateOf(document, id),
  }));
}

/** Whose workflows plan and apply a stack, and as which roles; undefined where the document lets none in, or names no account. */
function ciOf({ accountId, ciRepository: repository }: Document) {
  if (accountId === undefined || repository === undefined) return undefined;
  return (id: string) => ({
    repository,
    planRoleArn: ciRoleArn(accountId, id, 'plan'),
    applyRoleArn: ciRoleArn(accountId, id, 'apply'),
  });
}
