import http, { type RequestListener } from 'node:http';
import type { TcpNetConnectOpts } from 'node:net';
import { callQueue } from '../../../../lambda-src/backfill/queue/sqs';
import { ask } from '../../../../lambda-src/backfill/source/request';
import { listening } from '../../../support/listening';
import type { RawAnswer } from '../../../support/raw-source';
import { block, raw, whole } from '../answers';
import { type ConformanceCase, type FillCase, GET, HELLO } from '../conformance-case';

/** A source that answers in its way where a connection is used again, and as it should on a new one. */
const onKeptConnection = (then: RawAnswer): Pick<FillCase, 'keptConnection' | 'answer'> => ({
  keptConnection: true,
  answer: (request, socket) => (request.onConnection > 1 ? then : whole(HELLO))(request, socket),
});
const reset: RawAnswer = (_, socket) => socket.resetAndDestroy();

const queue = {
  url: 'https://sqs.eu-central-1.amazonaws.com/123456789012/misses',
  awsRegion: 'eu-central-1',
};
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };

/** What becomes of two messages, one after the other, and how many requests the queue got. */
async function twoMessages(answer: (count: number, ...to: Parameters<RequestListener>) => unknown) {
  let count = 0;
  const server = await listening((request, response) => {
    count += 1;
    request.resume().on('end', () => answer(count, request, response));
  });
  const options = { credentials, endpoint: server.url, timeoutMilliseconds: 60_000 };
  const send = () =>
    callQueue(queue, 'SendMessage', { MessageBody: 'a' }, options).then(
      () => 'sent',
      (error: Error) => error.message,
    );
  const fates = [await send(), await send()];
  server.close();
  return [...fates, count];
}

/** How long Node.js is told to wait for a handshake with each address. */
async function patienceWithHandshakes(): Promise<unknown[]> {
  const connect = jest.spyOn(http.globalAgent, 'createConnection');
  const nobody = 'http://127.0.0.1:1';
  const options = { credentials, endpoint: nobody, timeoutMilliseconds: 60_000 };
  const source = { url: nobody, mayBePrivate: true };
  await callQueue(queue, 'SendMessage', {}, options).catch(() => undefined);
  await ask(source, new URL(nobody), {}, new AbortController().signal).catch(() => undefined);
  const given = connect.mock.calls.map(([to]) => to as TcpNetConnectOpts);
  connect.mockRestore();
  return given.map(({ autoSelectFamilyAttemptTimeout }) => autoSelectFamilyAttemptTimeout);
}

export const connections: readonly ConformanceCase[] = [
  {
    behaviour: 'The source resets a kept connection as it is used again.',
    ours: 'Asked once more, over a new connection.',
    sources: ['rfc-9110'],
    ...onKeptConnection(reset),
    expected: { fate: 'stored', body: HELLO, asked: [GET, GET] },
  },
  {
    behaviour: 'The source closes a kept connection as it is used again.',
    ours: 'Asked once more, over a new connection.',
    sources: ['rfc-9112'],
    ...onKeptConnection((_, socket) => socket.end()),
    expected: { fate: 'stored', body: HELLO, asked: [GET, GET] },
  },
  {
    behaviour: 'The source resets a kept connection, and the next one, too.',
    ours: 'Retried: only a connection that was kept is forgiven.',
    keptConnection: true,
    answer: reset,
    expected: { fate: 'retried', asked: [GET, GET], reason: /ECONNRESET|hang up/ },
  },
  {
    behaviour: 'A kept connection has something left of the answer before.',
    ours: 'Asked once more, over a new connection.',
    sources: ['rfc-9112'],
    ...onKeptConnection(raw('a body behind an answer that has none')),
    expected: { fate: 'stored', body: HELLO, asked: [GET, GET] },
  },
  {
    behaviour: 'A kept connection ends inside the answer.',
    ours: 'Retried: part of the answer had arrived.',
    ...onKeptConnection(raw(block(200, { 'content-length': '5' }), 'hel')),
    expected: { fate: 'retried', asked: [GET] },
  },
  {
    behaviour: 'The source resets a new connection.',
    ours: 'Retried.',
    answer: reset,
    expected: { fate: 'retried', asked: [GET], reason: /ECONNRESET|hang up/ },
  },
  {
    behaviour: 'The source closes the connection without an answer.',
    ours: 'Retried, at once.',
    answer: raw(''),
    expected: { fate: 'retried', asked: [GET], reason: /hang up/ },
  },
  {
    behaviour: 'The source answers 101, which nobody asked for, and waits.',
    ours: 'Retried, at once.',
    sources: ['rfc-9110'],
    answer: (_, socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n'),
    expected: { fate: 'retried', asked: [GET], reason: /closed without an answer/ },
  },
  {
    behaviour: 'The source announces its answer (100, 102, 103).',
    ours: 'Stored: the final answer counts.',
    sources: ['rfc-9110'],
    answer: raw(
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n',
      'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n',
      block(200, { 'content-length': '5' }),
      HELLO,
    ),
    expected: { fate: 'stored', body: HELLO, asked: [GET] },
  },
  {
    behaviour: 'The source’s name has two addresses, and only the second answers.',
    ours: 'Stored.',
    sources: ['rfc-8305'],
    addresses: ['::1', '127.0.0.1'],
    expected: { fate: 'stored', body: HELLO, asked: [GET] },
  },
  {
    behaviour: 'The source’s name has two addresses, and the second is out of reach.',
    ours: 'Stored.',
    sources: ['rfc-8305'],
    addresses: ['127.0.0.1', '::1'],
    expected: { fate: 'stored', body: HELLO, asked: [GET] },
  },
  {
    behaviour: 'None of the addresses of the source’s name answers.',
    ours: 'Retried; the reason names each of them.',
    addresses: ['::1', '127.0.0.2'],
    expected: { fate: 'retried', asked: [], reason: /^source: .*::1.*; .*127\.0\.0\.2/ },
  },
  {
    behaviour: 'A handshake takes longer than Node.js waits for an address (250 ms).',
    ours: 'Three seconds for each address, of SQS as of the source.',
    sources: ['node-families'],
    happens: patienceWithHandshakes,
    expected: [3000, 3000],
  },
  {
    behaviour: 'SQS closes a kept connection as it is used again.',
    ours: 'The message is sent once more.',
    happens: () =>
      twoMessages((count, request, response) =>
        count === 2 ? request.socket.destroy() : response.end('{}'),
      ),
    expected: ['sent', 'sent', 3],
  },
  {
    behaviour: 'SQS closes a new connection without an answer.',
    ours: 'Not reported; the next viewer’s miss is.',
    happens: () =>
      twoMessages((count, request, response) =>
        count === 1 ? request.socket.destroy() : response.end('{}'),
      ),
    expected: ['socket hang up', 'sent', 2],
  },
  {
    behaviour: 'SQS answers 101, which nobody asked for, and waits.',
    ours: 'Not reported, at once.',
    happens: () =>
      twoMessages((_, request) =>
        request.socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n',
        ),
      ),
    expected: ['SQS did not answer', 'SQS did not answer', 2],
  },
];
