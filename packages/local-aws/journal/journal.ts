import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writevSync,
} from 'node:fs';
import { join } from 'node:path';

/** The first line of a journal: which world it is the history of. */
export interface Head {
  readonly format: typeof FORMAT;
  /** Names the world: what is applied to another one is none of its own. */
  readonly world: string;
  /** What everything random in the world follows from. */
  readonly salt: string;
  /** When it began, in milliseconds. */
  readonly born: number;
  /** Where it answers: what it stores may hold the address. */
  readonly port: number;
}

/** A request that changed something, and how it was answered. */
export interface Change {
  readonly n: number;
  /** Milliseconds. */
  readonly at: number;
  /** Time of the world, where that runs faster. */
  readonly worldAt?: number;
  readonly by: 'emulator' | 'moto';
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Length and digest of the body. */
  readonly bytes: number;
  readonly body: string;
  readonly status: number;
  /** Digest of the answer. */
  readonly answer: string;
  /** Private keys that were made on the way, which no seed brings back. */
  readonly keys?: readonly string[];
}

export interface WrittenChange {
  readonly change: Change;
  readonly body: Buffer;
}

/** What a journal file turned out to be. */
export type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'kept'; readonly journal: Journal; readonly changes: number }
  | { readonly kind: 'damaged' | 'foreign'; readonly reason: string };

/** Where the journal of the local AWS of a directory lies. */
export const journalFile = (directory: string) => join(directory, 'journal');

const FORMAT = 1;
const DIGEST_LENGTH = 16;

/**
 * The changes of a world in the order in which they were made, in one file that is only ever added to.
 *
 * A record is a line, its check sum and JSON, and the bytes of the request's body. Each sum is taken over the one before as
 * well, so that what was changed, lost or moved in the middle shows.
 *
 * A record is handed to the operating system before the change is answered: a killed process loses nothing. Nothing waits for
 * the disk: where the machine itself goes down, the last moments are missing, of all services at once, Terraform's states
 * among them.
 */
export class Journal {
  private readonly descriptor: number;
  private failure: Error | undefined;

  private constructor(
    readonly file: string,
    readonly head: Head,
    private count: number,
    private sum: string,
    private size: number,
  ) {
    this.descriptor = openSync(file, 'a', 0o600);
  }

  static begin(file: string, port: number): Journal {
    const salt = randomBytes(16).toString('hex');
    const head: Head = { format: FORMAT, world: randomUUID(), salt, born: Date.now(), port };
    const journal = new Journal(file, head, 0, '', 0);
    journal.write(head, Buffer.alloc(0));
    return journal;
  }

  /** Reads a journal through; what a crash left unfinished at its end is cut off. */
  static async find(file: string): Promise<Found> {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return { kind: 'none' };
    let last = { sum: '', end: 0, n: 0 };
    let head: Head | undefined;
    try {
      for await (const { json, sum, end } of records(file)) {
        if (head === undefined) head = json as Head;
        if (head.format !== FORMAT) return { kind: 'foreign', reason: `is of the format ${head.format}` };
        last = { sum, end, n: (json as Partial<Change>).n ?? 0 };
      }
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      return { kind: 'damaged', reason: `is damaged behind change ${last.n}` };
    }
    if (head === undefined) return { kind: 'damaged', reason: 'has no beginning' };
    if (last.n === 0 || isEmptied(file, last.n)) {
      rmSync(file);
      return { kind: 'none' };
    }
    truncateSync(file, last.end);
    return { kind: 'kept', journal: new Journal(file, head, last.n, last.sum, last.end), changes: last.n };
  }

  /** `.local/journal` becomes `.local/journal.damaged-2026-01-01T00-00-00`. */
  static setAside(file: string, why: 'damaged' | 'foreign'): string {
    const aside = `${file}.${why}-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
    renameSync(file, aside);
    return aside;
  }

  get changes(): number {
    return this.count;
  }

  get bytes(): number {
    return this.size;
  }

  /** What everything random in a change follows from. */
  seedOf(n: number): string {
    return `${this.head.salt}/${n}`;
  }

  append(change: Omit<Change, 'n' | 'bytes' | 'body'>, body: Buffer): void {
    const n = this.count + 1;
    this.write({ n, ...change, bytes: body.length, body: digest(body) }, body);
    this.count = n;
  }

  async *read(): AsyncGenerator<WrittenChange> {
    for await (const { json, body } of records(this.file)) {
      if ('n' in json) yield { change: json, body };
    }
  }

  close(): void {
    fsyncSync(this.descriptor);
    closeSync(this.descriptor);
  }

  /** Throws where nothing can be written any more: what is not written down must not be made. */
  assertWritable(): void {
    if (this.failure) throw this.failure;
  }

  private write(json: Head | Change, body: Buffer): void {
    this.assertWritable();
    const text = JSON.stringify(json);
    const sum = digest(`${this.sum} ${text}`);
    const record = [Buffer.from(`${sum} ${text}\n`), body, NEWLINE];
    const length = record.reduce((bytes, part) => bytes + part.length, 0);
    try {
      if (writevSync(this.descriptor, record) !== length) throw new Error('the disk is full');
    } catch (error) {
      this.failure = new Error(`${this.file} cannot be written: ${(error as Error).message}`);
      throw this.failure;
    }
    this.sum = sum;
    this.size += length;
  }
}

/** Forgets what the local AWS of a directory holds, journals that were put aside included; says which files that were. */
export function forget(directory: string): string[] {
  const names = readdirSync(directory).filter((name) => /^journal(\.|$)/.test(name));
  for (const name of names) rmSync(join(directory, name));
  return names;
}

/**
 * Notes that after so many changes the world holds nothing any more: unless another change follows, the next start begins a
 * journal anew.
 */
export function noteEmptied(file: string, changes: number): void {
  writeFileSync(`${file}.emptied`, String(changes));
}

function isEmptied(file: string, changes: number): boolean {
  const note = `${file}.emptied`;
  if (!existsSync(note)) return false;
  const noted = readFileSync(note, 'utf8');
  rmSync(note);
  return noted === String(changes);
}

const NEWLINE = Buffer.from('\n');

class Damage extends Error {}

export const digest = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex').slice(0, DIGEST_LENGTH);

interface WrittenRecord {
  readonly json: Head | Change;
  readonly body: Buffer;
  readonly sum: string;
  /** Where the next one begins. */
  readonly end: number;
}

/** Whole records; throws at the first that is not what was written, and ends before one that the file ends in. */
async function* records(file: string): AsyncGenerator<WrittenRecord> {
  let rest: Buffer = Buffer.alloc(0);
  let end = 0;
  let before = '';
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let line = rest.indexOf(NEWLINE); line >= 0; line = rest.indexOf(NEWLINE)) {
      const text = rest.subarray(DIGEST_LENGTH + 1, line).toString();
      const sum = digest(`${before} ${text}`);
      if (rest.subarray(0, DIGEST_LENGTH + 1).toString() !== `${sum} `) throw new Damage();
      const json: Head | Change = JSON.parse(text);
      const bodyEnd = line + 1 + ('bytes' in json ? json.bytes : 0);
      if (rest.length <= bodyEnd) break;
      const body = rest.subarray(line + 1, bodyEnd);
      if ('body' in json && json.body !== digest(body)) throw new Damage();
      if (rest[bodyEnd] !== NEWLINE[0]) throw new Damage();
      end += bodyEnd + 1;
      rest = rest.subarray(bodyEnd + 1);
      before = sum;
      yield { json, body, sum, end };
    }
  }
}
