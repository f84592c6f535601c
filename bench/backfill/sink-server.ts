import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As much of S3 as writing takes, without hashing or keeping anything; `GET /received` says how many bytes came. */
let received = 0;

async function drain(request: IncomingMessage): Promise<void> {
  for await (const chunk of request) {
    if (request.method === 'PUT') received += chunk.length;
  }
}

const server = createServer(async (request, response) => {
  await drain(request);
  const { searchParams } = new URL(request.url ?? '/', 'http://sink');
  if (request.method === 'HEAD') response.writeHead(404).end();
  else if (request.method === 'GET') {
    response.end(String(received));
    received = 0;
  } else if (searchParams.has('uploads')) {
    response.end('<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>');
  } else if (request.method === 'POST') response.end('<CompleteMultipartUploadResult/>');
  else response.setHeader('etag', '"1"').end();
});

server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
