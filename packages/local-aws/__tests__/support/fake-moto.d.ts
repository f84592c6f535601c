import type { Server } from 'node:http';

export function createFakeMoto(...flags: readonly string[]): Server;
