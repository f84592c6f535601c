import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const backfill = join(__dirname, '../../../lambda-src/backfill');

/** The way of a message to the bucket: each room hands on to the next one, and asks for nothing behind it. */
const ROOMS = ['signal', 'queue', 'fill', 'source'];

/** Which file imports which, types included, relative to `backfill/`. */
function imports(): [from: string, to: string][] {
  const files = readdirSync(backfill, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
  return files.flatMap((file) =>
    [...readFileSync(join(backfill, file), 'utf8').matchAll(/ from '(\.[^']+)'/g)].map(
      ([, path = '']): [string, string] => [file, normalize(join(dirname(file), path))],
    ),
  );
}

const room = (file: string) => ROOMS.indexOf(dirname(file));

describe('the rooms of the backfill', () => {
  it('hold every file but the words that they share', () => {
    const outside = readdirSync(backfill, { withFileTypes: true }).map(({ name }) => name);

    expect(outside.sort()).toEqual(
      [...ROOMS, 'connection.ts', 'copy.ts', 'environment.ts', 'message.ts', 'outcome.ts'].sort(),
    );
  });

  it('lead one way', () => {
    const between = imports().filter(([from, to]) => room(from) >= 0 && room(to) >= 0);
    const back = between.filter(([from, to]) => room(from) > room(to));

    expect(between.length).toBeGreaterThan(20);
    expect(back).toEqual([]);
  });

  it('share words that know no room', () => {
    const shared = imports().filter(([from]) => room(from) < 0);

    expect(shared.length).toBeGreaterThan(0);
    expect(shared.filter(([, to]) => room(to) >= 0)).toEqual([]);
  });
});
