import { type Figure, missed, shown } from '../../drills/figure';

const moved: Figure = { name: 'time to move', value: 60.04, unit: 's', atMost: 90 };

test.each<[string, Figure]>([
  ['time to move: 60.0 s (at most 90 s)', moved],
  ['time to move: never (at most 90 s)', { ...moved, value: undefined }],
  ['GET failed: 0 of 52', { name: 'GET failed', value: 0, of: 52 }],
  ['writers: 1 (at least 1 and at most 1)', { name: 'writers', value: 1, atLeast: 1, atMost: 1 }],
])('%s', (text, figure) => {
  expect(shown(figure)).toBe(text);
});

test('a figure without a bound always holds', () => {
  expect(missed([{ name: 'moves', value: undefined }])).toEqual([]);
});

test('each bound that is missed is told, also by a figure that never came', () => {
  expect(
    missed([
      moved,
      { ...moved, value: 91 },
      { ...moved, value: undefined },
      { name: 'writers', value: 0, atLeast: 1, atMost: 1 },
    ]),
  ).toEqual([
    'time to move: expected at most 90 s, got 91 s',
    'time to move: expected at most 90 s, got never',
    'writers: expected at least 1 and at most 1, got 0',
  ]);
});
