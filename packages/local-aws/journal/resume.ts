import type { Emulator } from '../emulators/emulator';
import { inMoment } from '../emulators/moment';
import { type Found, Journal } from './journal';
import { type Difference, replay } from './replay';

export interface ResumeOptions<Moto, Aws> {
  readonly file: string;
  /** Where the world answers, if a new one begins. */
  readonly port: number;
  readonly startMoto: () => Promise<Moto>;
  readonly stopMoto: (moto: Moto) => Promise<void>;
  /** The emulators, in an empty account. */
  readonly createAws: () => Aws;
  readonly signal?: AbortSignal;
}

interface Answering {
  readonly port: number;
}

interface Emulating {
  readonly emulators: readonly Emulator[];
}

export interface ResumedAws<Moto, Aws> {
  readonly journal: Journal;
  readonly moto: Moto;
  readonly aws: Aws;
  /** What was made again. */
  readonly changes: number;
  /** Answers that differ from those of the first time, of a world that is the same otherwise. */
  readonly differences: readonly Difference[];
  /** Why there is a new world although there was a journal. */
  readonly notice?: string;
}

/**
 * Starts moto and the emulators with what the journal says they had. A journal that cannot be read, or whose changes now end
 * differently, is put aside, and a new world begins.
 */
export async function resume<Moto extends Answering, Aws extends Emulating>(
  found: Found,
  options: ResumeOptions<Moto, Aws>,
): Promise<ResumedAws<Moto, Aws>> {
  const { file, startMoto, stopMoto, signal } = options;
  if (found.kind === 'none') return begin(options);
  if (found.kind !== 'kept') {
    return begin(options, putAside(file, found.kind, `The journal of the local AWS ${found.reason}`));
  }

  const { journal, changes } = found;
  const moto = await startMoto();
  const aws = createAws(options, journal);
  const differences = await replay(journal, { motoPort: moto.port, emulators: aws.emulators, signal });
  const failed = differences.find(({ change, status }) => status !== change.status);
  if (failed === undefined) return { journal, moto, aws, changes, differences };

  await stopMoto(moto);
  journal.close();
  const notice = `The journal of the local AWS is of other sources or another moto: ${inWords(failed)}`;
  return begin(options, putAside(file, 'foreign', notice));
}

async function begin<Moto extends Answering, Aws extends Emulating>(
  options: ResumeOptions<Moto, Aws>,
  notice?: string,
): Promise<ResumedAws<Moto, Aws>> {
  const moto = await options.startMoto();
  const journal = Journal.begin(options.file, options.port);
  const aws = createAws(options, journal);
  await replay(journal, { motoPort: moto.port, emulators: aws.emulators, signal: options.signal });
  return { journal, moto, aws, changes: 0, differences: [], ...(notice === undefined ? {} : { notice }) };
}

/** What the emulators have before anybody asks for it belongs to the world as well. */
const createAws = <Moto, Aws>({ createAws: create }: ResumeOptions<Moto, Aws>, { head }: Journal) =>
  inMoment({ seed: head.salt, at: head.born }, create);

function putAside(file: string, why: 'damaged' | 'foreign', notice: string): string {
  return `${notice}. It was put aside as ${Journal.setAside(file, why)}, and everything begins anew.`;
}

/** `change 12 (PUT /bucket/key) is answered with 404 instead of 200: …` */
export const inWords = ({ change, status, text }: Difference) =>
  `change ${change.n} (${change.method} ${change.target}) is answered with ${status} instead of ${change.status}: ${text}`;
