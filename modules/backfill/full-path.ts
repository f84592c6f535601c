import type { FULL_ORIGIN_PATH } from '../../lambda-src/backfill/signal/miss';

/** Below it, the media distribution serves from the full origin alone; the type keeps it equal to what functions look for. */
export const FULL_PATH: typeof FULL_ORIGIN_PATH = '/.full';
