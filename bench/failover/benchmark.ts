import {
  Route53RecoveryClusterClient,
  UpdateRoutingControlStatesCommand,
} from '@aws-sdk/client-route53-recovery-cluster';
import { AWS_REGIONS, type Behaviour, Cluster, served } from '../../__tests__/failover/cluster';
import { RoutingControls } from '../../failover/routing-controls';
import { isSame, type States } from '../../failover/states';
import type { Endpoint, Switch } from '../../failover/switchboard';
import { type Length, median } from '../benchmark';

const TIMES = { whole: 4, shortest: 1 };
/** As the command has it. */
const TRY_MS = 3000;
/** Of the baseline, which would wait for ever. */
const PATIENCE_MS = 10_000;

const CASES: readonly (readonly [name: string, behaviours: readonly Behaviour[]])[] = [
  ['all five answer', []],
  ['one answers 500', ['fails']],
  ['two answer 500', ['fails', 'fails']],
  ['two break off', ['breaks off', 'breaks off']],
  ['clocks 15 min apart', Array<Behaviour>(AWS_REGIONS.length).fill('has another clock')],
  ['one is silent', ['hangs']],
  ['two are silent', ['hangs', 'hangs']],
  ['three are silent', ['hangs', 'hangs', 'hangs']],
];

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const settingsOf = ({ awsRegion, url }: Endpoint) => ({ region: awsRegion, endpoint: url, credentials });

/** Turns a switch, beginning with this endpoint. */
type Way = (one: Switch, states: States, first: number) => Promise<void>;

const ours: Way = async (one, states, first) => {
  const random = () => (first + 0.5) / one.endpoints.length;
  const controls = new RoutingControls({ tryMs: TRY_MS, rounds: 2, random, settingsOf });
  await controls.change(one, states).finally(() => controls.close());
};

/** One endpoint, and the retries of the SDK. */
const sdk: Way = async (one, { primary, standby }, first) => {
  const endpoint = one.endpoints[first];
  if (endpoint === undefined) throw new Error(`there is no endpoint ${first}`);
  const client = new Route53RecoveryClusterClient(settingsOf(endpoint));
  const command = new UpdateRoutingControlStatesCommand({
    UpdateRoutingControlStateEntries: [
      { RoutingControlArn: one.controlOf(one.primary), RoutingControlState: primary },
      { RoutingControlArn: one.controlOf(one.standby), RoutingControlState: standby },
    ],
  });
  await client
    .send(command, { abortSignal: AbortSignal.timeout(PATIENCE_MS) })
    .finally(() => client.destroy());
};

/** Seconds of each move, and how many were done. */
async function measured(way: Way, behaviours: readonly Behaviour[], times: number) {
  const cluster = new Cluster(1);
  const endpoints = await served(cluster, behaviours);
  const seconds: number[] = [];
  let done = 0;
  try {
    for (let turn = 0; turn < times * AWS_REGIONS.length; turn += 1) {
      const states: States =
        cluster.statesOf(0).primary === 'On'
          ? { primary: 'Off', standby: 'On' }
          : { primary: 'On', standby: 'Off' };
      const [one] = endpoints.switches;
      if (one === undefined) throw new Error('no service is there');
      const started = performance.now();
      await way(one, states, turn % AWS_REGIONS.length).catch(() => undefined);
      seconds.push((performance.now() - started) / 1000);
      if (isSame(cluster.statesOf(0), states)) done += 1;
    }
  } finally {
    await endpoints.close();
  }
  return { done, of: seconds.length, median: median(seconds), most: Math.max(...seconds) };
}

/** Moves of a service while endpoints fail, beside the SDK with one endpoint; each begins with each of the five in turn. */
export async function failoverBenchmark(length: Length): Promise<void> {
  console.log(
    `Time to turn a switch from each of ${AWS_REGIONS.length} endpoints in turn, ${TIMES[length]} times; the SDK is given ${PATIENCE_MS / 1000} s.`,
  );
  console.log(
    '                         ours: done   median s   most s   the SDK: done   median s   most s   most',
  );
  for (const [name, behaviours] of length === 'whole' ? CASES : CASES.slice(0, 4)) {
    const [own, plain] = [
      await measured(ours, behaviours, TIMES[length]),
      await measured(sdk, behaviours, TIMES[length]),
    ];
    const cells = [
      name.padEnd(21),
      `${own.done} of ${own.of}`.padStart(14),
      own.median.toFixed(3).padStart(10),
      own.most.toFixed(2).padStart(8),
      `${plain.done} of ${plain.of}`.padStart(15),
      plain.median.toFixed(3).padStart(10),
      plain.most.toFixed(2).padStart(8),
      `${(plain.most / own.most).toFixed(1)}×`.padStart(6),
    ];
    console.log(cells.join(' '));
    if (own.done < own.of) throw new Error(`${name}: ${own.of - own.done} of ${own.of} moves were not done`);
  }
}
