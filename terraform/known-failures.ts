import { wouldDestroy } from './destruction-guard';
import { missingBucket, noCredentials } from './state-store';
import type { SynthesizedStack } from './synthesized';
import { TerraformError } from './terraform-error';

/** What a failure is recognized by, and explained with. */
interface Failure {
  /** All that Terraform said. */
  readonly text: string;
  readonly errors: TerraformError['diagnostics'];
  readonly stack: SynthesizedStack;
  /** The Terraform command that failed. */
  readonly command: string;
  readonly unsavedState: string | undefined;
  readonly applyCommand: (stackId: string) => string;
  /** What Terraform got on top of `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One sentence for a failure, or nothing where it is another one. */
type KnownFailure = (failure: Failure) => string | undefined;

/** What Terraform says at length, and this project knows the remedy of; the first that fits explains it. */
const KNOWN_FAILURES: readonly KnownFailure[] = [
  lostState,
  whenSaid(/NoSuchBucket|S3 bucket "[^"]*" does not exist|bucket does not exist/i, ({ stack, environment }) =>
    missingBucket(stack.backend.bucket, stack.deployment, environment),
  ),
  whenSaid(
    /No valid credential sources found|no EC2 IMDS role found|failed to refresh cached credentials/i,
    () => noCredentials,
  ),
  whenSaid(/AWS account ID not allowed: /, wrongAccount),
  whenSaid(/InvalidChangeBatch[\s\S]*secondary|secondary[\s\S]*InvalidChangeBatch/i, ({ stack }) =>
    takenName(stack.id),
  ),
  whenSaid(/a secret with this name is already scheduled for deletion/i, ({ stack }) =>
    deletedSecret(stack.id),
  ),
  whenSaid(/reading Secrets Manager Secret Version \([^|)]+\|[^)]*\): couldn't find resource/, missingSecret),
  whenSaid(
    /AssociatedEndpointGroupFoundException/,
    ({ stack }) =>
      `"${stack.id}" takes down an accelerator that regions still stand behind: apply each region of "${stack.deployment}" first, then "${stack.id}" again (docs/operate/accelerator.md)`,
  ),
  unmetUpstreams,
  lostOutputs,
  protectedResources,
  heldLock,
];

/** The remedy where it is known; otherwise the error itself. */
export function explain(
  error: unknown,
  stack: SynthesizedStack,
  {
    applyCommand = perTeamCommand,
    environment = {},
  }: Partial<Pick<Failure, 'applyCommand' | 'environment'>> = {},
): Error {
  if (!(error instanceof TerraformError)) return error instanceof Error ? error : new Error(String(error));
  const errors = error.diagnostics.filter(({ severity }) => severity === 'error');
  const text = [error.message, ...errors.map(({ summary, detail }) => `${summary}\n${detail}`)].join('\n');
  const { command, unsavedState } = error;
  for (const known of KNOWN_FAILURES) {
    const sentence = known({ text, errors, stack, command, unsavedState, applyCommand, environment });
    if (sentence !== undefined) return new Error(sentence, { cause: error });
  }
  return error;
}

function whenSaid(words: RegExp, sentence: (failure: Failure) => string): KnownFailure {
  return (failure) => (words.test(failure.text) ? sentence(failure) : undefined);
}

/** Before everything else, because another apply would make everything a second time. */
function lostState({ errors, stack, unsavedState }: Failure): string | undefined {
  if (unsavedState === undefined) return undefined;
  const reasons = errors
    // Terraform's own advice, which names a file that is no longer there.
    .filter(({ summary }) => summary !== 'Failed to persist state to backend')
    .map(({ summary, detail }) => `  ${summary}: ${detail.split('\n\n', 1)[0]}`);
  // The apply may have worked in a copy of that folder.
  const terraform = `terraform -chdir=cdktf.out/stacks/${stack.id}`;
  return [
    `"${stack.id}" has been changed, and its state could not be saved. Before anything else: "${terraform} init -reconfigure && ${terraform} state push ${unsavedState}"`,
    ...reasons,
  ].join('\n');
}

/** Terraform reads it before the postcondition of a remote state can say what its maker lacks. */
function missingSecret({ text, stack, applyCommand }: Failure): string {
  const [, name = 'a secret'] = /Secret Version \(([^|)]+)\|/.exec(text) ?? [];
  const makers = stack.upstreams.map((id) => `"${applyCommand(id)}"`).join(' or ');
  return `"${stack.id}" reads the secret ${name}, which is not in ${stack.awsRegion}: run ${makers} first`;
}

/** The provider names only the account that it refuses. */
function wrongAccount({ text, stack }: Failure): string {
  const [, actual = 'another'] = /AWS account ID not allowed: (\d+)/.exec(text) ?? [];
  const expected = stack.accountId ?? 'another';
  return `"${stack.id}" belongs to account ${expected}, and these credentials to account ${actual}: nothing was changed; sign in to ${expected}`;
}

