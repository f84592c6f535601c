import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROFILE_PER_STACK } from '../../terraform/stack-profile';
import { StateStore } from '../../terraform/state-store';
import { Workspace } from '../../terraform/workspace';
import { fakeTerraform } from '../support/fake-terraform';
import { type Listening, listening } from '../support/listening';

const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
const profile = (name: string) =>
  `[${name}]\naws_access_key_id = key-of-${name}\naws_secret_access_key = secret\naws_session_token = token\n`;

describe('a stack with an AWS profile of its own', () => {
  const kept = { ...process.env };
  let s3: Listening;
  let askedAs: (string | undefined)[];

  beforeEach(async () => {
    askedAs = [];
    s3 = await listening((request, response) => {
      askedAs.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1]);
      response.end('{"version":4,"lineage":"l","serial":1}');
    });
    const file = join(folder, 'credentials');
    writeFileSync(file, ['default', 'demo-global', 'demo-mesh'].map(profile).join('\n'));
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, { AWS_SHARED_CREDENTIALS_FILE: file, AWS_ENDPOINT_URL: s3.url });
  });
  afterEach(() => {
    s3.close();
    for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
    Object.assign(process.env, kept);
  });

  async function readBoth(): Promise<void> {
    const store = new StateStore(
      { bucket: 'states', region: 'us-east-1', key: 'demo-global.tfstate' },
      'demo',
      { AWS_ENDPOINT_URL: s3.url },
    );
    await store.read('demo-global.tfstate');
    await store.read('demo-mesh.tfstate');
    await store.hasBucket();
    store.close();
  }

  it('has its state read with that profile', async () => {
    process.env[PROFILE_PER_STACK] = '1';
    await readBoth();

    expect(askedAs).toEqual(['key-of-demo-global', 'key-of-demo-mesh', 'key-of-default']);
  });

  it('is read like any other where nobody says so', async () => {
    await readBoth();

    expect(askedAs).toEqual(['key-of-default', 'key-of-default', 'key-of-default']);
  });

  it.each([
    ['1', 'demo-global'],
    ['', ''],
  ])('is planned with it where the variable is "%s"', async (value, expected) => {
    process.env[PROFILE_PER_STACK] = value;
    const directory = join(folder, 'demo-global');
    mkdirSync(directory, { recursive: true });
    const log = join(folder, 'profile');
    const binary = fakeTerraform(join(folder, 'terraform'), `echo "$AWS_PROFILE" > ${log}`);
    await new Workspace({ directory, binary }).show();

    expect(readFileSync(log, 'utf8').trim()).toBe(expected);
  });
});
