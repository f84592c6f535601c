import { Interrupted, onInterruption } from '../../local/interruption';

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
