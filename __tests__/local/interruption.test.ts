import { Interrupted, onInterruption, untilInterrupted } from '../../local/interruption';

describe('onInterruption', () => {
  it('takes what npm and the terminal both send for one Ctrl-C, and the next one for impatience', () => {
    const before = process.listeners('SIGINT');
    jest.spyOn(console, 'error').mockImplementation();
    const clock = jest.spyOn(performance, 'now');
    const again = jest.fn();
    const signal = onInterruption(again);
    const interrupt = (milliseconds: number) => {
      clock.mockReturnValue(milliseconds);
      process.emit('SIGINT');
    };
    try {
      interrupt(5000);
      interrupt(5010);
      expect(signal.reason).toBeInstanceOf(Interrupted);
      expect(again).not.toHaveBeenCalled();
      interrupt(8000);
      expect(again).toHaveBeenCalledTimes(1);
    } finally {
      jest.restoreAllMocks();
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        for (const listener of process.listeners(name)) {
          if (!before.includes(listener as NodeJS.SignalsListener)) {
            process.off(name, listener);
          }
        }
      }
    }
  });
});

describe('untilInterrupted', () => {
  let said: jest.SpyInstance;
  beforeEach(() => {
    said = jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(() => {
    process.exitCode = undefined;
    said.mockRestore();
  });

  it.each([
    ['what the work comes to', async () => 3, 3, []],
    [
      'a failure, in its sentence',
      async () => {
        throw new Error('AWS did not like it');
      },
      1,
      ['AWS did not like it'],
    ],
    [
      'an interruption',
      async () => {
        throw new Interrupted('SIGINT');
      },
      130,
      ['Interrupted.'],
    ],
  ])('the exit code tells %s', async (_, work: () => Promise<number>, code, sentences) => {
    await untilInterrupted(work);

    expect(process.exitCode).toBe(code);
    expect(said.mock.calls.flat()).toEqual(sentences);
  });

  it('work that asks for no signal is ended by a Ctrl-C as any process is', async () => {
    const listeners = process.listenerCount('SIGINT');

    await untilInterrupted(async () => process.listenerCount('SIGINT') - listeners);

    expect(process.exitCode).toBe(0);
  });
});
