import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { findStack } from '../../cli/find-stack';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { stackRows } from '../../docs/reference/stack-rows';
import { text } from '../../modules/contract/contract';
import { publish } from '../../modules/contract/stack-contract';
import { AlarmTopic } from '../../modules/observability/alarm-topic';
import { alarms } from '../../permissions/alarms';
import { globalContract } from '../../stacks/global/contract';
import { globalKind } from '../../stacks/global/kind';
import { createPlatform, plannedStacks } from '../../stacks/platform';
import { PlatformStack } from '../../stacks/platform-stack';
import { stackId } from '../../stacks/stack-ids';
import type { PlatformStackProps, StackContract, StackKind } from '../../stacks/stack-kind';
import { stateKind } from '../../stacks/state/kind';
import { synthesizedStacks } from '../../terraform/synthesized';
import { isAllowed, policyJson } from '../support/policy';

const watchContract = {
  kind: 'watch',
  version: 3,
  outputs: { alarmTopicArn: text('alarm_topic_arn', 'Topic that tells its team.') },
} satisfies StackContract;

class WatchStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { hostedZoneId } = this.read(globalContract);
    const { arn: alarmTopicArn } = new AlarmTopic(this, 'alarm-topic', {
      namePrefix: hostedZoneId,
      email: this.alarmEmail,
      encryptionKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1',
    });
    publish(this, watchContract, { alarmTopicArn });
  }
}

const watchKind: StackKind = {
  contract: watchContract,
  team: 'newcomers',
  readme: { stack: 'watch', owns: 'a topic', reads: '`global`' },
  permissions: [alarms],
  stacks: (document) => [
    {
      awsRegion: 'eu-west-1',
      resourceNames: ['demo-watch-*'],
      reads: [stackId(document, globalContract)],
      create: (scope, props) => new WatchStack(scope, props),
    },
  ],
};

describe('a new kind of stack, with its line in the registry', () => {
  const registry = [stateKind, globalKind, watchKind];
  const newcomers = { name: 'helpdesk', email: 'helpdesk@meridian.example' };
  const document = validated({ ...demo, teams: { ...demo.teams, newcomers } });
  const outdir = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  afterAll(() => rmSync(outdir, { recursive: true }));
  const app = new App({ outdir });
  createPlatform(app, document, registry);
  app.synth();
  const json = (id: string) => JSON.parse(readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8'));

  it('is a stack that tools find: id, kind, place and whom it reads', () => {
    expect(findStack(synthesizedStacks(outdir), 'demo-watch')).toMatchObject({
      deployment: 'demo',
      kind: 'watch',
      awsRegion: 'eu-west-1',
      upstreams: ['demo-global'],
      backend: { key: 'demo-watch.tfstate' },
    });
  });

  it('belongs to the team that it brings, which is told of its alarms', () => {
    const { provider, resource } = json('demo-watch');

    expect(provider.aws[0].default_tags[0].tags).toMatchObject({ stack: 'demo-watch', team: 'helpdesk' });
    expect(Object.values(resource.aws_sns_topic_subscription)).toMatchObject([{ endpoint: newcomers.email }]);
  });

  it('publishes its contract, and says which stack to apply before it', () => {
    const { output, data } = json('demo-watch');

    expect(output.contract_version.value).toBe(3);
    expect(Object.keys(output)).toContain('alarm_topic_arn');
    expect(JSON.stringify(data.terraform_remote_state['demo-global'])).toContain(
      'apply \\"demo-global\\" first',
    );
  });

  it('is planned and applied by roles of its own, which write no other state', () => {
    const { output, resource } = json('demo-state');
    const policies = Object.entries<{ policy: string }>(resource.aws_iam_role_policy)
      .filter(([name]) => name.startsWith('roles-demo-watch_apply-state'))
      .map(([, { policy }]) => policyJson(policy));
    const [bucket] = policies.flatMap(({ Statement }) =>
      Statement.filter(({ Action }) => Action.includes('s3:ListBucket')).map(({ Resource }) => Resource),
    );
    const may = (action: string, id: string) =>
      isAllowed(policies, {
        action,
        resource: `${bucket}/${id}.tfstate`,
        context: { 's3:ResourceAccount': '111122223333' },
      });
    const mayWrite = (id: string) => may('s3:PutObject', id);
    const mayRead = (id: string) => may('s3:GetObject', id);

    expect(Object.keys(output.apply_role_arns.value)).toContain('demo-watch');
    expect(['demo-watch', 'demo-global'].map(mayWrite)).toEqual([true, false]);
    expect(['demo-watch', 'demo-global', 'demo-state'].map(mayRead)).toEqual([true, true, false]);
  });

  it('has a line in the table of the README', () => {
    expect(stackRows(registry)).toContainEqual(['`watch`', 'newcomers', 'a topic', '`global`']);
  });

  it('is refused where the document lacks its team', () => {
    expect(() => plannedStacks(validated(demo), registry)).toThrow(
      'teams: expected "newcomers", which owns "watch"',
    );
  });

  it('is refused where its permissions are limited to names and it has none', () => {
    const nameless = {
      ...watchKind,
      stacks: () => watchKind.stacks(document).map((stack) => ({ ...stack, resourceNames: [] })),
    };

    expect(() => createPlatform(Testing.app(), document, [stateKind, globalKind, nameless])).toThrow(
      '"demo-watch": expected resourceNames, which its permissions are limited to',
    );
  });

  it('reads nobody whom it does not declare', () => {
    const silent = {
      ...watchKind,
      stacks: () => watchKind.stacks(document).map((stack) => ({ ...stack, reads: [] })),
    };

    expect(() => createPlatform(Testing.app(), document, [silent])).toThrow(
      '"demo-watch" reads "demo-global", which its kind does not declare',
    );
  });
});
