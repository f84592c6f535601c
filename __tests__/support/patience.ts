export interface Patience {
  /** The viewers who wait now have waited long enough. */
  end(): void;
}

/** Holds the timers that end a viewer's wait for SQS until a test says so: then no machine is too slow for it. */
export function holdPatience(): Patience {
  const { setTimeout: start } = globalThis;
  let waiting: (() => void)[] = [];
  const hold = (end: (reason: unknown) => void, milliseconds: number, reason: unknown) =>
    reason === 'SQS is slow' ? waiting.push(() => end(reason)) : start(end, milliseconds, reason);
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(hold as unknown as typeof setTimeout);
  return {
    end: () => {
      const ending = waiting;
      waiting = [];
      for (const end of ending) end();
    },
  };
}
