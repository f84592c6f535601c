import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';

/** The least that pip takes for a wheel. */
function wheel(name: string, version: string, extra: string[] = []): Buffer {
  const info = `${name}-${version}.dist-info`;
  const files = {
    [`${name}/__init__.py`]: '',
    [`${info}/METADATA`]: [
      'Metadata-Version: 2.1',
      `Name: ${name}`,
      `Version: ${version}`,
      ...extra,
      '',
      '',
    ].join('\n'),
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: '',
  };
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))),
  );
}

/** A package index (PEP 503) on this machine that has one version of moto, and what `moto[server]` adds. */
export async function packageIndex(motoVersion: string): Promise<{ url: string; close: () => void }> {
  const needs = [
    'Provides-Extra: server',
    'Requires-Dist: flask; extra == "server"',
    'Requires-Dist: flask-cors; extra == "server"',
  ];
  const wheels = new Map([
    ['moto', { file: `moto-${motoVersion}-py3-none-any.whl`, content: wheel('moto', motoVersion, needs) }],
    ['flask', { file: 'flask-3.0.0-py3-none-any.whl', content: wheel('flask', '3.0.0') }],
    ['flask-cors', { file: 'flask_cors-5.0.0-py3-none-any.whl', content: wheel('flask_cors', '5.0.0') }],
  ]);
  const server: Server = createServer((request, response) => {
    const [, kind, name = ''] = (request.url ?? '').split('/');
    const page = wheels.get(name);
    const file = [...wheels.values()].find((found) => found.file === name);
    if (kind === 'simple' && page) {
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="/files/${page.file}">${page.file}</a>`);
    } else if (kind === 'files' && file) {
      response.end(file.content);
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
