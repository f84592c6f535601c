import type { Document } from '../config/document';
import { plannedStacks } from './platform';
import { stateOf } from './platform-stack';

/** What tools want to know of a document's stacks and need no synthesis for, in the order of first application. */
export function declaredStacks(document: Document) {
  const { deployment, accountId } = document;
  return plannedStacks(document).map(({ id, kind, name, awsRegion, reads }) => ({
    id,
    deployment,
    accountId,
    kind: kind.contract.kind,
    name,
    awsRegion,
    upstreams: reads,
    backend: stateOf(document, id),
  }));
}
