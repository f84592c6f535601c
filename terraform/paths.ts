import { join, resolve } from 'node:path';

/** The repository: tools work in it wherever they are called from. */
export const root = resolve(__dirname, '..');

/** What `npm run synth` writes; cdktf reads the same variable. */
export const synthesized = resolve(root, process.env.CDKTF_OUTDIR ?? 'cdktf.out');

/** What tools keep on this machine between runs: binaries, plugin cache, logs. Ignored by git, safe to delete. */
export const local = join(root, '.local');
