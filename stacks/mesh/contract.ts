import type { StackContract } from '../stack-kind';

/** Owned by the network team; what it makes is used by packets, not by stacks. */
export const meshContract = { kind: 'mesh', version: 1, outputs: {} } satisfies StackContract;
