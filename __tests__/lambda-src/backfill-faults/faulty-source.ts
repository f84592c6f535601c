import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { head, type RawAnswer, type RawRequest, rangeOf } from '../../support/raw-source';
import { digestHeader, type FaultCase, objectBytes } from './faults';

type Headers = [string, string][];

/** Answers for one case: as an honest origin does, but for the case's fault. */
export function faultyAnswer(each: FaultCase, onSilence: () => unknown): RawAnswer {
  return (request, socket) => {
    const isLasting = each.lasting || each.source.kind === 'redirect-loop';
    const broken = each.source.kind !== 'none' && (isLasting || request.count === 1);
    if (!broken && each.source.kind !== 'changed') return honest(each, request, socket);
    if (broken && ['stall', 'slow-loris'].includes(each.source.kind)) onSilence();
    return answerBroken(each, request, socket);
  };
}

function answerBroken(each: FaultCase, request: RawRequest, socket: Socket): unknown {
  const { source } = each;
  const body = objectBytes(each.length);
  switch (source.kind) {
    case 'cut':
    case 'stall': {
      const { headers, bytes, first } = answered(each, request, body);
      const until = Math.max(0, source.at - first);
      if (until >= bytes.length) return honest(each, request, socket);
      // The end of a chunked body is a chunk of its own, which a cut takes away.
      const framed = each.framing === 'chunked' && request.headers.range === undefined;
      const part = bytes.subarray(0, until);
      const sent = framed && part.length > 0 ? chunk(part) : part;
      socket.write(head(first === 0 && !request.headers.range ? 200 : 206, headers), 'latin1');
      if (source.kind === 'stall') return socket.write(sent);
      if (source.by === 'end') return socket.end(sent);
      return socket.write(sent, () => socket.resetAndDestroy());
    }
    case 'slow-loris': {
      const { headers, bytes } = answered(each, request, body);
      socket.write(
        head(
          200,
          headers
            .filter(([name]) => name !== 'transfer-encoding' && name !== 'content-length')
            .concat(lengthOf(bytes)),
        ),
        'latin1',
      );
      let at = 0;
      const timer = setInterval(() => socket.write(bytes.subarray(at, ++at)), 5);
      return socket.on('close', () => clearInterval(timer));
    }
    case 'status':
      return socket.end(head(source.status, [['content-length', '0']]));
    case 'wrong-length': {
      const headers = common(each, body).concat([
        ['content-length', String(body.length + source.difference)],
      ]);
      return socket.end(Buffer.concat([Buffer.from(head(200, headers), 'latin1'), body]));
    }
    case 'corrupt': {
      const corrupt = Buffer.from(body);
      corrupt[source.at] = (corrupt[source.at] ?? 0) ^ 1;
      return send(each, request, socket, corrupt, common(each, body));
    }
    case 'gzip-lie':
      return send(each, request, socket, body, common(each, body).concat([['content-encoding', 'gzip']]));
    case 'gzip-length': {
      const headers = common(each, body).concat([
        ['content-encoding', 'gzip'],
        ['content-length', String(body.length)],
      ]);
      return socket.end(Buffer.concat([Buffer.from(head(200, headers), 'latin1'), gzipSync(body)]));
    }
    case 'redirect-loop':
      return socket.end(
        head(302, [
          ['location', request.path],
          ['content-length', '0'],
        ]),
      );
    case 'unasked-206': {
      if (request.headers.range !== undefined) return honest(each, request, socket);
      const range = `bytes 0-${body.length - 1}/${body.length + 1}`;
      return socket.end(
        Buffer.concat([
          Buffer.from(
            head(206, [...common(each, body), ['content-range', range], ...lengthOf(body)]),
            'latin1',
          ),
          body,
        ]),
      );
    }
    case 'garbage':
      return socket.end(source.bytes, 'latin1');
    case 'changed':
      return honest(each, request, socket, request.count === 1 ? 1 : 2);
    case 'personal':
      return send(each, request, socket, body, common(each, body).concat([[...source.header]]));
    default:
      return honest(each, request, socket);
  }
}

function honest(each: FaultCase, request: RawRequest, socket: Socket, version = 1): unknown {
  const body = objectBytes(each.length, version);
  return send(each, request, socket, body, common(each, body, version));
}

function send(each: FaultCase, request: RawRequest, socket: Socket, body: Buffer, headers: Headers): unknown {
  const etag = headers.find(([name]) => name === 'etag')?.[1];
  const range = each.acceptsRanges ? rangeOf(request, body.length) : undefined;
  if (range !== undefined && [undefined, etag].includes(request.headers['if-range'])) {
    if (range.first >= body.length) return socket.end(head(416, [['content-length', '0']]));
    const bytes = body.subarray(range.first, range.last + 1);
    const partial: Headers = [
      ...headers,
      ['content-range', `bytes ${range.first}-${range.last}/${body.length}`],
      ...lengthOf(bytes),
    ];
    return socket.end(Buffer.concat([Buffer.from(head(206, partial), 'latin1'), bytes]));
  }
  const isChunked = each.framing === 'chunked';
  const framing: Headers = isChunked ? [['transfer-encoding', 'chunked']] : lengthOf(body);
  const sent = isChunked
    ? Buffer.concat([body.length > 0 ? chunk(body) : body, Buffer.from('0\r\n\r\n')])
    : body;
  const isHead = request.method === 'HEAD';
  const bytes = isHead ? [] : [sent];
  return socket.end(Buffer.concat([Buffer.from(head(200, [...headers, ...framing]), 'latin1'), ...bytes]));
}

/** What an honest answer to this request starts with: its headers, its bytes, and where they lie in the object. */
function answered(
  each: FaultCase,
  request: RawRequest,
  body: Buffer,
): { headers: Headers; bytes: Buffer; first: number } {
  const range = each.acceptsRanges ? rangeOf(request, body.length) : undefined;
  if (range !== undefined) {
    const bytes = body.subarray(range.first, range.last + 1);
    const contentRange: [string, string] = [
      'content-range',
      `bytes ${range.first}-${range.last}/${body.length}`,
    ];
    return { headers: [...common(each, body), contentRange, ...lengthOf(bytes)], bytes, first: range.first };
  }
  const framing: Headers = each.framing === 'chunked' ? [['transfer-encoding', 'chunked']] : lengthOf(body);
  return { headers: [...common(each, body), ...framing], bytes: body, first: 0 };
}

const common = (each: FaultCase, body: Buffer, version = 1): Headers => {
  const digest = digestHeader(each.digest, body);
  const ranges: Headers = each.acceptsRanges ? [['accept-ranges', 'bytes']] : [];
  return [
    ['content-type', 'image/jpeg'],
    ['etag', `"v${version}"`],
    ['last-modified', 'Wed, 21 Oct 2015 07:28:00 GMT'],
    ...ranges,
    ...(digest === undefined ? [] : [[...digest] as [string, string]]),
  ];
};

const lengthOf = (bytes: Buffer): Headers => [['content-length', String(bytes.length)]];

const chunk = (bytes: Buffer) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
