import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Document } from '../../config/document';
import { plannedStacks } from '../../stacks/platform';
import { stateContract } from '../../stacks/state/contract';

/** Workflows whose jobs follow from the documents, by their path; those that let no workflow in have none. */
export function workflows(documents: readonly Document[]): Record<string, () => string> {
  const deployed = documents.filter(({ ciRepository }) => ciRepository !== undefined);
  const applies = deployed.map((document) => [
    `.github/workflows/apply-${document.deployment}.yml`,
    () => written(applyWorkflow(document)),
  ]);
  return {
    '.github/workflows/review.yml': () => written(reviewWorkflow(deployed)),
    '.github/workflows/nightly.yml': () => written(nightlyWorkflow(deployed)),
    ...Object.fromEntries(applies),
  };
}

/** The first line of each of them. */
const WRITTEN = '# Written from the documents by `npm run docs`.';

/** Files of a folder that were written from documents that are gone, or have another name now. */
export function leftOver(paths: readonly string[], folder = '.github/workflows'): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => !paths.includes(path) && readFileSync(path, 'utf8').startsWith(`${WRITTEN}\n`));
}

const written = (workflow: object) =>
  `${WRITTEN}\n${stringify(workflow, { lineWidth: 0, aliasDuplicateObjects: false })}`;

/** Whether this is the repository that the document lets in: nowhere else, as in a fork of it, has AWS a role for it. */
const isItsRepository = ({ ciRepository = '' }: Document) =>
  `github.repository == '${ciRepository.replaceAll(/@\d+/g, '')}'`;

const MAIN = `github.ref == 'refs/heads/main'`;
const RUNNER = { 'runs-on': 'ubuntu-24.04', 'timeout-minutes': 5 };
/** With pipefail, which GitHub leaves out where no shell is named. */
const BASH = { defaults: { run: { shell: 'bash' } } };
const READS = { contents: 'read', 'id-token': 'write' };

/** Plans each deployment; `reviewed` is the one check that a branch rule asks for. */
function reviewWorkflow(documents: readonly Document[]): object {
  const review = (document: Document) => ({
    if: `${isItsRepository(document)} && github.event.pull_request.head.repo.full_name == github.repository`,
    uses: './.github/workflows/review-deployment.yml',
    with: { deployment: document.deployment },
    permissions: { ...READS, actions: 'read', 'pull-requests': 'write' },
  });
  return {
    name: 'review',
    on: { pull_request: { branches: ['main'] } },
    permissions: {},
    ...BASH,
    concurrency: {
      group: 'review-${{ github.event.pull_request.number }}',
      'cancel-in-progress': true,
    },
    jobs: {
      ...byDeployment(documents, review),
      reviewed: verdict(deploymentsOf(documents), {
        name: 'What became of it',
        env: { HEAD_REPOSITORY: '${{ github.event.pull_request.head.repo.full_name }}' },
        run: REVIEWED,
      }),
    },
  };
}

const REVIEWED = `jq -r 'to_entries[] | "\\(.key): \\(.value.result)"' <<< "$NEEDS"
if jq -e 'any(.[]; .result != "success" and .result != "skipped")' <<< "$NEEDS" > /dev/null; then exit 1; fi
if jq -e 'any(.[]; .result == "success")' <<< "$NEEDS" > /dev/null; then exit 0; fi
if [ "$HEAD_REPOSITORY" != "$GITHUB_REPOSITORY" ]; then
  echo "::error::Pull requests of forks get no credentials, and are not planned: push the branch to $GITHUB_REPOSITORY (docs/operate/ci.md)."
  exit 1
fi
echo "::notice::No document names $GITHUB_REPOSITORY as its ciRepository: nothing was planned (docs/operate/ci.md)."
`;

/** What main asks for and nobody has applied, and what was done outside of Terraform: the run fails where there is something. */
function nightlyWorkflow(documents: readonly Document[]): object {
  const planned = (file: string) => (document: Document) => ({
    if: `${isItsRepository(document)} && ${MAIN}`,
    uses: `./.github/workflows/${file}.yml`,
    with: { deployment: document.deployment },
    permissions: READS,
  });
  const drifts = documents.map((document) => [driftOf(document), planned('drift')(document)]);
  return {
    name: 'nightly',
    on: { schedule: [{ cron: '17 3 * * *' }], workflow_dispatch: null },
    permissions: {},
    ...BASH,
    jobs: {
      ...byDeployment(documents, planned('pending')),
      ...Object.fromEntries(drifts),
      nothing: verdict([...deploymentsOf(documents), ...documents.map(driftOf)], {
        name: 'Nothing is pending, and nothing has drifted',
        run: NOTHING,
      }),
    },
  };
}

