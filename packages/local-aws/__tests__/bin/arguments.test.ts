import { readArguments } from '../../bin/arguments';

test('without options the files are beside the code, and the port is any', () => {
  const expected = { command: 'start', help: false, directory: '.local-aws', hosts: {} };
  expect(readArguments(['start'])).toEqual(expected);
});

test('hosts outside AWS have ports of this machine', () => {
  const { port, hosts } = readArguments([
    'start',
    '--port=4600',
    '--host=Files.example.com=8080',
    '--host=api.example.com=8081',
  ]);
  expect(port).toBe(4600);
  expect(hosts).toEqual({ 'files.example.com': 8080, 'api.example.com': 8081 });
});

test.each([
  [['--port', '0'], '--port: expected a port from 1 to 65535, got 0'],
  [['--port', '4x'], '--port: expected a port from 1 to 65535, got 4x'],
  [['--host', 'a'], '--host: expected NAME=PORT, such as files.example.com=8080, got a'],
  [['--host', 'a.example='], '--host: expected a port from 1 to 65535, got '],
  [['start', 'again'], 'start takes no again: --help lists the commands'],
  [['--nothing'], /Unknown option '--nothing'/],
])('%j is refused', (args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});
