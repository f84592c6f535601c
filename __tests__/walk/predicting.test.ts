import type { DrillWorld } from '../../drills/world';
import { problemsOf } from '../../walk/comparison';
import { Predicting } from '../../walk/predicting';
import { answer, FakeWorld } from '../drills/support';

/** Ten minutes of work at an edge as the test says; minutes are those since the beginning. */
function predicting(ask: (minutes: number, country: string) => ReturnType<typeof answer>) {
  const fake = new FakeWorld();
  const started = fake.time;
  const asked: DrillWorld['ask'] = async ({ country }) => ask((fake.time - started) / 60_000, country);
  const { world } = fake.context({ ask: asked });
  const viewers = new Predicting({
    world,
    siteNames: ['www.example.com'],
    mediaPrefix: 'images/',
    countries: ['IS', 'NO'],
  });
  return { viewers, work: async () => fake.sleep(600_000) };
}

it('a country that the edge loses, and nobody said so, is told', async () => {
  const { viewers, work } = predicting((minutes, country) =>
    answer(country === 'IS' && minutes > 2 && minutes < 4 ? 502 : 200, 'europe'),
  );

  const { comparison } = await viewers.during(work);

  expect(comparison.unpredictedLosses).toEqual([
    'www.example.com IS GET /: europe → the edge itself, with 502',
    'www.example.com IS POST /: europe → the edge itself, with 502',
    'media.meridian.example IS GET /images/x: served → the edge itself, with 502',
  ]);
  expect(comparison.unpredictedMoves).toEqual([]);
});

it('a country that comes to another region as it was said is no problem', async () => {
  const { viewers, work } = predicting((minutes, country) =>
    answer(200, country === 'IS' && minutes > 10.5 ? 'asia' : 'europe'),
  );
  const askers = {
    names: ['www.example.com'],
    countries: ['IS'],
    isEverywhere: false,
    methods: [],
    paths: [],
  };

  const { comparison } = await viewers.during(async () => {
    viewers.add({
      stack: 'x-global',
      effect: { changes: [{ ...askers, before: 'europe', after: 'asia' }], losses: [], untold: [] },
    });
    await work();
  });

  expect(comparison.unpredictedMoves).toEqual([]);
  expect(comparison.moves).toEqual({ predicted: 2, seen: 2 });
});

it('a move that nobody has said is told, and what there is then is what there was for the next apply', async () => {
  const { viewers, work } = predicting((minutes) => answer(200, minutes > 5 ? 'asia' : 'europe'));

  expect((await viewers.during(work)).comparison.unpredictedMoves).toHaveLength(4);
  expect((await viewers.during(work)).comparison.unpredictedMoves).toEqual([]);
});

it('work that fails is told when nobody asks any more', async () => {
  const { viewers } = predicting(() => answer(200, 'europe'));

  await expect(
    viewers.during(async () => {
      throw new Error('AWS did not like it');
    }),
  ).rejects.toThrow('AWS did not like it');
});

it('a name that the edge refuses from then on is lost', async () => {
  const { viewers, work } = predicting((minutes) => (minutes > 5 ? answer(403) : answer(200, 'europe')));

  expect((await viewers.during(work)).comparison.unpredictedLosses).toContain(
    'www.example.com IS GET /: europe → the edge itself, with 403',
  );
});

const LOST_FOR_A_WHILE = {
  names: ['www.example.com'],
  countries: ['IS'],
  isEverywhere: false,
  methods: [],
  paths: [],
  stack: 'x-global',
  address: 'aws_route53_record.a',
  before: 'europe',
  meanwhile: 'nobody',
  isNameGone: false,
};

it.each([
  ['who is lost for good as it was said is not waited for', undefined, 0],
  ['who is to come back is waited for', { stack: 'x-global', address: 'aws_route53_record.b' }, 60],
])('%s', async (_, until, seconds) => {
  const fake = new FakeWorld();
  const started = fake.time;
  const isLost = (country: string) =>
    country === 'IS' &&
    fake.time - started > 300_000 &&
    (until === undefined || fake.time - started < 660_000);
  const { world } = fake.context({
    ask: async ({ country }) => (isLost(country) ? answer(502) : answer(200, 'europe')),
  });
  const viewers = new Predicting({
    world,
    siteNames: ['www.example.com'],
    mediaPrefix: 'images/',
    countries: ['IS', 'NO'],
  });
  const losses = [
    { ...LOST_FOR_A_WHILE, until },
    { ...LOST_FOR_A_WHILE, names: ['media.meridian.example'], until },
  ];

  const { comparison } = await viewers.during(async () => {
    viewers.add({ stack: 'x-global', effect: { changes: [], losses, untold: [] } });
    await fake.sleep(600_000);
  });

  expect(problemsOf(comparison)).toEqual([]);
  expect(comparison.losses.seen).toBe(3);
  expect(Math.floor((fake.time - started - 600_000) / 60_000) * 60).toBe(seconds);
});
