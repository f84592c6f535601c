import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FillWorld } from '../../../support/fill-world';
import { failureClasses } from './failure-classes';

const documentation = readFileSync(join(__dirname, '../../../../docs/explain/backfill.md'), 'utf8');
const FINAL = ['stored', 'refreshed', 'retried'];

describe('a fill that does not end as planned, because', () => {
  const world = new FillWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => world.reset());

  it.each(failureClasses.map((each) => [each.cause, each] as const))('%s', async (_, each) => {
    const { message, signal } = each.arrange(world) ?? {};

    const fate = await world.run(message, signal).catch((error: Error) => {
      expect(error.name).toBe('TransientError');
      return 'retried';
    });
    expect(fate).toBe(each.fate);
    // Whatever is visible now was put there by somebody else.
    expect(
      [...world.s3.objects.values()].filter(({ body }) => /^(older|newer)$/.test(String(body))),
    ).toHaveLength(world.s3.objects.size);
    expect(world.s3.uploads.size).toBe(0);
  });
});

describe('the table in docs/explain/backfill.md', () => {
  const rows = failureClasses.map(({ cause, viewer, fate, alarm }) => {
    const isFinal = !FINAL.includes(fate);
    const message = isFinal ? `acknowledged: \`${fate}\`` : 'retried, then dead-lettered';
    return `| ${cause} | ${viewer} | ${message} | ${alarm} |`;
  });

  it('has these rows, and no others', () => {
    const table = documentation.slice(documentation.indexOf('| cause |'));
    const documented = table.split('\n\n')[0]?.split('\n').slice(2);

    expect(documented).toEqual(rows);
  });
});
