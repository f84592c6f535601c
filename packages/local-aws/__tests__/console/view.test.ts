import type { ShownEvent, ShownRegion, ShownStep, ShownTrace, ShownWorld } from '../../console/view/contract';
import { fillStories } from '../../console/view/fills';
import { happenings, moves } from '../../console/view/happenings';
import { condition, healthCheckPasses } from '../../console/view/regions';
import { shownRequest } from '../../console/view/requests';
import { routes, routeTaken } from '../../console/view/routes';
import { traceInWords } from '../../console/view/trace-words';
import { arnName, countryName, duration, listed } from '../../console/view/words';

const WORKING = { dead: false, delayMilliseconds: 0, healthyTargets: 1 };
const region = (name: string, awsRegion: string, state = {}): ShownRegion => ({
  name,
  awsRegion,
  loadBalancer: `${name}.elb.amazonaws.com`,
  state: { ...WORKING, ...state },
  targetsHealthy: true,
});
const kept = (name: string, region: string, until = 60_000) => ({
  name: `${name}.origin.example`,
  chain: [`${name}.origin.example`, `${region}.elb.amazonaws.com`],
  until,
});
const QUEUE = 'arn:aws:sqs:eu-central-1:1:misses-europe';
const FILL = 'arn:aws:lambda:eu-central-1:1:function:fill:live';
const WORLD: ShownWorld = {
  now: 18_000,
  speed: 1,
  drained: [],
  regions: [region('asia', 'ap-southeast-1'), region('europe', 'eu-central-1')],
  healthChecks: [{ id: 'check-1', host: 'Asia.elb.amazonaws.com', healthy: false }],
  names: [],
  buckets: [{ bucket: 'objects', awsRegion: 'eu-central-1', originId: 'bucket-europe' }],
  queues: [{ awsRegion: 'eu-central-1', queueArn: QUEUE }],
  events: [],
};
const trace = (
  ...steps: (readonly [at: number, step: string, detail: ShownStep['detail']])[]
): ShownTrace => ({
  id: '1',
  startedAt: steps[0]?.[0] ?? 0,
  steps: steps.map(([at, step, detail]) => ({ at, step, detail })),
});

describe('where names lead', () => {
  const withNames = (...answers: ReturnType<typeof kept>[]): ShownWorld => ({
    ...WORLD,
    names: [{ awsRegion: 'eu-central-1', answers }],
  });

  test('a name that leads to another region than its own has moved', () => {
    expect(routes(withNames(kept('asia', 'europe')))).toEqual([
      {
        name: 'asia.origin.example',
        home: 'asia',
        leadsTo: 'europe',
        keptMilliseconds: 42_000,
        isMoved: true,
      },
      { name: 'europe.origin.example', home: 'europe', isMoved: false },
    ]);
  });

  test('names that regions share come last, and the answer of the first resolver counts', () => {
    const { names } = withNames(kept('nearest', 'europe'));
    const others = { awsRegion: 'us-east-1', answers: [kept('nearest', 'asia')] };
    expect(
      routes({ ...WORLD, names: [...names, others] }).map(({ name, leadsTo }) => [name, leadsTo]),
    ).toEqual([
      ['asia.origin.example', undefined],
      ['europe.origin.example', undefined],
      ['nearest.origin.example', 'europe'],
    ]);
  });

  test('a name that is no load balancer leads to the host outside, and to nothing where there is none', () => {
    const name = { name: 'all.example.org', chain: ['all.example.org'], until: 60_000 };
    const names = [{ awsRegion: 'eu-central-1', answers: [name] }];
    expect(routes({ ...WORLD, names }).some(({ leadsTo }) => leadsTo !== undefined)).toBe(false);
    const regions = [...WORLD.regions, { name: 'full-origin', state: WORKING }];
    expect(routes({ ...WORLD, names, regions }).at(-1)).toMatchObject({ leadsTo: 'full-origin' });
  });

  test('a request took the name that its origin was asked by, and none where it was answered from the cache', () => {
    const all = routes(withNames(kept('asia', 'asia')));
    const asked = { origin: 'full', domainName: 'asia.origin.example', status: 200 };
    const request = shownRequest(trace([0, 'origin', asked]));
    expect(routeTaken(all, request)?.home).toBe('asia');
    expect(
      routeTaken(all, shownRequest(trace([0, 'origin', { origin: 'europe', failed: 'refused' }])))?.home,
    ).toBe('europe');
    expect(
      routeTaken(all, shownRequest(trace([0, 'cache', { result: 'hit', from: 'asia' }]))),
    ).toBeUndefined();
  });
});

