import { createLogger } from '../../../lambda-src/shared/logger';
import { printedLines } from '../../support/printed-lines';

describe('createLogger', () => {
  const environment = process.env;
  afterEach(() => {
    process.env = environment;
    jest.restoreAllMocks();
  });

  /** Lines that the logger prints, read as CloudWatch Logs reads them. */
  function lines(
    level: string | undefined,
    log: (logger: ReturnType<typeof createLogger>) => void,
  ): object[] {
    process.env = { ...environment };
    delete process.env.POWERTOOLS_DEV;
    delete process.env.POWERTOOLS_LOG_LEVEL;
    if (level !== undefined) process.env.POWERTOOLS_LOG_LEVEL = level;
    const printed = printedLines();
    log(createLogger('demo-fill-europe'));
    return printed().map((line) => JSON.parse(line));
  }

  it('prints one JSON object per line, with level, service, time and what it was given', () => {
    expect(lines(undefined, (logger) => logger.info('message done', { outcome: 'stored' }))).toEqual([
      {
        level: 'INFO',
        service: 'demo-fill-europe',
        sampling_rate: 0,
        message: 'message done',
        outcome: 'stored',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
  });

  it('leaves out what is below the level', () => {
    const log = (logger: ReturnType<typeof createLogger>) => {
      logger.debug('a');
      logger.info('b');
      logger.warn('c');
    };

    expect(lines(undefined, log)).toHaveLength(2);
    expect(lines('WARN', log)).toMatchObject([{ level: 'WARN', message: 'c' }]);
  });

  it('keeps line breaks of what it was given inside its line', () => {
    expect(
      lines(undefined, (logger) => logger.warn('a\nb', { reason: 'c\r\n{"level":"ERROR"}' })),
    ).toHaveLength(1);
  });
});
