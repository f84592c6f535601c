import type { AwsRequest, AwsResponse } from '../emulators/emulator';
import type { RequestHead } from './request';
import { askPort, endToEnd, flat, readAll } from './upstream';

/** The refusal of a request, if it has one. */
export type Judge = (request: AwsRequest & RequestHead) => Promise<AwsResponse | undefined>;

/** Judges by AWS's API models, which lie beside moto. */
export function judgeByApiModels(motoPort: number): Judge {
  return async (request) => {
    const headers = { ...request.headers, 'x-local-aws-only-judge': 'true' };
    const judged = await askPort(motoPort, { ...request, headers }, request.body);
    const body = await readAll(judged);
    if (judged.statusCode === 204) return undefined;
    if (judged.statusCode !== 400) throw new Error(`the API models did not judge: ${body}`);
    return { status: 400, headers: flat(endToEnd(judged.headers)), body };
  };
}
