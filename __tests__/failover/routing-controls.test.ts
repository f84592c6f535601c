import { AWS_REGIONS, type Behaviour, Cluster, controlsOf, type Served, served, TRY_MS } from './cluster';

const TO_STANDBY = { primary: 'Off', standby: 'On' } as const;

let open: Served[] = [];
afterEach(async () => {
  for (const each of open) await each.close();
  open = [];
});

/** A cluster with one service that is in its primary. */
async function deployed(behaviours: readonly Behaviour[], waitMs = 0) {
  const cluster = new Cluster(1, { waitMs });
  cluster.turn(new Map([[0, { primary: 'On', standby: 'Off' }]]));
  cluster.time += waitMs;
  const endpoints = await served(cluster, behaviours);
  open.push(endpoints);
  const [one] = endpoints.switches;
  if (one === undefined) throw new Error('no service is there');
  return { cluster, one, asked: endpoints.asked };
}

async function moved(behaviours: readonly Behaviour[], random: number, waitMs?: number) {
  const { cluster, one } = await deployed(behaviours, waitMs);
  const controls = controlsOf(random);
  try {
    await controls.change(one, TO_STANDBY);
  } finally {
    controls.close();
  }
  return cluster.statesOf(0);
}

const BAD: readonly Behaviour[] = [
  'hangs',
  'fails',
  'breaks off',
  'is another region',
  'is heard, and hangs',
  'is heard, and fails',
  'changes nothing',
];
const pairs = BAD.flatMap((first) => (['answers', ...BAD] as const).map((second) => ({ first, second })));

test.each(pairs)('a service moves where one endpoint $first and the next $second', async (pair) => {
  expect(await moved([pair.first, pair.second], 0)).toEqual(TO_STANDBY);
});

const places = AWS_REGIONS.flatMap((_, one) => AWS_REGIONS.map((_, other) => [one, other] as const));

test.each(places.filter(([one, other]) => one < other))(
  'a service moves where endpoints %i and %i are dead, wherever the move begins',
  async (one, other) => {
    const behaviours = AWS_REGIONS.map((_, index) =>
      index === one || index === other ? ('breaks off' as const) : ('answers' as const),
    );
    for (const first of AWS_REGIONS.keys()) {
      expect(await moved(behaviours, (first + 0.5) / AWS_REGIONS.length)).toEqual(TO_STANDBY);
    }
  },
);

test.each([3, 4])('a service moves where %i endpoints are dead and the rest answers', async (dead) => {
  expect(await moved(Array<Behaviour>(dead).fill('hangs'), 0)).toEqual(TO_STANDBY);
});

test('a service moves though the clock here is a quarter of an hour behind that of every endpoint', async () => {
  expect(await moved(Array<Behaviour>(5).fill('has another clock'), 0)).toEqual(TO_STANDBY);
});

test('a move whose answer was lost is done, though the rule then refuses a second one', async () => {
  expect(await moved(['is heard, and fails'], 0, 5000)).toEqual(TO_STANDBY);
});

test.each([0, 1, 2, 3, 4])(
  'a move begins with endpoint %i where chance says so, and asks no other that answers',
  async (at) => {
    const { one, asked } = await deployed([]);
    const controls = controlsOf((at + 0.5) / AWS_REGIONS.length);

    await controls.change(one, TO_STANDBY);
    expect(await controls.states(one)).toEqual(TO_STANDBY);
    controls.close();
    expect(new Set(asked)).toEqual(new Set([AWS_REGIONS[at]]));
  },
);

const lost: readonly (readonly Behaviour[])[] = [
  Array<Behaviour>(5).fill('hangs'),
  ['hangs', 'fails', 'breaks off', 'is another region', 'hangs'],
  // AWS promises that three are within reach: without them those that answer change no state.
  ['hangs', 'hangs', 'hangs', 'changes nothing', 'changes nothing'],
  ['breaks off', 'fails', 'hangs', 'changes nothing', 'changes nothing'],
];

test.each(lost)(
  'a move ends in time and says why where endpoints are %s, %s, %s, %s, %s',
  async (...behaviours) => {
    const { cluster, one } = await deployed(behaviours);
    const controls = controlsOf(0);
    const started = performance.now();

    const failure = await controls.change(one, TO_STANDBY).catch((error: Error) => error.message);
    controls.close();

    expect(performance.now() - started).toBeLessThan(2 * 5 * TRY_MS + 2000);
    expect(failure).toMatch(/^None of the cluster's 5 endpoints has answered, each asked 2 times:\n/);
    for (const awsRegion of AWS_REGIONS) expect(failure).toContain(`\n  ${awsRegion}: `);
    expect(failure).toMatch(/One may have heard it all the same: ask for the status$/);
    expect(cluster.statesOf(0)).toEqual({ primary: 'On', standby: 'Off' });
  },
);

test('where a rule refuses, no other endpoint is asked to change anything, and the message has the states', async () => {
  const { cluster, one, asked } = await deployed([], 5000);
  cluster.turn(new Map([[0, TO_STANDBY]]));
  const controls = controlsOf(0);

  await expect(controls.change(one, { primary: 'On', standby: 'Off' })).rejects.toThrow(
    /^A safety rule refuses to turn "s0" \(europe Off, asia On\) now: ConflictException: .*try again$/,
  );
  controls.close();
  expect(new Set(asked)).toEqual(new Set([AWS_REGIONS[0]]));
});

test('nobody is asked to turn both off', async () => {
  const { one, asked } = await deployed([]);

  await expect(controlsOf(0).change(one, { primary: 'Off', standby: 'Off' })).rejects.toThrow(
    '"s0": expected one of its two routing controls to be on, got both off, where Route 53 answers with "europe", dead or not',
  );
  expect(asked).toEqual([]);
});
