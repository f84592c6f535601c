/** What a variable of Terraform would do to the commands here, which is why they do not start. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [
    /^TF_WORKSPACE$/,
    'Terraform would take another state than the one the stack has, and make everything again',
  ],
  [/^TF_CLI_ARGS(_\w+)?$/, 'Terraform would do something else than what is shown here'],
];

/** Variables that Terraform does without, and why. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/^TF_LOG(_\w+)?$/, 'its logs hold secrets; "terraform -chdir=cdktf.out/stacks/<stack> plan" writes them'],
  [/^TF_DATA_DIR$/, 'stacks would share one folder'],
];

export interface ShellEnvironment {
  readonly environment: NodeJS.ProcessEnv;
  /** A sentence for each variable that is left out. */
  readonly leftOut: readonly string[];
}

/** What Terraform gets of the user's shell; throws where that would change what Terraform does. */
export function shellEnvironment(shell: NodeJS.ProcessEnv = process.env): ShellEnvironment {
  const isSet = (name: string) => shell[name] !== undefined && shell[name] !== '';
  const names = Object.keys(shell).filter((name) => isSet(name) && !isDefaultWorkspace(name, shell[name]));
  const refused = names.flatMap((name) => reasonFor(name, REFUSED));
  if (refused.length > 0) {
    throw new Error(refused.map(({ name, why }) => `${name} is set, and ${why}: unset ${name}`).join('\n'));
  }
  const leftOut = names.flatMap((name) => reasonFor(name, LEFT_OUT));
  const omitted = new Set(leftOut.map(({ name }) => name));
  return {
    environment: Object.fromEntries(Object.entries(shell).filter(([name]) => !omitted.has(name))),
    leftOut: leftOut.map(({ name, why }) => `Terraform runs without your ${name}: ${why}`),
  };
}

const isDefaultWorkspace = (name: string, value?: string) => name === 'TF_WORKSPACE' && value === 'default';

const reasonFor = (name: string, reasons: typeof REFUSED) =>
  reasons.flatMap(([pattern, why]) => (pattern.test(name) ? [{ name, why }] : []));
