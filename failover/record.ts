import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { dirname } from 'node:path';
import type { States } from './states';

/** A move, whether it came to it or not. */
export interface Recorded {
  readonly why: string;
  readonly ticket: string | undefined;
  readonly service: string;
  readonly team: string;
  readonly to: string;
  readonly before: States;
  readonly outcome: string;
  readonly seconds: number;
}

/** Adds a line with who and when. What is done stays done where it cannot be written: then this says why. */
export function record(file: string, move: Recorded): string | undefined {
  const who = `${userInfo().username}@${hostname()}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), who, ...move })}\n`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
