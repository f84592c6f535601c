import type { Server } from 'node:http';
import { join } from 'node:path';
import { consolePages } from '../console/console';
import { logsDirectory } from '../directory';
import { deployedTo } from '../edge/configuration';
import { type OpenEdge, openEdge } from '../edge/open-edge';
import { createEmulators } from '../emulators';
import { ACCOUNT } from '../emulators/aws';
import { CloudFront } from '../emulators/cloudfront';
import { currentMoment } from '../emulators/moment';
import { RecoveryControl } from '../emulators/recovery-control';
import { AccessControl, type Mode } from '../iam/control/access-control';
import { accessReport, modeOf } from '../iam/control/report';
import { identitiesOf, MotoPolicies } from '../iam/identity/moto-policies';
import { Changes } from '../journal/changes';
import { type Found, Journal, journalFile } from '../journal/journal';
import { inWords, resume } from '../journal/resume';
import type { CreatePlugin } from '../plugin';
import { accessLogFile } from '../router/access-log';
import { judgeByApiModels } from '../router/api-models';
import { Faults } from '../router/faults';
import { readHead } from '../router/request';
import { createRouter, type RouterProps } from '../router/router';
import { UsedRegions } from '../router/used-regions';
import { worldControl } from '../world/control';
import { messageSteps } from '../world/message-steps';
import { sentMessages } from '../world/sqs/sent-messages';
import { World } from '../world/world';
import { type MotoLaunch, startMoto, stopMoto } from './moto';
import { identify, isRunning } from './processes';
import { removeState, type ServicesState, writeState } from './state';

/** What the daemon is told, as JSON in its only argument. */
export interface DaemonOptions {
  readonly directory: string;
  readonly version: string;
  readonly launch: MotoLaunch;
  /** Tried in turn; 0 is any free port. */
  readonly ports: readonly number[];
  /** Servers on this machine that stand for hosts outside AWS: ports by the hosts' names. */
  readonly hosts: Readonly<Record<string, number>>;
}

/** What is not said in JSON: whoever has it runs the daemon from a file of its own. */
export interface DaemonParts {
  readonly plugin?: CreatePlugin;
  /** How access control starts where `LOCAL_AWS_IAM` says nothing. @default - off */
  readonly accessControl?: Mode;
}

/** What the daemon tells whoever started it. */
export type DaemonMessage =
  | { readonly kind: 'ready'; readonly state: ServicesState; readonly resumed: Resumed }
  | { readonly kind: 'failed'; readonly message: string };

/** What became of the journal that was there. */
export interface Resumed {
  /** How many changes were made again. */
  readonly changes: number;
  /** Which of them are answered differently in some detail. */
  readonly differences: readonly string[];
  /** Why there is a new world although there was a journal. */
  readonly notice?: string;
}

/** The edge location that answers is in Frankfurt: what latency records go by. */
const EDGE_AWS_REGION = 'eu-central-1';

/** Access keys of the account's administrator, and of what AWS does by itself. */
const ADMINISTRATORS = new Set(['test', 'edge', 'world']);