test.each([
  [{}, 'alive', 'Alive'],
  [{ dead: true, status: 503 }, 'dead', 'Dead'],
  [{ status: 503, delayMilliseconds: 5000 }, 'impaired', 'Answers 503, Slow by 5.0 s'],
  [{ healthyTargets: 0 }, 'impaired', 'Without targets'],
  [{ healthyTargets: 0.5 }, 'impaired', '50 % of targets'],
])('a region of which %j is %s', (state, kind, words) => {
  expect(condition({ ...WORKING, ...state })).toEqual({ kind, words });
});

test('a region has the verdict of the check of its load balancer', () => {
  expect(WORLD.regions.map((one) => healthCheckPasses(WORLD, one))).toEqual([false, undefined]);
});

test.each([
  ['origin', { origin: 'asia', answeredBy: 'europe', status: 200 }, ['asia'], 'europe'],
  ['origin', { origin: 'asia', status: 200 }, ['asia'], 'asia'],
  ['cache', { result: 'hit', from: 'asia', answeredBy: 'europe' }, ['asia'], 'europe'],
  ['answer', { status: 200 }, [], undefined],
])(
  'a request says who answered, whatever the origin is called: %s %j',
  (step, detail, origins, answeredBy) => {
    expect(shownRequest(trace([0, step, detail]))).toMatchObject({ origins });
    expect(shownRequest(trace([0, step, detail])).answeredBy).toBe(answeredBy);
  },
);

describe('a trace in words', () => {
  const words = (step: string, detail: ShownStep['detail']) =>
    traceInWords(trace([0, step, detail])).map(({ words }) => words)[0];

  test.each([
    [
      'viewer',
      { method: 'GET', scheme: 'https', host: 'a.example', uri: '/x', country: 'JP' },
      'A viewer in Japan asks: GET https://a.example/x',
    ],
    [
      'viewer',
      { method: 'GET', scheme: 'https', host: 'a.example', uri: '/x', by: 'Fill worker' },
      'Fill worker asks: GET https://a.example/x',
    ],
    [
      'function',
      { name: 'router', decision: { kind: 'group', originIds: ['asia', 'europe'], statusCodes: [502, 503] } },
      'Function router chooses asia, and europe on 502, 503',
    ],
    [
      'function',
      { name: 'router', decision: { kind: 'select', originId: 'asia' } },
      'Function router chooses asia',
    ],
    ['cache', { result: 'miss' }, 'The cache has no copy'],
    ['cache', { result: 'hit', from: 'asia', ageSeconds: 3 }, 'The cache has a copy from asia, 3 s old'],
    [
      'cache',
      { result: 'hit', from: 'asia', answeredBy: 'europe', ageSeconds: 3 },
      'The cache has a copy from europe, 3 s old',
    ],
    ['origin', { origin: 'asia', status: 200 }, 'asia answers 200'],
    ['origin', { origin: 'asia', answeredBy: 'asia', status: 200 }, 'asia answers 200'],
    [
      'origin',
      { origin: 'asia', answeredBy: 'europe', status: 200 },
      'europe answers 200 in the place of asia',
    ],
    ['origin', { origin: 'asia', failed: 'ECONNREFUSED' }, 'asia does not answer: ECONNREFUSED'],
    [
      'failover',
      { from: 'bucket', to: 'full', because: 404 },
      'full is asked instead, because bucket answered 404',
    ],
    [
      'trigger',
      {
        eventType: 'origin-request',
        origin: 'full',
        function: 'arn:aws:lambda:us-east-1:1:function:signal:1',
      },
      'signal runs before full is asked',
    ],
    ['message', { queueArn: QUEUE, key: 'a.png' }, 'A message about a.png goes to misses-europe'],
    ['batch', { functionArn: FILL, done: true, milliseconds: 1500 }, 'fill is done with it after 1.5 s'],
    [
      'batch',
      { functionArn: FILL, done: false, milliseconds: 1500, error: 'no source' },
      'fill failed after 1.5 s: no source',
    ],
    ['answer', { status: 200, result: 'Miss' }, 'The viewer gets 200 (Miss)'],
    ['novelty', { a: 1 }, 'novelty: {"a":1}'],
  ])('%s %j', (step, detail, expected) => {
    expect(words(step, detail)).toBe(expected);
  });

  test('what went wrong is marked', () => {
    const steps = traceInWords(
      trace(
        [0, 'origin', { origin: 'asia', status: 200 }],
        [0, 'origin', { origin: 'asia', status: 503 }],
        [0, 'failover', { from: 'a', to: 'b', because: 503 }],
        [0, 'batch', { functionArn: FILL, done: false }],
      ),
    );
    expect(steps.map(({ isTrouble }) => isTrouble)).toEqual([false, true, true, true]);
  });
});

