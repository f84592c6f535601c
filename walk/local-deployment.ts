import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsEdgeKeys, publishKeys } from '../cli/edge-keys';
import type { DocumentInput } from '../config/document';
import { Timeline } from '../drills/timeline';
import type { DrillWorld } from '../drills/world';
import { localAccessReport } from '../local/access-report';
import { Applied, synthesizedDigest } from '../local/applied';
import { type StackTerraform, workspaceOptions } from '../local/deploy';
import { LOCAL_DIRECTORY } from '../local/directory';
import { credentialsOf } from '../local/run-stacks';
import { sourcesOf } from '../review/analysis/stack-source';
import type { PlanJson } from '../review/plan-json';
import { liveTrafficEffect } from '../review/traffic/live';
import { globalContract } from '../stacks/global/contract';
import { refuseDestruction } from '../terraform/destruction-guard';
import { refuseAnotherFounder } from '../terraform/founder';
import { type Changes, isNothing } from '../terraform/json-output';
import { explain } from '../terraform/known-failures';
import { appliedOutputs } from '../terraform/outputs';
import { StateStore } from '../terraform/state-store';
import { platformProgram } from '../terraform/synthesize';
import { type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';
import { requireUpstreams } from '../terraform/upstreams';
import { Workspace, type WorkspaceOptions } from '../terraform/workspace';
import type { Predicted } from './comparison';
import type { Predicting } from './predicting';
import type { Deployment, Watched } from './walk';
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
  /** Holds what is predicted of each apply against what viewers then see. @default - nothing is predicted */
  readonly predicting?: Predicting;
  /** @default - `.local` */
  readonly directory?: string;
  /** @default - a `Workspace` */
  readonly terraform?: (options: WorkspaceOptions) => WalkTerraform;
}

/** What this needs of a `Workspace`. */
export type WalkTerraform = StackTerraform & Pick<Workspace, 'forgetPlan' | 'showJson'>;

interface Prepared {
  readonly workspace: WalkTerraform;
  /** Whether there is a plan that finds something to change. */
  isPlanned: boolean;
  /** What interrupts its Terraform. */
  readonly signal: AbortSignal | undefined;
}

const advice = { applyCommand: (id: string) => `npx meridian apply ${id} --local` };

/** What edits of the walk lose on purpose, also where one of them has just switched the guards on. */
const MEANT = [
  ...[
    'aws_cloudwatch_log_group',
    'aws_kms_key',
    'aws_s3_bucket',
    'aws_secretsmanager_secret',
    'aws_sns_topic',
  ],
  ...['aws_eip', 'aws_globalaccelerator_accelerator', 'aws_lb', 'aws_lb_target_group'],
  ...['aws_rds_cluster', 'aws_rds_cluster_instance'],
  ...[
    'aws_cloudwatch_log_group:retention_in_days',
    'aws_rds_cluster:backup_retention_period',
    'aws_s3_bucket_lifecycle_configuration:rule',
  ],
];

/** What `npm start` has applied, changed as CI changes it. Documents are synthesized in `.local/walk`; the one on disk is not touched. */
export class LocalDeployment implements Deployment {
  private readonly directory: string;
  private readonly home: string;
  private readonly applied: Applied;
  /** Those that Terraform is ready to work in. */
  private readonly workspaces = new Map<SynthesizedStack, Prepared>();
  private stacks: readonly SynthesizedStack[] = [];
  private synthesized = 0;
  private denied: ReadonlySet<string> = new Set();
  /** Those that were applied last, by their ids. */
  private readonly former = new Map<string, SynthesizedStack>();

  constructor(private readonly props: LocalDeploymentProps) {
    const { directory = LOCAL_DIRECTORY, instance, version, environment } = props;
    this.directory = directory;
    this.home = join(directory, 'walk');
    this.applied = new Applied({ directory, instance, version, environment });
    this.forget();
  }

