import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Move, move } from '../../failover/move';
import type { RoutingControls } from '../../failover/routing-controls';
import { Cluster, controlsOf, type Served, served } from './cluster';

const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

let cluster: Cluster;
let endpoints: Served;
let controls: RoutingControls;
let printed: string[];
let asked: string[];
beforeEach(async () => {
  cluster = new Cluster(2);
  for (const index of [0, 1]) cluster.turn(new Map([[index, { primary: 'On', standby: 'Off' }]]));
  endpoints = await served(cluster);
  controls = controlsOf(0);
  printed = [];
  asked = [];
});
afterEach(async () => {
  controls.close();
  await endpoints.close();
});

const newLog = () => join(mkdtempSync(join(folder, 'moves-')), 'not-yet', 'moves.log');

async function moved(to: string, more: Partial<Move & { agrees: boolean; log: string }> = {}): Promise<void> {
  const { agrees = true, log = newLog(), ...wanted } = more;
  const [one] = endpoints.switches;
  if (one === undefined) throw new Error('no service is there');
  await move(
    one,
    controls,
    { to, why: 'a test', ticket: undefined, isPlan: false, ...wanted },
    {
      agree: async (words) => {
        asked.push(words);
        if (!agrees) throw new Error('Nothing was changed.');
      },
      log,
      print: (line) => void printed.push(line),
    },
  );
}

const AT_HOME = { primary: 'On', standby: 'Off' };
const AWAY = { primary: 'Off', standby: 'On' };

it('a move turns the switch of that service alone, and is recorded with who, why and ticket', async () => {
  const log = newLog();
  await moved('asia', { log, ticket: 'OPS-17' });

  expect(cluster.statesOf(0)).toEqual(AWAY);
  expect(cluster.statesOf(1)).toEqual(AT_HOME);
  expect(asked).toEqual(['Turn s0: europe On, asia Off → europe Off, asia On, for team "orders",']);
  expect(printed[0]).toBe(
    'Nothing asks whether asia has the last writes; by its objectives s0 may lose those of 1 s.',
  );
  expect(printed[1]).toMatch(
    /^s0: europe On, asia Off → europe Off, asia On: done in [\d.]+ s; .* has a line of it\.$/,
  );
  expect(JSON.parse(readFileSync(log, 'utf8'))).toMatchObject({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    who: expect.stringContaining('@'),
    why: 'a test',
    ticket: 'OPS-17',
    service: 's0',
    team: 'orders',
    to: 'asia',
    before: AT_HOME,
    outcome: 'moved',
    seconds: expect.any(Number),
  });
});

it('a plan says what a move would turn, and turns and records nothing', async () => {
  const log = newLog();
  await moved('asia', { isPlan: true, log });

  expect(printed).toContain(
    's0: europe On, asia Off → europe Off, asia On, for team "orders". Nothing was changed.',
  );
  expect(cluster.statesOf(0)).toEqual(AT_HOME);
  expect(asked).toEqual([]);
  expect(() => readFileSync(log)).toThrow('ENOENT');
});

it('a move to where the service is does nothing', async () => {
  await moved('europe');

  expect(printed).toEqual(['Nothing to do: s0 is in europe (europe On, asia Off).']);
  expect(asked).toEqual([]);
});

it('the primary is turned on where both are off, and nothing is said of writes', async () => {
  cluster = new Cluster(1);
  await endpoints.close();
  endpoints = await served(cluster);
  await moved('europe');

  expect(cluster.statesOf(0)).toEqual(AT_HOME);
  expect(printed).toEqual([expect.stringMatching(/^s0: europe Off, asia Off → europe On, asia Off: done/)]);
});

it('nothing is turned where whoever moves says no', async () => {
  await expect(moved('asia', { agrees: false })).rejects.toThrow('Nothing was changed.');
  expect(cluster.statesOf(0)).toEqual(AT_HOME);
});

it('only the two regions of the service are admitted', async () => {
  await expect(moved('mars')).rejects.toThrow('--to: expected a region of "s0" (europe, asia), got "mars"');
});

it('a move that fails is recorded with its reason', async () => {
  const log = newLog();
  const change = jest.spyOn(controls, 'change').mockRejectedValue(new Error('nobody answers'));

  await expect(moved('asia', { log })).rejects.toThrow('nobody answers');
  change.mockRestore();
  expect(JSON.parse(readFileSync(log, 'utf8'))).toMatchObject({ outcome: 'nobody answers', to: 'asia' });
  expect(printed.at(-1)).toBe(`Not done; ${log} has a line of it.`);
});

it('a move is done where it cannot be recorded, and says so', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  await moved('asia', { log: join(file, 'moves.log') });

  expect(cluster.statesOf(0)).toEqual(AWAY);
  expect(printed.at(-1)).toMatch(/done in [\d.]+ s; it is not recorded: .*ENOTDIR|EEXIST/);
});
