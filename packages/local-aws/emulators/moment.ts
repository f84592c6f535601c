import { AsyncLocalStorage } from 'node:async_hooks';
import * as crypto from 'node:crypto';

/** The time and the chance of a change, so that the same change at the same moment does the same again. */
export interface Moment {
  /** Everything random follows from it. */
  readonly seed: string;
  /** Of the machine, in milliseconds. */
  readonly at: number;
  /** Of the world, where that runs faster. */
  readonly worldAt?: number;
}

interface Running extends Moment {
  drawn: number;
}

const running = new AsyncLocalStorage<Running>();

/** Emulators draw their ids and read their clock in here. */
export const inMoment = <T>(moment: Moment, work: () => T): T => running.run({ ...moment, drawn: 0 }, work);

export const currentMoment = (): Moment | undefined => running.getStore();

/** Milliseconds. */
export const now = (): number => running.getStore()?.at ?? Date.now();

export function randomBytes(size: number): Buffer {
  const moment = running.getStore();
  if (moment === undefined) return crypto.randomBytes(size);
  moment.drawn++;
  return crypto
    .createHash('shake256', { outputLength: size })
    .update(`${moment.seed}/${moment.drawn}`)
    .digest();
}

/** A whole number from 0, less than `limit`. */
export const randomInt = (limit: number): number => randomBytes(6).readUIntBE(0, 6) % limit;

/** A UUID of version 4. */
export function randomUUID(): string {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
