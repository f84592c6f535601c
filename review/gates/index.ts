import { contractBreak } from './contracts';
import { costIncrease } from './costs';
import { destroyStateful, guardRemoval } from './destruction';
import { controlPlane, edgeDns } from './edge-dns';
import { edgeReplicas } from './edge-functions';
import { exposure } from './exposure';
import type { Gate } from './gate';
import { iamWidening } from './iam';
import { livePromises, unmanaged } from './outside';
import { backend, drift, incomplete, rename, secrets, stale, tainted, versions } from './plans';
import { policyPack } from './policy-pack';
import { blastRadius, regionAsymmetry } from './reach';
import { trafficLoss } from './traffic';
import { upgradeOrder } from './upgrade-order';

/** Every gate, in the order of the ids. What is missing in between is asked elsewhere, or not at all. */
export const gates: readonly Gate[] = [
  destroyStateful,
  guardRemoval,
  contractBreak,
  stale,
  tainted,
  edgeDns,
  regionAsymmetry,
  blastRadius,
  iamWidening,
  exposure,
  policyPack,
  secrets,
  versions,
  incomplete,
  backend,
  controlPlane,
  costIncrease,
  drift,
  rename,
  trafficLoss,
  upgradeOrder,
  livePromises,
  unmanaged,
  edgeReplicas,
];
