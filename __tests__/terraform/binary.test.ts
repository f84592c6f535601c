import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { terraformBinary } from '../../terraform/binary';
import { terraformOfVersion } from '../support/fake-terraform';

let directory: string;
let path: string;
let server: Server;
let releasesUrl: string;
let files: Record<string, Uint8Array | string | 'cut off'>;

const script = '#!/bin/sh\necho \'{"terraform_version": "1.11.4"}\'\n';
const zip = zipSync({ 'LICENSE.txt': new Uint8Array(9), terraform: new TextEncoder().encode(script) });
const sha256 = createHash('sha256').update(zip).digest('hex');
const archive = '/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip';
const sums = '/terraform/1.11.4/terraform_1.11.4_SHA256SUMS';

beforeAll(async () => {
  server = createServer((request, response) => {
    // Kept open, it could close just when the next request is on its way.
    response.setHeader('connection', 'close');
    const file = files[request.url ?? ''];
    if (file === undefined) response.writeHead(404).end();
    else if (file === 'cut off') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    } else response.end(file);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  releasesUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  path = join(directory, 'path');
  files = {
    [sums]: `${'0'.repeat(64)}  terraform_1.11.4_other.zip\n${sha256}  ${archive.split('/').at(-1)}\n`,
    [archive]: zip,
  };
});

const find = (
  environment: Record<string, string> = {},
  options: Parameters<typeof terraformBinary>[0] = {},
) =>
  terraformBinary({
    environment: { PATH: `${path}:/bin:/usr/bin`, ...environment },
    directory: join(directory, 'bin'),
    releasesUrl,
    platform: 'linux_amd64',
    ...options,
  });

test('terraform on the PATH is taken when it is new enough', async () => {
  terraformOfVersion(join(path, 'terraform'), '1.11.0');
  await expect(find()).resolves.toBe('terraform');
});

test('OpenTofu on the PATH is taken where terraform is too old', async () => {
  terraformOfVersion(join(path, 'terraform'), '1.5.7');
  terraformOfVersion(join(path, 'tofu'), '1.12.0');
  await expect(find()).resolves.toBe('tofu');
});

test('TERRAFORM_BINARY_NAME decides, and is not replaced silently when it cannot do', async () => {
  terraformOfVersion(join(path, 'terraform'), '1.12.0');
  const old = terraformOfVersion(join(directory, 'old'), '1.9.8');
  const own = terraformOfVersion(join(directory, 'own'), '2.0.0');
  await expect(find({ TERRAFORM_BINARY_NAME: own })).resolves.toBe(own);
  await expect(find({ TERRAFORM_BINARY_NAME: old })).rejects.toThrow(
    `TERRAFORM_BINARY_NAME is ${old}, which is version 1.9.8, older than 1.11`,
  );
  await expect(find({ TERRAFORM_BINARY_NAME: 'nope' })).rejects.toThrow(
    'TERRAFORM_BINARY_NAME is nope, which is not installed',
  );
});

describe('where none is installed', () => {
  test('the release is downloaded once, its checksum verified, and it runs', async () => {
    const messages: string[] = [];
    const binary = await find({}, { onMessage: (message) => messages.push(message) });
    expect(binary).toBe(join(directory, 'bin', 'terraform'));
    expect(messages).toEqual([
      `Downloading Terraform 1.11.4 for linux_amd64 from ${releasesUrl}/terraform/1.11.4`,
      `Terraform 1.11.4 is in ${binary}, its checksum verified`,
    ]);

    files = {};
    await expect(find()).resolves.toBe(binary);
  });

  test.each<[string, () => void, string]>([
    [
      'the checksum is wrong',
      () => {
        files[archive] = zipSync({ terraform: new Uint8Array(1) });
      },
      `expected SHA-256 ${sha256}, got `,
    ],
    [
      'the archive is missing',
      () => {
        delete files[archive];
      },
      'linux_amd64.zip answers 404',
    ],
    [
      'the checksums are missing',
      () => {
        delete files[sums];
      },
      'SHA256SUMS answers 404',
    ],
    [
      'there is no build for this platform',
      () => {
        files[sums] = `${sha256}  terraform_1.11.4_plan9_mips.zip\n`;
      },
      'has no build for linux_amd64',
    ],
    [
      'the download breaks off',
      () => {
        files[archive] = 'cut off';
      },
      'linux_amd64.zip broke off after 4 bytes',
    ],
    [
      'what is downloaded does not run',
      () => {
        const broken = zipSync({
          terraform: new TextEncoder().encode('#!/bin/sh\necho "cannot run" >&2; exit 126\n'),
        });
        files = {
          [sums]: `${createHash('sha256').update(broken).digest('hex')}  terraform_1.11.4_linux_amd64.zip`,
          [archive]: broken,
        };
      },
      'does not run: cannot run',
    ],
  ])('when %s, the message says so and names every way to get one', async (_, breakIt, reason) => {
    breakIt();
    terraformOfVersion(join(path, 'terraform'), '1.5.7');
    const message = await find().then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toContain(
      'Terraform 1.11 or newer is missing (terraform is version 1.5.7, older than 1.11), and it could not be downloaded:',
    );
    expect(message).toContain(reason);
    expect(message).toContain('https://developer.hashicorp.com/terraform/install');
    expect(message).toContain('https://opentofu.org/docs/intro/install');
    expect(message).toContain('TERRAFORM_BINARY_NAME=');
    expect(message).toContain('TERRAFORM_RELEASES_URL=');
  });

  test('without a network the message gives the reason, and nothing is left behind', async () => {
    const closed = createServer();
    await new Promise<void>((listening) => closed.listen(0, '127.0.0.1', listening));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    await expect(find({}, { releasesUrl: `http://127.0.0.1:${port}` })).rejects.toThrow(
      /\(none is on the PATH\), and it could not be downloaded: http:.*SHA256SUMS: .*ECONNREFUSED/,
    );
    expect(existsSync(join(directory, 'bin'))).toBe(false);
  });

  test('a wrong checksum leaves no file behind', async () => {
    files[archive] = zipSync({ terraform: new Uint8Array(1) });
    await expect(find()).rejects.toThrow('expected SHA-256');
    expect(existsSync(join(directory, 'bin')) ? readdirSync(join(directory, 'bin')) : []).toEqual([]);
  });
});
