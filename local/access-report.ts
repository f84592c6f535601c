import type { AccessReport } from 'local-aws/iam/control/access-control';
import { runningServices } from './run-stacks';

/** What roles have asked the local AWS for since it was started, and what they were denied. */
export async function localAccessReport(): Promise<AccessReport> {
  const { edge } = runningServices();
  const answer = await fetch(`${edge.endpoint}/_local/iam`);
  return (await answer.json()) as AccessReport;
}
