import type { IncomingMessage } from 'node:http';

/** The origin of a page from elsewhere that sent this request: it has no business here, though the user has it open. */
export function foreignOrigin({ headers: { origin, host } }: IncomingMessage): string | undefined {
  return origin === undefined || origin === `http://${host}` ? undefined : origin;
}