test('a request of a program of the platform is none of a viewer', () => {
  const request = (detail: ShownStep['detail']) => shownRequest(trace([0, 'viewer', detail]));
  expect(request({ uri: '/x', by: 'Fill worker' })).toMatchObject({ who: 'Fill worker', isViewer: false });
  expect(request({ uri: '/x', country: 'JP' })).toMatchObject({ who: 'Japan', isViewer: true });
});

test('a request in one line', () => {
  const shown = shownRequest(
    trace(
      [5, 'viewer', { host: 'a.example', method: 'GET', uri: '/x', country: 'BR', location: 'GRU3-P1' }],
      [6, 'origin', { origin: 'asia', failed: 'refused' }],
      [7, 'origin', { origin: 'europe', domainName: 'europe.origin.example', status: 200 }],
      [8, 'answer', { status: 200, result: 'Miss' }],
    ),
  );
  expect(shown).toMatchObject({
    at: 5,
    who: 'Brazil',
    location: 'GRU3-P1',
    status: 200,
    result: 'Miss',
    origins: ['asia', 'europe'],
    originName: 'europe.origin.example',
  });
});

describe('the story of an object', () => {
  const missed = (at: number, source = 200) =>
    trace(
      [at, 'viewer', { uri: '/images/a%20b.png' }],
      [at, 'origin', { origin: 'bucket-europe', status: 404 }],
      [at + 3, 'origin', { origin: 'full', status: source }],
    );
  const message: ShownEvent = { event: 'message', at: 2, queueArn: QUEUE, key: 'images/a b.png' };
  const batch = (done: boolean, at = 9): ShownEvent => ({
    event: 'batch',
    at,
    queueArn: QUEUE,
    messages: [{ key: 'images/a b.png', done }],
    ...(done ? {} : { error: 'no source' }),
  });
  const told = (events: readonly ShownEvent[], ...traces: readonly ShownTrace[]) =>
    fillStories({ ...WORLD, events }, traces)[0];

  test('goes from the miss over the message to the fill', () => {
    expect(told([], missed(1))).toMatchObject({ key: 'images/a b.png', near: 'europe', missedAt: 1 });
    expect(told([message], missed(1))).toMatchObject({ missedAt: 1, sentAt: 2 });
    expect(told([message, batch(true)], missed(1))).toMatchObject({ missedAt: 1, sentAt: 2, filledAt: 9 });
  });

  test('a failed attempt is told until one succeeds', () => {
    expect(told([message, batch(false)], missed(1))).toMatchObject({ failedAt: 9, error: 'no source' });
    const filled = told([message, batch(false), batch(true, 20)], missed(1));
    expect(filled).toMatchObject({ filledAt: 20, error: undefined });
  });

  test('begins anew with the next miss, and a second miss meanwhile is no beginning', () => {
    expect(told([message, batch(true)], missed(1), missed(3))).toMatchObject({ missedAt: 1, filledAt: 9 });
    const again = told([message, batch(true)], missed(1), missed(30));
    expect(again).toMatchObject({ missedAt: 30 });
    expect(again?.filledAt).toBeUndefined();
  });

  test('an object that no origin has is not filled', () => {
    expect(told([message, batch(true)], missed(1, 404))).toMatchObject({ sourceStatus: 404 });
  });

  test('an object that the bucket has needs no fill, and one in the cache of the edge does not ask for it', () => {
    const found = trace(
      [4, 'viewer', { uri: '/images/a%20b.png' }],
      [4, 'origin', { origin: 'bucket-europe', status: 200 }],
    );
    const cached = trace(
      [6, 'viewer', { uri: '/images/a%20b.png' }],
      [6, 'function', { decision: { kind: 'group', originIds: ['bucket-europe', 'full'] } }],
      [6, 'cache', { result: 'hit', from: 'full' }],
    );
    expect(told([], found, cached)).toMatchObject({ foundAt: 4, cachedAt: 6 });
    expect(told([], cached)).toBeUndefined();
  });

  test('messages of other queues and messages that are none of ours are left out', () => {
    const other = { ...message, queueArn: 'arn:aws:sqs:eu-central-1:1:large-objects' };
    const odd: ShownEvent = {
      event: 'batch',
      at: 1,
      queueArn: QUEUE,
      messages: [{ done: true }],
    };
    expect(told([other, odd])).toBeUndefined();
  });
});