  async synthesize(document: DocumentInput): Promise<readonly SynthesizedStack[]> {
    const directory = join(this.home, String(++this.synthesized));
    mkdirSync(directory, { recursive: true });
    const file = join(directory, 'document.json');
    writeFileSync(file, JSON.stringify(document));
    await platformProgram(['--document', file], undefined, { CDKTF_OUTDIR: directory });
    this.stacks = synthesizedStacks(directory);
    if (this.former.size === 0) for (const stack of this.stacks) this.former.set(stack.id, stack);
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

  plan(stack: SynthesizedStack): Promise<Changes> {
    const { environment } = this.props;
    return explained(stack, async () => {
      await refuseAnotherFounder(stack, this.stacks, { environment });
      await requireUpstreams(stack, { environment, ...advice });
      const prepared = await this.prepared(stack);
      prepared.isPlanned = false;
      const changes = await planned(prepared.workspace, stack);
      prepared.isPlanned = !isNothing(changes);
      return changes;
    });
  }

  apply(stack: SynthesizedStack): Promise<Changes> {
    return explained(stack, async () => {
      const prepared = this.workspaces.get(stack);
      // Without a plan Terraform would apply one that nobody has looked at.
      if (!prepared?.isPlanned) throw new Error(`expected a plan of ${stack.id} to apply, got none`);
      prepared.isPlanned = false;
      await this.predict(stack, prepared.workspace);
      // Also where it fails: then nobody knows what it has come to.
      this.applied.forget(stack);
      const changes = await prepared.workspace.apply();
      this.former.set(stack.id, stack);
      return changes;
    });
  }

  destroy(stack: SynthesizedStack): Promise<Changes> {
    return explained(stack, async () => {
      const { workspace } = await this.prepared(stack);
      this.applied.forget(stack);
      this.props.predicting?.add({ stack: stack.id, effect: unplanned(stack) });
      const changes = await workspace.destroy();
      this.former.delete(stack.id);
      return changes;
    });
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

  async watchedDuring<T>(work: () => Promise<T>): Promise<Watched<T>> {
    const { predicting } = this.props;
    if (predicting === undefined) return this.seenDuring(work);
    const { result, comparison } = await predicting.during(() => this.seenDuring(work));
    return { ...result, comparison };
  }

  private seenDuring<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seen: Seen }> {
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

  /** What a review says of the plan that is about to be applied. */
  private async predict(stack: SynthesizedStack, workspace: WalkTerraform): Promise<void> {
    const { predicting, environment } = this.props;
    if (predicting === undefined) return;
    const plan = (await workspace.showJson()) as PlanJson;
    const context = { head: sourcesOf(this.stacks), base: sourcesOf([...this.former.values()]) };
    const isNew = !this.former.has(stack.id);
    const planned = [
      { stack, plan, isNew, inputs: [], reason: isNew ? ('added' as const) : ('changed' as const) },
    ];
    predicting.add({ stack: stack.id, effect: await liveTrafficEffect(planned, context, environment) });
  }

  private async prepared(stack: SynthesizedStack): Promise<Prepared> {
    const { environment, signal: interruption, terraform = (options) => new Workspace(options) } = this.props;
    const known = this.workspaces.get(stack);
    if (known !== undefined && !known.signal?.aborted) return known;
    // After an interruption, what still has to work is the way back.
    const signal = interruption.aborted ? undefined : interruption;
    const credentials = credentialsOf(this.stacks, environment);
    const { directory } = this;
    const workspace = terraform(workspaceOptions({ environment, credentials, directory, signal }, stack));
    await workspace.init();
    const prepared = { workspace, signal, isPlanned: false };
    this.workspaces.set(stack, prepared);
    return prepared;
  }
}

const unplanned = ({ id }: SynthesizedStack): Predicted['effect'] => ({
  changes: [],
  losses: [],
  untold: [
    { stack: id, sentence: `what viewers notice of the end of "${id}", which is destroyed without a plan` },
  ],
});

/** A plan that is not applied is not kept: it holds secrets in clear. */
async function planned(workspace: WalkTerraform, stack: SynthesizedStack): Promise<Changes> {
  try {
    const changes = await workspace.plan();
    await refuseDestruction(workspace, changes, stack, { ...advice, destroys: MEANT });
    if (isNothing(changes)) workspace.forgetPlan();
    return changes;
  } catch (error) {
    workspace.forgetPlan();
    throw error;
  }
}

async function explained(stack: SynthesizedStack, work: () => Promise<Changes>): Promise<Changes> {
  try {
    return await work();
  } catch (error) {
    throw explain(error, stack, advice);
  }
}
