import { backfillKind } from './backfill/kind';
import { dataKind } from './data/kind';
import { failoverKind } from './failover/kind';
import { globalKind } from './global/kind';
import { meshKind } from './mesh/kind';
import { regionKind } from './region/kind';
import type { StackKind } from './stack-kind';
import { stateKind } from './state/kind';

/** Every kind of stack, in the order of first application: a new one is a folder, and a line here. */
export const kinds: readonly StackKind[] = [
  stateKind,
  globalKind,
  regionKind,
  meshKind,
  dataKind,
  failoverKind,
  backfillKind,
];
