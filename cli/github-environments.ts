import { stateContract } from '../stacks/state/contract';
import { type DeclaredStack, declaredStacks } from '../terraform/declared-stacks';
import { stacksOf } from './find-stack';

type Stack = Pick<DeclaredStack, 'id' | 'deployment' | 'kind' | 'team' | 'ci'>;

/** The environment that pull requests plan in, as the roles that plan trust it. */
const PLAN = 'plan';

/** Prints the commands that make the environments of a deployment in GitHub, with the teams that review in them. */
export async function githubEnvironments(
  { deployment }: { readonly deployment: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  console.log(environmentCommands(stacksOf(await declaredStacks({ signal }), deployment)));
}

/**
 * `plan` with the team of the state, which answers for what planning reads; and each stack's with the team that owns it, for
 * `main` only. Run again, they set the same. GitHub makes a missing environment when a workflow names it, protected by nothing.
 */
export function environmentCommands(stacks: readonly Stack[]): string {
  const [{ deployment, ci } = { deployment: '', ci: undefined }] = stacks;
  if (ci === undefined) {
    throw new Error(
      `The document "${deployment}" lets no workflow in: it needs "accountId" and "ciRepository"`,
    );
  }
  const repository = ci.repository.replaceAll(/@\d+/g, '');
  const state = stacks.find(({ kind }) => kind === stateContract.kind);
  const environments = [
    ...(state ? [{ name: PLAN, team: state.team, isForMain: false }] : []),
    ...stacks.map(({ id, team }) => ({ name: id, team, isForMain: true })),
  ];
  return environments.map((environment) => commandsFor(repository, environment)).join('\n\n');
}

interface Environment {
  readonly name: string;
  readonly team: string;
  /** Whether only jobs of `main` may be in it. */
  readonly isForMain: boolean;
}

/** https://docs.github.com/rest/deployments/environments; a team is named by its id there. */
function commandsFor(repository: string, { name, team, isForMain }: Environment): string {
  const [owner] = repository.split('/');
  const path = `repos/${repository}/environments/${name}`;
  const policy = isForMain ? '{"protected_branches":false,"custom_branch_policies":true}' : 'null';
  const lines = [
    `gh api --silent --method PUT ${path} --input - <<JSON`,
    `{"prevent_self_review":true,"deployment_branch_policy":${policy},"reviewers":[{"type":"Team","id":$(gh api orgs/${owner}/teams/${team} --jq .id)}]}`,
    'JSON',
  ];
  if (!isForMain) return lines.join('\n');
  // A second policy of the same name is refused.
  return [
    ...lines,
    `gh api ${path}/deployment-branch-policies --jq '.branch_policies[].name' | grep -qx main ||`,
    `  gh api --silent --method POST ${path}/deployment-branch-policies -f name=main`,
  ].join('\n');
}
