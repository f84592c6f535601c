import type { IncomingMessage, ServerResponse } from 'node:http';

const MAXIMUM_BYTES = 64 * 1024;

/** What the caller got wrong. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Answers with what `work` comes to: a refusal with its status, any other failure with 502. */
export async function answerJson(response: ServerResponse, work: () => Promise<unknown>): Promise<void> {
  try {
    send(response, 200, await work());
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 502;
    send(response, status, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** The body of a POST request that this machine's user sent. */
export async function ownJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (request.method !== 'POST') throw new Refusal(405, `expected POST, got ${request.method}`);
  const foreign = foreignOrigin(request);
  if (foreign !== undefined) throw new Refusal(403, `${foreign} may not do this`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAXIMUM_BYTES) throw new Refusal(413, 'the body is too long');
    chunks.push(chunk as Buffer);
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Answered below.
  }
  throw new Refusal(400, 'the body: expected a JSON object');
}

/** The origin of a page from elsewhere that sent this request: it has no business here, though the user has it open. */
function foreignOrigin({ headers: { origin, host } }: IncomingMessage): string | undefined {
  return origin === undefined || origin === `http://${host}` ? undefined : origin;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body, undefined, 2)}\n`);
}