describe('events', () => {
  test('switches and verdicts are told with the name of the region', () => {
    const events: ShownEvent[] = [
      { event: 'switch', at: 0, action: 'kill', of: 'asia' },
      { event: 'health', at: 1, of: 'check-1', kind: 'health check', healthy: false },
      { event: 'health', at: 2, of: 'europe', kind: 'targets', healthy: true },
      { event: 'switch', at: 3, action: 'undrain', of: 'asia' },
      { event: 'message', at: 4, queueArn: QUEUE },
    ];
    const regions = [{ name: 'full-origin', state: WORKING }, ...WORLD.regions];
    expect(happenings({ ...WORLD, regions, events })).toEqual([
      { at: 0, words: 'asia: killed', isTrouble: true },
      { at: 1, words: 'asia: health check fails', isTrouble: true },
      { at: 2, words: 'europe: targets are healthy again', isTrouble: false },
      { at: 3, words: 'asia: no longer drained', isTrouble: false },
    ]);
  });

  test('names that move are told, and so is their return', () => {
    const leading = (to: string) => ({
      ...WORLD,
      names: [{ awsRegion: 'eu-central-1', answers: [kept('asia', to)] }],
    });
    const told = (before: ShownWorld, after: ShownWorld) => moves(before, after).map(({ words }) => words);
    expect(told(leading('asia'), leading('europe'))).toEqual(['asia.origin.example leads to europe']);
    expect(told(leading('europe'), leading('asia'))).toEqual(['asia.origin.example leads to asia']);
    expect(told(WORLD, leading('asia'))).toEqual([]);
  });
});

test('names and numbers as people say them', () => {
  expect([countryName('DE'), countryName(undefined), countryName('?')]).toEqual([
    'Germany',
    'Unknown country',
    '?',
  ]);
  expect([400, 12_300, 600_000].map(duration)).toEqual(['0.4 s', '12 s', '10 min']);
  expect([arnName(QUEUE), arnName('arn:aws:lambda:us-east-1:1:function:fill:3')]).toEqual([
    'misses-europe',
    'fill',
  ]);
  expect([[], ['a'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a, b and c']);
});
