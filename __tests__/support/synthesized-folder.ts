import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Such as `demo-region-asia`: no part of it has a hyphen, unless `stacks` says what it is. */
const ID = /^([a-z]+)-([a-z]+)(?:-([a-z]+))?$/;

/** A folder as `npm run synth` leaves it: stack id to the ids it reads. */
export function synthesizedFolder(
  reads: Readonly<Record<string, readonly string[]>>,
  stacks: Readonly<Record<string, { deployment: string; kind: string; name?: string }>> = {},
): string {
  const directory = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  for (const [id, upstreams] of Object.entries(reads)) {
    const at = (key: string) => ({ bucket: 'states', key: `${key}.tfstate`, region: 'eu-west-1' });
    const remote = upstreams.map((upstream) => [upstream, { backend: 's3', config: at(upstream) }]);
    const [, deployment, kind, name] = ID.exec(id) ?? [];
    mkdirSync(join(directory, 'stacks', id), { recursive: true });
    writeFileSync(
      join(directory, 'stacks', id, 'cdk.tf.json'),
      JSON.stringify({
        '//': {
          metadata: { stack: { deletionProtection: false, ...(stacks[id] ?? { deployment, kind, name }) } },
        },
        provider: {
          aws: [
            { region: 'eu-west-1' },
            { alias: 'other', region: 'eu-west-2' },
            { alias: 'unused', region: 'eu-west-3' },
          ],
        },
        terraform: {
          backend: { s3: at(id) },
          required_providers: { aws: { source: 'aws', version: '5.100.0' } },
        },
        ...(remote.length > 0 ? { data: { terraform_remote_state: Object.fromEntries(remote) } } : {}),
        resource: {
          aws_ssm_parameter: { one: {}, two: { provider: 'aws.other' } },
          aws_sqs_queue: { three: {} },
        },
      }),
    );
  }
  return directory;
}
