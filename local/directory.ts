import { join, resolve } from 'node:path';

export const PROJECT_DIRECTORY = resolve(__dirname, '..');

/** Everything that local runs leave behind; safe to delete when nothing runs. */
export const LOCAL_DIRECTORY = join(PROJECT_DIRECTORY, '.local');

/** The local AWS with what it cannot know of the platform. */
export const DAEMON = join(__dirname, 'plugin', 'daemon.ts');

/** Where a bootstrap keeps its work for one world of the local AWS: what was applied to another one is none of its own. */
export const bootstrapDirectory = (directory: string, instance: string) =>
  join(directory, 'bootstrap', instance);

/** Where it is noted what each stack was applied from, for one world of the local AWS as well. */
export const appliedDirectory = (directory: string, instance: string) => join(directory, 'applied', instance);