/** The background process: the router with its emulators, and moto as its child. They end together. */
async function run(options: DaemonOptions, { plugin, accessControl = 'off' }: DaemonParts): Promise<void> {
  const logs = logsDirectory(options.directory);
  const starting = new AbortController();
  let end: (reason: string, status?: number) => unknown = (reason) => starting.abort(reason);
  process.on('SIGTERM', () => end('asked to stop'));
  process.on('SIGINT', () => end('interrupted'));
  const alone = () => end('the process that started it has ended');
  process.on('disconnect', alone);

  let state: ServicesState | undefined;
  let opened: OpenEdge | undefined;
  let world: World | undefined;
  const worldNow = () => world?.clock.now() ?? Date.now();
  const file = journalFile(options.directory);
  const found = await Journal.find(file);
  let open: (props: RouterProps) => void = () => undefined;
  const server = createRouter(
    new Promise((resolve) => {
      open = resolve;
    }),
  );
  const port = await listen(
    server,
    portsFor(found, options.ports),
    found.kind === 'kept' ? STAYS : undefined,
  );
  const { aws, journal, moto, ...resumed } = await resume(found, {
    file,
    port,
    startMoto: () => startMoto(options.launch, join(logs, 'moto.log'), starting.signal),
    stopMoto,
    signal: starting.signal,
    createAws: () => {
      const cloudFront = new CloudFront();
      const recoveryControl = new RecoveryControl({
        now: () => currentMoment()?.worldAt ?? worldNow(),
        onSwitch: (arn) => world?.healthChecks.switched(arn),
      });
      const emulators = [
        ...createEmulators(cloudFront, recoveryControl),
        sentMessages((message) => world?.sent(message)),
      ];
      return { cloudFront, recoveryControl, emulators };
    },
  });
  const { cloudFront, recoveryControl, emulators } = aws;
  let ending = false;
  end = async (reason, status = 0) => {
    if (ending) {
      return;
    }
    ending = true;
    console.log(`${new Date().toISOString()} ends: ${reason}`);
    server.close();
    server.closeAllConnections();
    opened?.close();
    await world?.close();
    await stopMoto(moto);
    journal.close();
    removeState(options.directory);
    process.exit(status);
  };
  moto.child.on('exit', (code, signal) => end(`moto ended with ${signal ?? `status ${code}`}`, 1));

  const faults = new Faults();
  const regions = new UsedRegions();
  for await (const { change } of journal.read()) {
    regions.note(readHead({ method: change.method, url: change.target, headers: change.headers }));
  }
  const access = new AccessControl({
    account: ACCOUNT,
    source: new MotoPolicies(identitiesOf(moto.port)),
    administrators: ADMINISTRATORS,
    mode: modeOf(process.env.LOCAL_AWS_IAM ?? accessControl),
  });
  const daemon = identify(process.pid);
  if (!daemon) {
    throw new Error('this process cannot be identified: /proc or ps is needed');
  }
  const warn = (warning: string) => console.log(`${new Date().toISOString()} ${warning}`);
  const { distributions } = deployedTo(cloudFront);
  world = new World({
    endpoint: () => `http://127.0.0.1:${port}`,
    distributions,
    edge: () => state && { host: '127.0.0.1', port: state.edge.port },
    keyValueStores: () => cloudFront.keyValueStores.all().map(({ arn }) => arn),
    directory: options.directory,
    hosts: Object.fromEntries(
      Object.entries(options.hosts).map(([name, hostPort]) => [name, { host: '127.0.0.1', port: hostPort }]),
    ),
    usedAwsRegions: () => regions.all(),
    plugin,
    functionLog: join(logs, 'functions.log'),
    warn,
    routingControl: (arn) => recoveryControl.isOn(arn),
    onEvent: (event) => opened && messageSteps(opened.edge.traces)(event),
  });
  const pages = consolePages(world.plugin.words);
  const report = accessReport(access);
  const control = worldControl({ world, distributions, faults });
  opened = openEdge({
    cloudFront,
    aws: { host: '127.0.0.1', port },
    resolver: world.resolver(EDGE_AWS_REGION),
    lambda: world.lambda,
    requester: world.plugin.requester,
    clock: world.clock,
    extra: async (request, response) =>
      (await pages(request, response)) || (await report(request, response)) || control(request, response),
    logsDirectory: logs,
    warn,
  });
  const edgePort = await listen(opened.server, edgePorts(port));
  state = {
    version: options.version,
    instance: journal.head.world,
    endpoint: `http://127.0.0.1:${port}`,
    port,
    edge: { endpoint: `http://127.0.0.1:${edgePort}`, port: edgePort },
    daemon,
    moto: { ...moto.process, port: moto.port },
    startedAt: new Date().toISOString(),
  };
  open({
    motoPort: moto.port,
    emulators,
    changes: new Changes({ journal, motoPort: moto.port, emulators, worldNow }),
    faults,
    access,
    judge: judgeByApiModels(moto.port),
    log: regions.seen(accessLogFile(join(logs, 'router.log'))),
    health: () => ({
      status: isRunning(moto.process) ? 'ok' : 'moto has ended',
      ...state,
      journal: { changes: journal.changes, bytes: journal.bytes },
    }),
  });
  writeState(options.directory, state);
  world.start();
  await tell({
    kind: 'ready',
    state,
    resumed: { ...resumed, differences: resumed.differences.map(inWords) },
  });
  process.off('disconnect', alone);
  process.disconnect?.();
}

/** What is stored in a world holds its address, such as the URLs of its queues: it answers where it has answered. */
function portsFor(found: Found, ports: readonly number[]): readonly number[] {
  if (found.kind !== 'kept') return ports;
  const { port } = found.journal.head;
  if (ports.includes(0) || ports.includes(port)) return [port];
  throw new Error(`it answers at port ${port} and no other, because ${STAYS}`);
}

const STAYS = 'what it holds knows its address (a reset forgets what it holds)';

/** Next to the router's, and never a reason not to start. */
const edgePorts = (routerPort: number) =>
  [...Array.from({ length: 10 }, (_, index) => routerPort + 100 + index), 0].filter((port) => port < 65_536);

async function listen(
  server: Server,
  ports: readonly number[],
  remedy = 'ask for a free one',
): Promise<number> {
  for (const port of ports) {
    const listening = await new Promise<boolean>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(false) : reject(error);
      server.once('error', failed);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', failed);
        resolve(true);
      });
    });
    const address = server.address();
    if (listening && address !== null && typeof address !== 'string') {
      return address.port;
    }
  }
  throw new Error(`port ${ports.join(', ')} on 127.0.0.1 is taken: ${remedy}`);
}

const tell = (message: DaemonMessage) =>
  new Promise<void>((resolve) => {
    if (process.send && process.connected) {
      process.send(message, () => resolve());
    } else {
      resolve();
    }
  });

/** Runs the local AWS in this process, as its first argument says, until it is asked to stop. */
export function runDaemon(parts: DaemonParts = {}): void {
  run(JSON.parse(process.argv[2] ?? '{}'), parts).catch(async (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.log(`${new Date().toISOString()} failed: ${message}`);
    await tell({ kind: 'failed', message });
    process.exit(1);
  });
}
