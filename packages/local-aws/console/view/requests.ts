import type { ShownStep, ShownTrace } from './contract';
import { countryName } from './words';

/** One request in one line. */
export interface ShownRequest {
  readonly id: string;
  readonly at: number;
  /** A country, or a program of the platform's. */
  readonly who: string;
  readonly isViewer: boolean;
  readonly method: string;
  readonly host: string;
  readonly uri: string;
  readonly location: string;
  /** Absent while it is on its way. */
  readonly status?: number;
  /** `Hit`, `Miss`, `Error` and so on, as X-Cache has it. */
  readonly result?: string;
  /** Origins that were asked, in their order; of a kept answer, the one that it is from. */
  readonly origins: readonly string[];
  /** Domain name that the last of them was asked by. */
  readonly originName?: string;
  readonly isFromCache: boolean;
  /** Who gave the answer, or has not given one: behind an origin's name may stand another region. Absent where the edge made it. */
  readonly answeredBy?: string;
}

export function shownRequest({ id, startedAt, steps }: ShownTrace): ShownRequest {
  const viewer = steps.find(({ step }) => step === 'viewer')?.detail ?? {};
  const key = steps.find(({ step }) => step === 'key')?.detail;
  const answer = last(steps, ({ step, detail }) => step === 'answer' && detail.status !== undefined);
  const asked = steps.filter(({ step }) => step === 'origin');
  const kept = last(steps, ({ step, detail }) => step === 'cache' && detail.from !== undefined);
  const isFromCache = asked.length === 0 && kept !== undefined;
  const by = text(viewer.by);
  const origins = isFromCache ? [String(kept.detail.from)] : asked.map(({ detail }) => String(detail.origin));
  const answeredBy = text((isFromCache ? kept : asked.at(-1))?.detail.answeredBy) ?? origins.at(-1);
  return {
    id,
    at: startedAt,
    who: by ?? countryName(text(viewer.country)),
    isViewer: by === undefined,
    method: text(viewer.method) ?? '',
    host: text(viewer.host) ?? '',
    uri: text(viewer.uri) ?? '',
    location: text(viewer.location) ?? text(key?.location) ?? 'Edge',
    status: numeric(answer?.detail.status),
    result: text(answer?.detail.result),
    origins,
    originName: text(asked.at(-1)?.detail.domainName),
    isFromCache,
    answeredBy,
  };
}

export function last(
  steps: readonly ShownStep[],
  matches: (step: ShownStep) => boolean,
): ShownStep | undefined {
  return [...steps].reverse().find(matches);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numeric(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
