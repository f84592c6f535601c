import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsEdgeKeys, publishKeys } from '../cli/edge-keys';
import type { DocumentInput } from '../config/document';
import { Timeline } from '../drills/timeline';
import type { DrillWorld } from '../drills/world';
import { localAccessReport } from '../local/access-report';
import { Applied, synthesizedDigest } from '../local/applied';
import { workspaceOptions } from '../local/deploy';
import { LOCAL_DIRECTORY } from '../local/directory';
import { credentialsOf } from '../local/run-stacks';
import { globalContract } from '../stacks/global/contract';
import { refuseDestruction } from '../terraform/destruction-guard';
import { refuseAnotherFounder } from '../terraform/founder';
import type { Changes } from '../terraform/json-output';
import { explain } from '../terraform/known-failures';
import { appliedOutputs } from '../terraform/outputs';
import { StateStore } from '../terraform/state-store';
import { platformProgram } from '../terraform/synthesize';
import { type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';
import { requireUpstreams } from '../terraform/upstreams';
import { Workspace } from '../terraform/workspace';
import type { Deployment } from './walk';
import { type Seen, watchedDuring } from './watching';

export interface LocalDeploymentProps {
  readonly world: DrillWorld;
  /** What reaches the local AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the running local AWS. */
  readonly instance: string;
  readonly version: string;
  /** Prefix of objects that viewers ask for. */
  readonly mediaPrefix: string;
  readonly signal: AbortSignal;
}

const advice = { applyCommand: (id: string) => `npx meridian apply ${id} --local` };

/** What edits of the walk lose on purpose, also where one of them has just switched the guards on. */
const MEANT = [
  ...[
    'aws_cloudwatch_log_group',
    'aws_kms_key',
    'aws_s3_bucket',
    'aws_s3_bucket_lifecycle_configuration',
    'aws_secretsmanager_secret',
    'aws_sns_topic',
  ],
  ...['aws_eip', 'aws_globalaccelerator_accelerator', 'aws_rds_cluster', 'aws_rds_cluster_instance'],
];

/** What `npm start` has applied, changed as CI changes it. Documents are synthesized in `.local/walk`; the one on disk is not touched. */
export class LocalDeployment implements Deployment {
  private readonly home = join(LOCAL_DIRECTORY, 'walk');
  private readonly applied: Applied;
  private readonly workspaces = new Map<SynthesizedStack, Workspace>();
  private readonly prepared = new Set<SynthesizedStack>();
  private stacks: readonly SynthesizedStack[] = [];
  private synthesized = 0;
  private denied: ReadonlySet<string> = new Set();

  constructor(private readonly props: LocalDeploymentProps) {
    const { instance, version, environment } = props;
    this.applied = new Applied({ directory: LOCAL_DIRECTORY, instance, version, environment });
    this.forget();
  }

  async synthesize(document: DocumentInput): Promise<readonly SynthesizedStack[]> {
    const directory = join(this.home, String(++this.synthesized));
    mkdirSync(directory, { recursive: true });
    const file = join(directory, 'document.json');
    writeFileSync(file, JSON.stringify(document));
    await platformProgram(['--document', file], undefined, { CDKTF_OUTDIR: directory });
    this.stacks = synthesizedStacks(directory);
    return this.stacks;
  }

  isSame(one: SynthesizedStack, other: SynthesizedStack): boolean {
    return synthesizedDigest(one) === synthesizedDigest(other);
  }

  async register(stacks: readonly SynthesizedStack[]): Promise<void> {
    for (const { backend, deployment } of stacks) {
      const store = new StateStore(backend, deployment, this.props.environment);
      await store.register(backend.key).finally(() => store.close());
    }
  }

  async plan(stack: SynthesizedStack): Promise<Changes> {
    const { environment } = this.props;
    const workspace = this.workspace(stack);
    try {
      await refuseAnotherFounder(stack, this.stacks, { environment });
      await requireUpstreams(stack, { environment, ...advice });
      await this.prepare(stack);
      const planned = await workspace.plan();
      await refuseDestruction(workspace, planned, stack, { ...advice, destroys: MEANT });
      return planned;
    } catch (error) {
      throw explain(error, stack, advice);
    }
  }

  async apply(stack: SynthesizedStack): Promise<Changes> {
    try {
      return await this.workspace(stack).apply();
    } catch (error) {
      throw explain(error, stack, advice);
    }
  }

  async destroy(stack: SynthesizedStack): Promise<Changes> {
    await this.prepare(stack);
    const changes = await this.workspace(stack).destroy();
    this.applied.forget(stack);
    return changes;
  }

  async isAsApplied(stack: SynthesizedStack): Promise<boolean> {
    return (await this.applied.since(stack)) !== undefined;
  }

  remember(stack: SynthesizedStack): Promise<void> {
    return this.applied.remember(stack);
  }

  async publishKeys(): Promise<void> {
    const { environment } = this.props;
    const global = this.stacks.find(({ kind }) => kind === globalContract.kind);
    if (global === undefined) return;
    const outputs = await appliedOutputs(global, globalContract, environment);
    const { edgeKeyValueStoreArn: storeArn, edgeTokenKeyNames: secretNames } = outputs;
    await publishKeys(awsEdgeKeys({ storeArn, awsRegion: global.awsRegion, environment }), secretNames);
  }

  async denials(): Promise<readonly string[]> {
    const { identities } = await localAccessReport();
    const all = identities.flatMap(({ identity, denied }) =>
      denied.map(({ action, resource }) => `${identity} was denied ${action} on ${resource}`),
    );
    const before = this.denied;
    this.denied = new Set(all);
    return all.filter((one) => !before.has(one));
  }

  watchedDuring<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seen: Seen }> {
    const { world, mediaPrefix } = this.props;
    const timeline = new Timeline(
      () => world.now(),
      () => undefined,
    );
    return watchedDuring({ world, timeline, mediaPrefix }, work);
  }

  /** What was synthesized on the way. */
  forget(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private async prepare(stack: SynthesizedStack): Promise<void> {
    if (this.prepared.has(stack)) return;
    await this.workspace(stack).init();
    this.prepared.add(stack);
  }

  private workspace(stack: SynthesizedStack): Workspace {
    const { environment, signal } = this.props;
    const known = this.workspaces.get(stack);
    if (known !== undefined) return known;
    const workspace = new Workspace(
      workspaceOptions(
        {
          environment,
          credentials: credentialsOf(this.stacks, environment),
          directory: LOCAL_DIRECTORY,
          // After an interruption, what still has to work is the way back.
          ...(signal.aborted ? {} : { signal }),
        },
        stack,
      ),
    );
    this.workspaces.set(stack, workspace);
    return workspace;
  }
}
