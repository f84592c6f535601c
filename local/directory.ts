import { join, resolve } from 'node:path';

export const PROJECT_DIRECTORY = resolve(__dirname, '..');

/** Everything that local runs leave behind; safe to delete when nothing runs. */
export const LOCAL_DIRECTORY = join(PROJECT_DIRECTORY, '.local');

/** Where a bootstrap keeps its work for one start of the services: what an earlier one had been told is gone with it. */
export const bootstrapDirectory = (directory: string, instance: string) =>
  join(directory, 'bootstrap', instance);
