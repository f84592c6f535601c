import { checks } from '../preflight';
import { Aws } from '../preflight/aws';
import { localOutside } from '../preflight/local-outside';
import { type Result, runChecks } from '../preflight/run';
import { Target } from '../preflight/target';
import { maskedKnown } from '../review/masking/masked';
import { withoutSecrets } from '../review/masking/without-secrets';
import { declaredStacks } from '../terraform/declared-stacks';
import { StateStore } from '../terraform/state-store';
import { synthesize } from '../terraform/synthesize';
import { type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';
import { callerAccount } from './account';
import { targetEnvironment } from './environment';
import { stacksOf } from './find-stack';
import { knownSecrets } from './known-secrets';

export interface PreflightArguments {
  readonly deployment: string | undefined;
  readonly local: boolean;
  readonly json: boolean;
  readonly skipSynth: boolean;
}

/** Asks the account whether it can take the deployment; 1 where something is in the way. */
export async function preflight(
  { deployment, local, json, skipSynth }: PreflightArguments,
  signal: AbortSignal,
): Promise<number> {
  const [first] = stacksOf(await declaredStacks({ signal }), deployment);
  const environment = targetEnvironment(local);
  const accountId = await callerAccount(first.awsRegion, environment);
  if (!skipSynth) await synthesize(signal);
  const stacks = stacksOf(synthesizedStacks(), deployment);
  const secrets = await knownSecrets(stacks, environment);
  const applied = await appliedStacks(stacks, environment);
  const { AWS_ENDPOINT_URL: endpoint } = environment;
  const outside = endpoint === undefined ? {} : localOutside(endpoint);
  const target = new Target({ stacks, applied, accountId, aws: new Aws(environment), ...outside });
  const results = await runChecks(checks, target, {
    signal,
    onResult: ({ id }, done) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${done} of ${checks.length}: ${id}`);
    },
  }).then(
    (found) => maskedKnown(found, secrets),
    (error: unknown) => {
      throw withoutSecrets(error, secrets);
    },
  );
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
  const isReady = results.every(({ outcome }) => outcome === 'fine');
  if (json) console.log(JSON.stringify({ deployment, accountId, isReady, results }, null, 2));
  else for (const line of reportLines(results, `account ${accountId}`, applied.size)) console.log(line);
  return isReady ? 0 : 1;
}

/** One line for each problem, with what mends it, and one sentence at the end. */
export function reportLines(results: readonly Result[], account: string, applied: number): string[] {
  const lines = results.flatMap(({ id, findings }) =>
    findings.map(({ problem, remedy }) => `${id}: ${problem}. Mend it: ${remedy}`),
  );
  const kept = applied > 0 ? ` (${applied} stacks are applied already; only the others count)` : '';
  const said = lines.length === 0 ? 'nothing is in the way' : `${lines.length} in the way`;
  return [...lines, `${results.length} checks of ${account}: ${said}${kept}.`];
}

/** Stacks whose state holds resources: what they own is no obstacle to them. Without a state bucket there are none. */
async function appliedStacks(
  stacks: readonly [SynthesizedStack, ...SynthesizedStack[]],
  environment: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> {
  const applied = new Set<string>();
  const [first] = stacks;
  const store = new StateStore(first.backend, first.deployment, environment);
  try {
    // A bucket that these credentials may not read is for the checks to report.
    if (!(await store.hasBucket().catch(() => false))) return applied;
    await Promise.all(
      stacks.map(async ({ id, backend }) => {
        if (((await store.read(backend.key))?.resources.length ?? 0) > 0) applied.add(id);
      }),
    );
    return applied;
  } finally {
    store.close();
  }
}
