import { type AwsRequest, type AwsResponse, askEmulators, type Emulator } from '../emulators/emulator';
import { inMoment, type Moment } from '../emulators/moment';
import type { RequestHead } from '../router/request';
import { askPort, endToEnd, flat, headersFor, readAll } from '../router/upstream';
import { type Change, digest, type Journal } from './journal';

/** A change to make: as it was sent, its body read. */
export type AskedChange = RequestHead & AwsRequest;

export interface MadeChange {
  readonly by: Change['by'];
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ChangesProps {
  readonly journal: Journal;
  readonly motoPort: number;
  readonly emulators: readonly Emulator[];
  /** Time of the world. @default - the machine's */
  readonly worldNow?: () => number;
}

/** What moto says of a change beside its answer: see `replay.py`. */
type Outcome = Pick<Change, 'answer' | 'keys'>;

const OUTCOME_HEADER = 'x-local-aws-outcome';
const MOMENT_HEADER = 'x-local-aws-moment';

/** Makes changes one after the other, each in a moment of its own, and writes each down before it is answered. */
export class Changes {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly props: ChangesProps) {}

  make(asked: AskedChange): Promise<MadeChange> {
    const made = this.turn.then(() => this.makeNow(asked));
    this.turn = made.catch(() => undefined);
    return made;
  }

  private async makeNow(asked: AskedChange): Promise<MadeChange> {
    const { journal, emulators } = this.props;
    journal.assertWritable();
    const at = Date.now();
    const worldAt = Math.round(this.props.worldNow?.() ?? at);
    const moment = {
      at,
      seed: journal.seedOf(journal.changes + 1),
      ...(isLater(worldAt, at) ? { worldAt } : {}),
    };
    const emulated = await inMoment(moment, () => askEmulators(emulators, asked));
    if (emulated === undefined) return this.askMoto(asked, moment);
    const made = { by: 'emulator', ...whole(emulated) } as const;
    // An emulator that refuses has changed nothing.
    if (made.status < 400) this.keep(asked, moment, asked.headers, made, { answer: answerDigest(emulated) });
    return made;
  }

  private async askMoto(asked: AskedChange, moment: Moment): Promise<MadeChange> {
    const headers = headersFor(asked.body, asked);
    const { seed, at } = moment;
    const withMoment = { ...asked, headers: { ...headers, [MOMENT_HEADER]: JSON.stringify({ seed, at }) } };
    const answered = await askPort(this.props.motoPort, withMoment, asked.body);
    const { [OUTCOME_HEADER]: outcome = '', ...answerHeaders } = flat(endToEnd(answered.headers));
    const made = {
      by: 'moto',
      status: answered.statusCode ?? 500,
      headers: answerHeaders,
      body: await readAll(answered),
    } as const;
    this.keep(asked, moment, headers, made, JSON.parse(Buffer.from(outcome, 'base64').toString()) as Outcome);
    return made;
  }

  private keep(
    { method, path, search, body }: AskedChange,
    { at, worldAt }: Moment,
    headers: Readonly<Record<string, string>>,
    { by, status }: MadeChange,
    outcome: Outcome,
  ): void {
    const target = path + search;
    this.props.journal.append({ at, worldAt, by, method, target, headers, status, ...outcome }, body);
  }
}

/** Clocks that run at one speed differ by the time it takes to read them. */
const isLater = (worldAt: number, at: number) => worldAt - at > 1000;

const whole = ({ status, headers = {}, body = '' }: AwsResponse) => ({
  status,
  headers,
  body: Buffer.from(body as string),
});

export const answerDigest = ({ status, headers = {}, body = '' }: AwsResponse): string =>
  digest(`${status} ${JSON.stringify(headers)}\n${body}`);
