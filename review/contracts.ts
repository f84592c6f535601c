import type { Contract } from '../modules/contract/contract';
import { backfillContract } from '../stacks/backfill/contract';
import { dataContract } from '../stacks/data/contract';
import { failoverContract } from '../stacks/failover/contract';
import { globalContract } from '../stacks/global/contract';
import { meshContract } from '../stacks/mesh/contract';
import { regionContract } from '../stacks/region/contract';
import { stateContract } from '../stacks/state/contract';

/** What each kind of stack promises, by the kind's name. */
export const contracts: Readonly<Record<string, Contract>> = Object.fromEntries(
  [
    stateContract,
    globalContract,
    regionContract,
    meshContract,
    dataContract,
    failoverContract,
    backfillContract,
  ].map((contract) => [contract.kind, contract]),
);