/** Every error is about a stack that has not been applied, or lacks what this one needs of it. */
function unmetUpstreams({ errors, stack, applyCommand }: Failure): string | undefined {
  const unread: string[] = [];
  const unmet: string[] = [];
  for (const { address, summary, detail } of errors) {
    const [, what = '', id, sources] =
      /^(.*): (?:apply "([^"]+)" first\.?|(take the newer sources .*)\.)$/s.exec(detail) ?? [];
    if (/Unable to find remote state/i.test(summary)) {
      const [, read = ''] = /data\.terraform_remote_state\.([\w-]+)/.exec(`${address} ${detail}`) ?? [];
      unread.push(read);
    } else if (id !== undefined && / has not been applied/.test(what)) unread.push(id);
    else if (id !== undefined) unmet.push(`${what}: run "${applyCommand(id)}" first`);
    else if (sources !== undefined) unmet.push(`${what}: ${sources}`);
    else return undefined;
  }
  if (errors.length === 0) return undefined;
  const known = [...new Set(unread)].filter((id) => id !== '');
  const missing = known.length > 0 || unread.length === 0 ? known : stack.upstreams;
  return [
    ...(missing.length > 0 ? [notApplied(stack.id, missing, applyCommand)] : []),
    ...new Set(unmet),
  ].join('\n');
}

/** Every error is about an output that is gone: a destroy looks at no contract. */
function lostOutputs({ errors, stack, applyCommand }: Failure): string | undefined {
  const lost = new Map<string, Set<string>>();
  for (const { summary, detail, snippet } of errors) {
    const [, name] = /does not have an attribute named "([^"]+)"/.exec(detail) ?? [];
    const [id] = (snippet?.values ?? []).flatMap(
      ({ traversal }) => /^data\.terraform_remote_state\.([\w-]+)\.outputs$/.exec(traversal)?.[1] ?? [],
    );
    if (summary !== 'Unsupported attribute' || name === undefined || id === undefined) return undefined;
    lost.set(id, (lost.get(id) ?? new Set()).add(name));
  }
  if (lost.size === 0) return undefined;
  return [...lost]
    .map(
      ([id, names]) =>
        `Stack "${id}" has been applied without ${[...names].join(', ')}, which "${stack.id}" reads: run "${applyCommand(id)}" first, or take the sources that "${id}" was applied with`,
    )
    .join('\n');
}

function protectedResources({ errors, stack, command, applyCommand }: Failure): string | undefined {
  const isProtected = errors.every(({ summary }) => summary === 'Instance cannot be destroyed');
  if (errors.length === 0 || !isProtected) return undefined;
  const addresses = errors.flatMap(({ detail }) => /^Resource (\S+) has/.exec(detail)?.[1] ?? []);
  return command === 'destroy' || addresses.length === 0
    ? protectedStack(stack.id)
    : wouldDestroy(stack.id, addresses, { applyCommand });
}

function heldLock({ text, stack }: Failure): string | undefined {
  const lock =
    /Lock Info:\s*ID:\s*(\S+)[\s\S]*?Operation:\s*(\S+)[\s\S]*?Who:\s*(\S+)[\s\S]*?Created:\s*([^\n]+)/.exec(
      text,
    );
  if (!lock) return undefined;
  const [, id, operation = '', who, created = ''] = lock;
  const since = created.replace(/\.\d+.*/, ' UTC');
  const what = operation.replace('OperationType', '').toLowerCase();
  return `${who} has "${stack.id}" locked since ${since} (${what}): wait for it, or, if that run is dead, "terraform -chdir=cdktf.out/stacks/${stack.id} force-unlock ${id}"`;
}

/** How one team applies its stack. */
export const perTeamCommand = (stackId: string) => `npx meridian apply ${stackId}`;

export const protectedStack = (stackId: string) =>
  `"${stackId}" is protected against deletion: set deletionProtection (for the state bucket, state.deletionProtection) to false in the document, apply "${stackId}", and destroy it then`;

const deletedSecret = (stackId: string) =>
  `A secret that "${stackId}" makes has the name of one that was deleted and that AWS keeps for 30 days: use the next number in originProtection.secretVersions or edgeAuth.keyVersions, or "aws secretsmanager restore-secret" it and import it (docs/operate/moving-resources.md)`;

const takenName = (stackId: string) =>
  `Another region still answers for a name that "${stackId}" is to stand in for: a failover target moves in two applies, first the region that was the target, then "${stackId}" (docs/operate/regions.md)`;

export function notApplied(
  reader: string,
  missing: readonly string[],
  applyCommand: (stackId: string) => string,
): string {
  const names = missing.map((id) => `"${id}"`).join(' and ');
  const commands = missing.map((id) => `"${applyCommand(id)}"`).join(' and ');
  return `Stack "${reader}" reads ${names}, which ${missing.length === 1 ? 'has' : 'have'} not been applied: run ${commands} first`;
}
