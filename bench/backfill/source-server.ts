import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A source of objects of any size on a fast link, `/fast/<bytes>/…`, or on one that gives every connection 20 MB/s after
 * 100 ms, `/slow/<bytes>/…`: what a network between continents does. Both give ranges; `/plain/<bytes>/…` is fast and does
 * not. Prints its port.
 */
const SLOW = { bytesPerSecond: 20e6, latencyMilliseconds: 100 };
const CHUNK = Buffer.alloc(256 * 1024, 'meridian');

const server = createServer((request, response) => {
  const [, link, size] = (request.url ?? '').split('/');
  const length = Number(size);
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const [start, end] = range === null ? [0, length - 1] : [Number(range[1]), Number(range[2])];
  const headers = {
    'accept-ranges': link === 'plain' ? 'none' : 'bytes',
    etag: '"v1"',
    'content-length': end - start + 1,
  };
  const begin = () => {
    if (range === null) response.writeHead(200, headers);
    else response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${end}/${length}` });
    const bytesPerSecond = link === 'slow' ? SLOW.bytesPerSecond : Number.POSITIVE_INFINITY;
    // Whoever hangs up early has what it wanted.
    pipeline(Readable.from(chunks(end - start + 1, bytesPerSecond)), response).catch(() => undefined);
  };
  setTimeout(begin, link === 'slow' ? SLOW.latencyMilliseconds : 0);
});

async function* chunks(length: number, bytesPerSecond: number): AsyncGenerator<Buffer> {
  const started = performance.now();
  for (let sent = 0; sent < length; sent += CHUNK.length) {
    const wait = started + (sent / bytesPerSecond) * 1000 - performance.now();
    if (wait > 1) await sleep(wait);
    yield CHUNK.subarray(0, length - sent);
  }
}

server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
