import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { edgeSays } from '../../drills/edge-says';

let server: Server;
let edge: string;

beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/_local/lost') request.socket.destroy();
    else response.setHeader('x-connection', request.headers.connection ?? '').end(request.method);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  edge = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

test('it is asked by a connection of its own', async () => {
  const answer = await edgeSays(edge, 'world/drain', { method: 'POST', body: '{}' });

  expect(await answer.text()).toBe('POST');
  expect(answer.headers.get('x-connection')).toBe('close');
});

test('a connection that ends without an answer is told by the address that was asked', async () => {
  await expect(edgeSays(edge, 'lost')).rejects.toThrow(
    `${edge}/_local/lost: expected an answer of the local edge, got other side closed`,
  );
});

test('an edge that is not there is told by the system’s reason', async () => {
  await new Promise((resolve) => server.close(resolve));

  await expect(edgeSays(edge, 'world')).rejects.toThrow(
    /_local\/world: expected an answer of the local edge, got .*ECONNREFUSED/,
  );
});
