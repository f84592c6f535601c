import { createWriteStream } from 'node:fs';
import { joined } from './fields';
import { EDGE_LOCATION, type FinalAnswer, type ViewerRequest } from './message';

export type EdgeAccessLog = (viewer: ViewerRequest, answer: FinalAnswer, milliseconds: number) => void;

/** One JSON line for each answer, with the names of CloudFront's standard logs; no cookies and no query strings. */
export function edgeAccessLog(file: string): EdgeAccessLog {
  const stream = createWriteStream(file, { flags: 'a' });
  return (viewer, answer, milliseconds) => {
    const entry = {
      'timestamp(ms)': String(Date.now()),
      'x-edge-request-id': viewer.id,
      'x-edge-location': viewer.location ?? EDGE_LOCATION,
      'c-ip': viewer.ip,
      'c-country': viewer.country ?? '-',
      'cs-method': viewer.method,
      'x-host-header': joined(viewer.headers, 'host') ?? '-',
      'cs-uri-stem': viewer.uri,
      'cs-protocol': viewer.scheme,
      'cs(User-Agent)': joined(viewer.headers, 'user-agent') ?? '-',
      'sc-status': String(answer.status),
      'sc-bytes': String(viewer.method === 'HEAD' ? 0 : answer.body.length),
      'sc-content-type': joined(answer.headers, 'content-type') ?? '-',
      'x-edge-result-type': answer.resultType,
      'time-taken': (milliseconds / 1000).toFixed(3),
      'x-local-trace': joined(answer.headers, 'x-local-trace') ?? '-',
    };
    stream.write(`${JSON.stringify(entry)}\n`);
  };
}
