import { findServices } from 'local-aws/daemon/state';
import type { AccessReport } from 'local-aws/iam/control/access-control';
import { LOCAL_DIRECTORY } from './directory';

/** What roles have asked the local AWS for since it was started, and what they were denied. */
export async function localAccessReport(): Promise<AccessReport> {
  const services = findServices(LOCAL_DIRECTORY);
  if (services === undefined) throw new Error('The local AWS is not running: start it with "npm start"');
  const answer = await fetch(`${services.edge.endpoint}/_local/iam`);
  return (await answer.json()) as AccessReport;
}