const driftOf = ({ deployment }: Document) => `${deployment}-drift`;

const NOTHING = `jq -r 'to_entries[] | "\\(.key): \\(.value.result), \\(.value.outputs.stacks // "")"' <<< "$NEEDS"
if jq -e 'any(.[]; .result != "success" and .result != "skipped")' <<< "$NEEDS" > /dev/null; then exit 1; fi
if jq -e 'any(.[].outputs.stacks // ""; . != "" and . != "[]")' <<< "$NEEDS" > /dev/null; then
  echo "::error::What is applied differs from main: the reports of this run say in what."
  exit 1
fi
`;

const isPending = (id: string) => `contains(fromJSON(needs.pending.outputs.stacks || '[]'), '${id}')`;

/** Applied, or with nothing to change: "failure()" says nothing of a job that was cancelled, nor of those that it kept from running. */
const isDone = (id: string) => `(needs.${id}.result == 'success' || !${isPending(id)})`;

/** A job for each stack, after those that it reads: only what differs is applied, and nothing after what was not applied. */
function applyWorkflow(document: Document): object {
  const { deployment } = document;
  const stacks = plannedStacks(document);
  const applied = stacks.filter(({ kind }) => kind.contract.kind !== stateContract.kind);
  const isApplied = (id: string) => applied.some((stack) => stack.id === id);
  const jobs = applied.map(({ id, reads }) => [
    id,
    {
      needs: ['pending', ...reads.filter(isApplied)],
      if: `\${{ ${['!failure()', '!cancelled()', "needs.pending.result == 'success'", isPending(id), ...reads.filter(isApplied).map(isDone)].join(' && ')} }}`,
      uses: './.github/workflows/apply-stack.yml',
      with: { stack: id },
      concurrency: { group: `apply-${id}`, 'cancel-in-progress': false },
      permissions: { ...READS, actions: 'read' },
    },
  ]);
  return {
    name: `apply ${deployment}`,
    on: { push: { branches: ['main'] }, workflow_dispatch: null },
    permissions: {},
    ...BASH,
    jobs: {
      environments: {
        if: `${isItsRepository(document)} && ${MAIN}`,
        uses: './.github/workflows/environments.yml',
        with: { names: ['plan', ...stacks.map(({ id }) => id)].join(' '), deployment },
        permissions: { actions: 'read' },
      },
      pending: {
        needs: 'environments',
        uses: './.github/workflows/pending.yml',
        with: { deployment },
        permissions: READS,
      },
      ...Object.fromEntries(jobs),
      applied: verdict(['environments', 'pending', ...applied.map(({ id }) => id)], {
        name: 'What is applied',
        run: APPLIED,
      }),
    },
  };
}

const APPLIED = `if jq -e '.environments.result == "skipped"' <<< "$NEEDS" > /dev/null; then
  echo "::notice::The document names another ciRepository than $GITHUB_REPOSITORY: nothing was applied (docs/operate/ci.md)."
  exit 0
fi
jq -r '(.pending.outputs.stacks // "" | if . == "" then [] else fromjson end) as $pending
  | .pending.result as $reviewed
  | to_entries[] | select(.key != "environments" and .key != "pending")
  | "\\(.key): \\(if .value.result == "success" then "applied"
      elif .value.result == "failure" then "failed"
      elif $reviewed != "success" or (.key | IN($pending[])) then "not applied" else "nothing to change" end)"' <<< "$NEEDS" | tee -a "$GITHUB_STEP_SUMMARY"
if jq -e 'any(.[]; .result == "failure" or .result == "cancelled")' <<< "$NEEDS" > /dev/null; then
  echo "::error::Not everything is applied. Mend what the failed job names, then re-run the failed jobs: what is applied has nothing to change."
  exit 1
fi
`;

const byDeployment = (documents: readonly Document[], job: (document: Document) => object) =>
  Object.fromEntries(documents.map((document) => [document.deployment, job(document)]));

const deploymentsOf = (documents: readonly Document[]) => documents.map(({ deployment }) => deployment);

interface Verdict {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Reads what became of the others, as JSON in `$NEEDS`. */
  readonly run: string;
}

/** The job that says what became of others, whatever it was. */
const verdict = (needs: readonly string[], { name, env = {}, run }: Verdict) => ({
  if: '${{ always() }}',
  needs,
  ...RUNNER,
  permissions: {},
  steps: [{ name, env: { NEEDS: '${{ toJSON(needs) }}', ...env }, run }],
});
