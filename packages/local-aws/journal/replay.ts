import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { askEmulators, type Emulator } from '../emulators/emulator';
import { inMoment } from '../emulators/moment';
import { actionOf, readHead } from '../router/request';
import { readAll } from '../router/upstream';
import { answerDigest } from './changes';
import type { Change, Journal, WrittenChange } from './journal';

/** A change that is answered differently now. */
export interface Difference {
  readonly change: Change;
  readonly status: number;
  /** The beginning of what it says. */
  readonly text: string;
}

export interface ReplayOptions {
  readonly motoPort: number;
  readonly emulators: readonly Emulator[];
  readonly signal?: AbortSignal;
}

/** Makes every change of the journal again, each in its moment; an empty journal tells moto which world begins. */
export async function replay(
  journal: Journal,
  { motoPort, emulators, signal }: ReplayOptions,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  const forMoto = new Map<number, Change>();

  async function* changesOfMoto() {
    const { salt, born } = journal.head;
    yield `${JSON.stringify({ salt, born })}\n`;
    for await (const written of journal.read()) {
      const { change, body } = written;
      if (change.by === 'emulator') {
        const different = await emulateAgain(written, journal.seedOf(change.n), emulators);
        if (different) differences.push(different);
        continue;
      }
      forMoto.set(change.n, change);
      yield `${JSON.stringify({ ...change, seed: journal.seedOf(change.n) })}\n`;
      yield body;
    }
  }

  const request = httpRequest({
    host: '127.0.0.1',
    port: motoPort,
    method: 'PUT',
    path: '/_local/replay',
    agent: false,
    signal,
  });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  await Promise.all([answered, pipeline(Readable.from(changesOfMoto()), request)]);
  const [answer] = await answered;
  const text = (await readAll(answer)).toString();
  if (answer.statusCode !== 200)
    throw new Error(`moto answered ${answer.statusCode} to its journal: ${text.slice(0, 300)}`);
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const { n, ...different } = JSON.parse(line) as { n: number; status: number; text: string };
    const change = forMoto.get(n);
    if (change) differences.push({ change, ...different });
  }
  return differences.sort((a, b) => a.change.n - b.change.n);
}

async function emulateAgain(
  { change, body }: WrittenChange,
  seed: string,
  emulators: readonly Emulator[],
): Promise<Difference | undefined> {
  const { method, target, headers, at, worldAt } = change;
  const head = readHead({ method, url: target, headers });
  const asked = { ...head, body, action: actionOf(head, body) };
  const answer = await inMoment({ seed, at, ...(worldAt === undefined ? {} : { worldAt }) }, () =>
    askEmulators(emulators, asked),
  );
  if (answer !== undefined && answerDigest(answer) === change.answer) return undefined;
  return {
    change,
    status: answer?.status ?? 0,
    text: String(answer?.body ?? 'no emulator answers').slice(0, 300),
  };
}
