import { join, resolve } from 'node:path';

/** The repository: tools work in it wherever they are called from. */
export const root = resolve(__dirname, '..');

/** What `npm run synth` writes. */
export const synthesized = join(root, 'cdktf.out');

/** What tools keep on this machine between runs: binaries, plugin cache, logs. Ignored by git, safe to delete. */
export const local = join(root, '.local');
