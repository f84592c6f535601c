import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fill, fill } from '../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../lambda-src/backfill/message';
import type { Outcome } from '../../lambda-src/backfill/outcome';
import { FakeS3 } from './fake-s3';
import { type Listening, listening } from './listening';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A bucket, a source that answers as a test says, and a worker between them that cuts objects into parts of 1,000 bytes. */
export class FillWorld {
  static readonly key = 'images/a.jpg';
  static readonly partBytes = 1000;
  readonly s3 = new FakeS3();
  asked: IncomingMessage[] = [];
  answer: Answer = () => undefined;
  private source?: Listening;
  job: Fill = this.plainJob();

  get sourceHost(): string {
    return new URL(this.source?.url ?? 'http://127.0.0.1').host;
  }

  async start(): Promise<void> {
    await this.s3.start();
    this.source = await listening((request, response) => {
      this.asked.push(request);
      this.answer(response, request);
    });
  }

  stop(): void {
    this.s3.stop();
    this.source?.close();
  }

  reset(): void {
    this.s3.reset();
    this.asked = [];
    this.job = this.plainJob();
    this.answer = bytes(5);
  }

  run(message = missMessage(FillWorld.key), signal = timeWithoutEnd()): Promise<Outcome> {
    return fill(this.job, message, signal);
  }

  /** Time that is up once the bucket has a part. */
  upAfterFirstPart(): AbortSignal {
    const time = new AbortController();
    this.job = { ...this.job, destination: { ...this.job.destination, onWritten: () => time.abort() } };
    return time.signal;
  }

  private plainJob(): Fill {
    return {
      destination: { s3: this.s3.client, bucketName: 'near' },
      source: { url: `http://${this.sourceHost}`, mayBePrivate: true },
      allowedPrefixes: ['images/'],
      maximumObjectBytes: 1_000_000,
      partBytes: FillWorld.partBytes,
    };
  }
}

/** Of a machine that may be as slow as it likes. */
export const timeWithoutEnd = () => new AbortController().signal;

/** Period that divides no part, so that a lost or doubled byte shows. */
export const content = (length: number) =>
  Buffer.alloc(length, Buffer.from(Array.from({ length: 251 }, (_, index) => index)));

/** A source that sends so many bytes, with these headers. */
export function bytes(length: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => response.writeHead(200, { 'content-length': length, ...headers }).end(content(length));
}

/** A source that hands out ranges of one object; `each` may answer instead, and then returns true. */
export function ranges(
  length: number,
  { etag = '"v1"', ...headers }: Readonly<Record<string, string>> = {},
  each: (response: ServerResponse, start: number, request: IncomingMessage) => boolean = () => false,
): Answer {
  return (response, request) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const all = { 'accept-ranges': 'bytes', etag, ...headers };
    if (from === undefined || to === undefined) {
      response.writeHead(200, { ...all, 'content-length': length }).end(content(length));
      return;
    }
    if (each(response, Number(from), request)) return;
    const body = content(length).subarray(Number(from), Number(to) + 1);
    response
      .writeHead(206, {
        ...all,
        'content-length': body.length,
        'content-range': `bytes ${from}-${to}/${length}`,
      })
      .end(body);
  };
}
