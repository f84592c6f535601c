import type { Document } from '../../config/document';
import type { AcceleratorClients } from '../../modules/compute/accelerator-entrance';
import type { ContractValues } from '../../modules/contract/contract';
import { globalContract } from '../global/contract';
import { names } from '../names';
import { stackId } from '../stack-ids';

/** Header that clients of the accelerator send; CloudFront's is another. */
const SECRET_HEADER = 'x-accelerator-secret';

/**
 * Where the accelerator is on, its listener, and what its clients show.
 *
 * The secrets' names follow from the document: with the accelerator off, the contract of `global` says nothing of them.
 */
export function acceleratorClients(
  document: Document,
  { acceleratorListenerArn }: ContractValues<typeof globalContract>,
): AcceleratorClients | undefined {
  const { accelerator, firewall, optIns } = document;
  if (!optIns.globalAccelerator) return undefined;
  return {
    listenerArn: acceleratorListenerArn,
    madeBy: stackId(document, globalContract),
    secret: {
      headerName: SECRET_HEADER,
      secretNames: names.acceleratorSecrets(document),
      secretCount: accelerator.secretVersions.length,
    },
    requestsPerFiveMinutes: accelerator.requestsPerFiveMinutes,
    blockedRequestsAlarm: firewall.blockedRequestsAlarm,
  };
}
