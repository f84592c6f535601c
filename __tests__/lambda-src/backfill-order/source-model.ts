import { EventEmitter } from 'node:events';
import type { RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import type { Steps } from './steps';

/** A source whose object changes; answers come in two pieces, between which others act. */
export class SourceModel {
  version = 1;
  requests = 0;

  constructor(
    private readonly steps: Steps,
    private readonly length: number,
  ) {}

  bodyOf(version: number): string {
    return `s${version}`.padEnd(this.length, '.');
  }

  /** Takes the place of `http.request`. */
  request(options: RequestOptions, answered: (response: Readable) => void): EventEmitter {
    const sent = Object.assign(new EventEmitter(), {
      setTimeout: () => sent,
      destroy: () => sent,
      end: () => void this.#answer(options, answered),
    });
    return sent;
  }

  async #answer(
    { method, headers: asked = {} }: RequestOptions,
    answered: (response: Readable) => void,
  ): Promise<void> {
    this.requests += 1;
    const { version, body, response } = await this.steps.take(() => {
      const now = this.version;
      return { version: now, body: this.bodyOf(now), response: new Readable({ read: () => undefined }) };
    });
    const etag = `"v${version}"`;
    const { range, 'if-range': ifRange } = asked as Record<string, string | undefined>;
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(ifRange === etag ? (range ?? '') : '') ?? [];
    const bytes = first === undefined ? body : body.slice(Number(first), Number(last) + 1);
    const headers: Record<string, string> = {
      etag,
      'last-modified': new Date(Date.UTC(2025, 0, 1, 0, 0, version)).toUTCString(),
      'accept-ranges': 'bytes',
      'content-type': 'image/jpeg',
      'content-length': String(bytes.length),
    };
    if (first !== undefined) headers['content-range'] = `bytes ${first}-${last}/${body.length}`;
    answered(Object.assign(response, { statusCode: first === undefined ? 200 : 206, headers }));
    if (method !== 'HEAD' && bytes.length > 0) {
      response.push(bytes.slice(0, 1));
      if (bytes.length > 1) {
        await this.steps.take(() => response.destroyed || response.push(bytes.slice(1)));
      }
    }
    if (!response.destroyed) response.push(null);
  }
}
