import { readFileSync } from 'node:fs';
import { checks } from '../../preflight';

it.each(['docs/operate/preflight.md', 'docs/decisions/0034-an-account-that-is-told.md'])(
  '%s counts the checks as there are',
  (page) => {
    const text = readFileSync(page, 'utf8');
    const counts = [...text.matchAll(/(?:^|the |each of the )(\d+) (?:checks|fail)/gm)].map(([, count]) =>
      Number(count),
    );

    expect(counts.length).toBeGreaterThan(0);
    expect(counts).toEqual(counts.map(() => checks.length));
  },
);

it('the page of the preflight adds up: the others, and the ways in which each is made to fail', () => {
  const text = readFileSync('docs/operate/preflight.md', 'utf8');
  const [, others, told, made] =
    /the other (\d+) find nothing: (\d+) by what the account is told, (\d+) by/.exec(text) ?? [];
  const byOtherMeans = ['account', 'hosted-zone'];

  expect(Number(others)).toBe(checks.length - 1);
  expect(Number(told) + Number(made) + byOtherMeans.length).toBe(checks.length);
});
