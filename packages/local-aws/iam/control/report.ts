import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, ownJsonBody, Refusal } from '../../world/json-api';
import { type AccessControl, MODES } from './access-control';

const PATH = '/_local/iam';

/**
 * Access control as JSON under `/_local/iam`, for the edge's own paths: true where it answered.
 *
 *     GET  /_local/iam    mode, and by role or user: denials with their reasons, granted actions used and unused
 *     POST /_local/iam    {"mode": "observe"}: off, observe or enforce; begins a new account
 */
export function accessReport(access: AccessControl) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if ((request.url ?? '').replace(/\?.*$/s, '') !== PATH) return false;
    await answerJson(response, async () => {
      if (request.method !== 'GET') access.mode = modeOf((await ownJsonBody(request)).mode);
      return access.report();
    });
    return true;
  };
}

export function modeOf(given: unknown) {
  const mode = MODES.find((one) => one === given);
  if (mode === undefined)
    throw new Refusal(400, `mode: expected one of ${MODES.join(', ')}, got ${String(given)}`);
  return mode;
}
