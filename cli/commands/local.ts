import { LOCAL_COMMANDS } from '../../local/local-commands';
import { SIDE_BY_SIDE } from '../../local/schedule';
import { define } from '../define';
import { stackIds } from './candidates';

const localMain = (): typeof import('../../local/main') => require('../../local/main');

const flags = {
  deployment: {
    type: 'string',
    requiresArg: true,
    default: 'demo',
    describe: 'which document is deployed',
  },
  parallel: {
    type: 'string',
    requiresArg: true,
    describe: `stacks that are applied side by side (default ${SIDE_BY_SIDE})`,
  },
} as const;

const width = Math.max(...Object.keys(LOCAL_COMMANDS).map((name) => name.length));
const list = Object.entries(LOCAL_COMMANDS).map(([name, what]) => `  ${name.padEnd(width)}  ${what}`);

const details = `
MERIDIAN_LOCAL_PORT        port of the local AWS (default 4566, or the next free one)
MERIDIAN_PYTHON_INDEX_URL  package index that moto comes from when it has to be installed
Logs, process ids and downloads are under .local/.`;

/** AWS on this machine, and the platform on it. */
export const localCommands = [
  define({
    command: 'start',
    summary: LOCAL_COMMANDS.start,
    details,
    positionals: {},
    flags,
    run: (args) => localMain().runLocal('start', args),
  }),
  define({
    command: 'stop',
    summary: 'ends the local AWS; the next start brings it back as it was',
    positionals: {},
    flags: {},
    run: () => localMain().runLocal('down', { deployment: 'demo' }),
  }),
  define({
    command: 'local <action> [stacks..]',
    summary: 'what can be done with the local AWS, one by one',
    details: `Actions:\n${list.join('\n')}\n${details}`,
    positionals: {
      action: {
        type: 'string',
        choices: Object.keys(LOCAL_COMMANDS) as (keyof typeof LOCAL_COMMANDS)[],
        describe: 'one of the list below',
      },
      stacks: { type: 'string', array: true, describe: 'deploy: these stacks only', candidates: stackIds },
    },
    flags: {
      ...flags,
      undo: { type: 'boolean', default: false, describe: 'env: takes back what it has set in this shell' },
    },
    run: ({ action = 'status', ...args }) => localMain().runLocal(action, args),
  }),
] as const;
