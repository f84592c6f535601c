import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { zipSync } from 'fflate';
import { findServices } from 'local-aws/daemon/state';
import { shellExports } from 'local-aws/environment';
import { toolEnvironment } from '../terraform/tool-environment';
import { run } from './support/command';
import { OwnLocalAws } from './support/own-local-aws';

/** The package by itself, on plain Terraform code: its example, in a folder that has nothing of the platform. */
const folder = mkdtempSync(join(tmpdir(), 'local-aws-example-'));
const directory = join(folder, '.local-aws');
const localAws = new OwnLocalAws(directory);

/** As the README has it: with what `env` prints, and here with the provider that this machine has. */
async function terraform(command: string) {
  const tools = await toolEnvironment();
  const exports = `${shellExports(tools)}\neval "$(npx local-aws env --directory ${directory})"`;
  return run(`${exports}\n"$TERRAFORM_BINARY_NAME" -chdir=${folder} ${command}`, 10);
}

before(async () => {
  cpSync('packages/local-aws/example', folder, { recursive: true });
  const source = readFileSync(join(folder, 'functions', 'index.mjs'));
  writeFileSync(join(folder, 'functions.zip'), zipSync({ 'index.mjs': source }));
});
after(async () => {
  await localAws.command('stop');
  rmSync(folder, { recursive: true });
});

test('npx local-aws start says where AWS and its edge are', async () => {
  const { exitCode, output } = await localAws.start();
  assert.equal(exitCode, 0);
  assert.match(output, /AWS's APIs +http:\/\/127\.0\.0\.1:\d+\n +edge +http:\/\/127\.0\.0\.1:\d+/);
  assert.equal((await localAws.command('status')).exitCode, 0);
});

test('the example applies, and plans no change afterwards', async () => {
  assert.equal((await terraform('init -input=false -no-color')).exitCode, 0);
  assert.equal((await terraform('apply -auto-approve -input=false -no-color')).exitCode, 0);
  assert.equal((await terraform('plan -detailed-exitcode -input=false -no-color')).exitCode, 0);
});

test('the edge serves it: the bucket, the function where the bucket has nothing, and Lambda@Edge before both', async () => {
  const { output } = await terraform('output -raw domain');
  const host = /\w+\.cloudfront\.net/.exec(output)?.[0] ?? '';
  assert.deepEqual(await ask(host, '/hello.txt'), { status: 200, body: 'Hello from the bucket.\n' });
  assert.deepEqual(await ask(host, '/none.txt'), { status: 200, body: 'The bucket has no /none.txt.\n' });
  assert.deepEqual(await ask(host, '/docs/'), { status: 200, body: 'The bucket has no /docs/index.html.\n' });
  assert.equal((await ask('other.example', '/hello.txt')).status, 403);
});

test('everything can be destroyed, and every process ends', async () => {
  assert.equal((await terraform('destroy -auto-approve -input=false -no-color')).exitCode, 0);
  assert.equal((await localAws.command('stop')).exitCode, 0);
  assert.equal((await localAws.command('status')).exitCode, 1);
});

function ask(host: string, path: string): Promise<{ status: number; body: string }> {
  const { edge } = findServices(directory) ?? assert.fail('the local AWS does not run');
  return new Promise((resolve, reject) => {
    request(
      { host: '127.0.0.1', port: edge.port, path, headers: { host }, agent: false },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      },
    )
      .on('error', reject)
      .end();
  });
}
