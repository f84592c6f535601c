import { framed } from '../command';
import { define } from '../define';
import { deployment } from './candidates';

const signInMain = (): typeof import('../sign-in') => require('../sign-in');
const environments = (): typeof import('../github-environments') => require('../github-environments');

/** What workflows of GitHub need, and who sets GitHub up for them. */
export const ciCommands = [
  define({
    command: 'sign-in <purpose> <name>',
    summary: "in a workflow of GitHub: becomes the stacks' roles, with no key stored anywhere",
    details: `plan <deployment>  as the roles that plan its stacks: one AWS profile for each, which MERIDIAN_PROFILE_PER_STACK=1 uses
apply <stack>      as the role that applies it: a profile of its name

Writes the profiles over the file that AWS_SHARED_CREDENTIALS_FILE names. docs/operate/ci.md says more.`,
    positionals: {
      purpose: { type: 'string', choices: ['plan', 'apply'] as const, describe: 'what is to be done' },
      name: { type: 'string', describe: 'a deployment to plan, a stack to apply' },
    },
    flags: {},
    run: (args) => framed((signal) => signInMain().signIn(args, signal)),
  }),
  define({
    command: 'github-environments <deployment>',
    summary: 'prints the commands that make its environments in GitHub, with their reviewers',
    details: 'They need "gh", signed in as an administrator of the repository. Changes nothing itself.',
    positionals: { deployment },
    flags: {},
    run: (args) => framed((signal) => environments().githubEnvironments(args, signal)),
  }),
] as const;
