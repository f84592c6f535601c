import { createWriteStream } from 'node:fs';

/** One line of `router.log`: what was asked and how it ended; no bodies, no credentials, no query. */
export interface AccessLogEntry {
  readonly time: string;
  /** SigV4 service name; empty for an unsigned request. */
  readonly service: string;
  readonly region: string;
  /** Where the protocol names it. */
  readonly action?: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly by: 'emulator' | 'fault' | 'iam' | 'models' | 'moto' | 'router';
  /** The request's user agent, so that one program's requests can be told from another's. */
  readonly agent?: string;
  readonly error?: string;
}

export type AccessLog = (entry: AccessLogEntry) => void;

export function accessLogFile(file: string): AccessLog {
  const stream = createWriteStream(file, { flags: 'a' });
  return (entry) => stream.write(`${JSON.stringify(entry)}\n`);
}
