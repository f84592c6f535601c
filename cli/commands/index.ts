import type { Command } from '../define';
import { accountCommands } from './account';
import { ciCommands } from './ci';
import { localCommands } from './local';
import { reviewCommands } from './review';
import { serviceCommands } from './service';
import { sourceCommands } from './sources';
import { stackCommands } from './stacks';

/** Every word after `meridian`, but for `cdktf`, which hands on what follows, and yargs' own `completion`. */
export const commands: readonly Command[] = [
  ...stackCommands,
  ...reviewCommands,
  ...accountCommands,
  ...ciCommands,
  ...localCommands,
  ...serviceCommands,
  ...sourceCommands,
];

export const commandNames: readonly string[] = [...commands.map(({ name }) => name), 'cdktf', 'completion'];
