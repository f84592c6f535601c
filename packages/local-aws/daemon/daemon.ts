import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { consolePages } from '../console/console';
import { logsDirectory } from '../directory';
import { deployedTo } from '../edge/configuration';
import { type OpenEdge, openEdge } from '../edge/open-edge';
import { createEmulators } from '../emulators';
import { ACCOUNT } from '../emulators/aws';
import { CloudFront } from '../emulators/cloudfront';
import { RecoveryControl } from '../emulators/recovery-control';
import { AccessControl } from '../iam/control/access-control';
import { accessReport, modeOf } from '../iam/control/report';
import { identitiesOf, MotoPolicies } from '../iam/identity/moto-policies';
import type { CreatePlugin } from '../plugin';
import { accessLogFile } from '../router/access-log';
import { judgeByApiModels } from '../router/api-models';
import { Faults } from '../router/faults';
import { createRouter } from '../router/router';
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
}

/** What the daemon tells whoever started it. */
export type DaemonMessage =
  | { readonly kind: 'ready'; readonly state: ServicesState }
  | { readonly kind: 'failed'; readonly message: string };

/** The edge location that answers is in Frankfurt: what latency records go by. */
const EDGE_AWS_REGION = 'eu-central-1';

/** Access keys of the account's administrator, and of what AWS does by itself. */
const ADMINISTRATORS = new Set(['test', 'edge', 'world']);

/** The background process: the router with its emulators, and moto as its child. They end together. */
async function run(options: DaemonOptions, { plugin }: DaemonParts): Promise<void> {
  const logs = logsDirectory(options.directory);
  const starting = new AbortController();
  let end: (reason: string, status?: number) => unknown = (reason) => starting.abort(reason);
  process.on('SIGTERM', () => end('asked to stop'));
  process.on('SIGINT', () => end('interrupted'));
  const alone = () => end('the process that started it has ended');
  process.on('disconnect', alone);

  const moto = await startMoto(options.launch, join(logs, 'moto.log'), starting.signal);
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
    removeState(options.directory);
    process.exit(status);
  };
  moto.child.on('exit', (code, signal) => end(`moto ended with ${signal ?? `status ${code}`}`, 1));

  let state: ServicesState | undefined;
  let opened: OpenEdge | undefined;
  let world: World | undefined;
  const cloudFront = new CloudFront();
  const recoveryControl = new RecoveryControl({
    now: () => world?.clock.now() ?? Date.now(),
    onSwitch: (arn) => world?.healthChecks.switched(arn),
  });
  const faults = new Faults();
  const regions = new UsedRegions();
  const access = new AccessControl({
    account: ACCOUNT,
    source: new MotoPolicies(identitiesOf(moto.port)),
    administrators: ADMINISTRATORS,
    mode: modeOf(process.env.LOCAL_AWS_IAM ?? 'off'),
  });
  const server = createRouter({
    motoPort: moto.port,
    emulators: [
      ...createEmulators(cloudFront, recoveryControl),
      sentMessages((message) => world?.sent(message)),
    ],
    faults,
    access,
    judge: judgeByApiModels(moto.port),
    log: regions.seen(accessLogFile(join(logs, 'router.log'))),
    health: () => ({ status: isRunning(moto.process) ? 'ok' : 'moto has ended', ...state }),
  });
  const daemon = identify(process.pid);
  if (!daemon) {
    throw new Error('this process cannot be identified: /proc or ps is needed');
  }
  const port = await listen(server, options.ports).catch(async (error) => {
    ending = true;
    await stopMoto(moto);
    throw error;
  });
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
  const control = worldControl({
    world,
    distributions,
    faults,
  });
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
    instance: randomUUID(),
    endpoint: `http://127.0.0.1:${port}`,
    port,
    edge: { endpoint: `http://127.0.0.1:${edgePort}`, port: edgePort },
    daemon,
    moto: { ...moto.process, port: moto.port },
    startedAt: new Date().toISOString(),
  };
  writeState(options.directory, state);
  world.start();
  await tell({ kind: 'ready', state });
  process.off('disconnect', alone);
  process.disconnect?.();
}

/** Next to the router's, and never a reason not to start. */
const edgePorts = (routerPort: number) =>
  [...Array.from({ length: 10 }, (_, index) => routerPort + 100 + index), 0].filter((port) => port < 65_536);

async function listen(server: Server, ports: readonly number[]): Promise<number> {
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
  throw new Error(`port ${ports.join(', ')} on 127.0.0.1 is taken: ask for a free one`);
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
