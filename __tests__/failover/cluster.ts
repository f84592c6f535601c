import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsRequest } from 'local-aws/emulators/emulator';
import { RecoveryControl } from 'local-aws/emulators/recovery-control';
import { RoutingControls, type RoutingControlsOptions } from '../../failover/routing-controls';
import type { State, States } from '../../failover/states';
import { parsedSwitch, type Switch } from '../../failover/switchboard';
import type { SwitchContent } from '../../stacks/failover/contract';

export const AWS_REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-northeast-1', 'ap-southeast-2'];
export const TRY_MS = 150;
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** How an endpoint behaves that does not simply answer. */
export type Behaviour =
  | 'answers'
  | 'hangs'
  | 'fails'
  | 'breaks off'
  | 'is another region'
  | 'is heard, and hangs'
  | 'is heard, and fails'
  | 'changes nothing'
  | 'has another clock';

export interface ServiceArns {
  readonly primary: string;
  readonly standby: string;
  readonly rule: string | undefined;
}

export interface ClusterOptions {
  /** Milliseconds for which a rule refuses every request after a switch. @default 0 */
  readonly waitMs?: number;
  /** @default - as the platform has it: one control is on */
  readonly ruled?: boolean;
}

/** A cluster of the local AWS with a panel for each service, as the stack makes it: its model of routing controls, in this process. */
export class Cluster {
  /** Of the clock that waits are counted in. */
  time = 0;
  readonly services: readonly ServiceArns[];
  private readonly model = new RecoveryControl({ now: () => this.time });

  constructor(count: number, { waitMs = 0, ruled = true }: ClusterOptions = {}) {
    const clusterArn = this.made('cluster', { ClusterName: 'demo-failover' }).ClusterArn;
    this.services = Array.from({ length: count }, (_, index) => {
      const ControlPanelArn = this.made('controlpanel', {
        ClusterArn: clusterArn,
        ControlPanelName: `demo-failover-s${index}`,
      }).ControlPanelArn;
      const control = (region: string) =>
        this.made('routingcontrol', {
          ClusterArn: clusterArn,
          ControlPanelArn,
          RoutingControlName: `s${index}-${region}`,
        }).RoutingControlArn ?? '';
      const [primary, standby] = [control('europe'), control('asia')];
      const rule = {
        ControlPanelArn,
        Name: `s${index}-one-is-on`,
        AssertedControls: [primary, standby],
        RuleConfig: { Type: 'ATLEAST', Threshold: 1, Inverted: false },
        WaitPeriodMs: waitMs,
      };
      const made = ruled ? this.made('safetyrule', { AssertionRule: rule }).SafetyRuleArn : undefined;
      return { primary, standby, rule: made };
    });
  }

  statesOf(index: number): States {
    const { primary, standby } = this.service(index);
    const state = (arn: string): State => (this.model.isOn(arn) ? 'On' : 'Off');
    return { primary: state(primary), standby: state(standby) };
  }

  /** States of all services in one text. */
  shown(except?: number): string {
    return this.services
      .map((_, index) => (index === except ? '' : Object.values(this.statesOf(index)).join()))
      .join(' ');
  }

  /** Asks for states of services by their index, in one request; says why not, where they are refused. */
  turn(states: ReadonlyMap<number, States>, { overriding = false } = {}): string | undefined {
    const asked = [...states].map(([index, both]) => ({ ...this.service(index), both }));
    const body = {
      UpdateRoutingControlStateEntries: asked.flatMap(({ primary, standby, both }) => [
        { RoutingControlArn: primary, RoutingControlState: both.primary },
        { RoutingControlArn: standby, RoutingControlState: both.standby },
      ]),
      SafetyRulesToOverride: overriding ? asked.flatMap(({ rule }) => rule ?? []) : [],
    };
    const { status, body: answer } = this.answer('UpdateRoutingControlStates', body, 'eu-west-1');
    return status === 200 ? undefined : answer;
  }

  answer(action: string, input: object, region: string): { readonly status: number; readonly body: string } {
    const { status, body = '' } = this.model.handle({
      ...asked('route53-recovery-cluster', input),
      region,
      action,
    });
    return { status, body: String(body) };
  }

  private service(index: number): ServiceArns {
    const found = this.services[index];
    if (found === undefined) throw new Error(`there is no service ${index}`);
    return found;
  }

  private made(resource: string, input: object): Readonly<Record<string, string>> {
    const { status, body = '' } = this.model.handle({
      ...asked('route53-recovery-control-config', input),
      path: `/${resource}`,
    });
    if (status !== 200) throw new Error(String(body));
    const [made] = Object.values(JSON.parse(String(body)) as Record<string, Record<string, string>>);
    return made ?? {};
  }
}

const asked = (service: string, input: object): AwsRequest => ({
  service,
  region: 'us-west-2',
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(JSON.stringify(input)),
});

export interface Served {
  /** The switch of each service, as its copy says. */
  readonly contents: readonly SwitchContent[];
  readonly switches: readonly Switch[];
  /** AWS regions of the endpoints that were asked, in their order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** The cluster's five endpoints, each with a port of its own. `behaviours` may change while they are asked. */
export async function served(cluster: Cluster, behaviours: readonly Behaviour[] = []): Promise<Served> {
  const servers: Server[] = [];
  const asked: string[] = [];
  const endpoints: string[] = [];
  for (const [index, awsRegion] of AWS_REGIONS.entries()) {
    const behaviour = () => behaviours[index] ?? 'answers';
    const server = endpoint(cluster, awsRegion, behaviour, () => asked.push(awsRegion));
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    endpoints.push(`${awsRegion} http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  }
  const contents = cluster.services.map(
    ({ primary, standby }, index): SwitchContent => ({
      version: 1,
      service: `s${index}`,
      primary: 'europe',
      standby: 'asia',
      team: 'orders',
      objectives: { recoveryTimeSeconds: 120, recoveryPointSeconds: 1 },
      endpoints,
      routingControls: { europe: primary, asia: standby },
    }),
  );
  return {
    contents,
    switches: contents.map((content) => parsedSwitch(JSON.stringify(content), 'test')),
    asked,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
  };
}

function endpoint(
  cluster: Cluster,
  awsRegion: string,
  behaviourNow: () => Behaviour,
  onAsked: () => void,
): Server {
  return createServer((request, response) => {
    const behaviour = behaviourNow();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      onAsked();
      const now = Date.now() + (behaviour === 'has another clock' ? 3 * CLOCK_TOLERANCE_MS : 0);
      const answer = (status: number, body: string) => {
        const headers = { 'content-type': 'application/x-amz-json-1.0', date: new Date(now).toUTCString() };
        response.writeHead(status, headers).end(body);
      };
      const refuse = (status: number, __type: string) => answer(status, JSON.stringify({ __type }));
      if (behaviour === 'hangs') return;
      if (behaviour === 'breaks off') return request.socket.destroy();
      if (behaviour === 'fails') return refuse(500, 'InternalServerException');
      const {
        authorization = '',
        'x-amz-date': signedAt = '',
        'x-amz-target': target = '',
      } = request.headers;
      const signedFor = /\/\d{8}\/([\w-]+)\//.exec(authorization)?.[1] ?? '';
      if (Math.abs(momentOf(String(signedAt)) - now) > CLOCK_TOLERANCE_MS) {
        return refuse(400, 'RequestTimeTooSkewed');
      }
      if (behaviour === 'is another region' || signedFor !== awsRegion) {
        return refuse(403, 'InvalidSignatureException');
      }
      const action = String(target).split('.').at(-1) ?? '';
      if (behaviour === 'changes nothing' && action.startsWith('Update')) {
        return refuse(503, 'EndpointTemporarilyUnavailableException');
      }
      const { status, body } = cluster.answer(
        action,
        JSON.parse(Buffer.concat(chunks).toString()),
        awsRegion,
      );
      if (behaviour === 'is heard, and hangs') return;
      if (behaviour === 'is heard, and fails') return refuse(500, 'InternalServerException');
      answer(status, body);
    });
  });
}

/** Such as 20261130T191131Z. */
const momentOf = (text: string) =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** The runner as the command sets it up, with shorter tries. */
export const controlsOf = (random: number, more: Partial<RoutingControlsOptions> = {}) =>
  new RoutingControls({
    tryMs: TRY_MS,
    rounds: 2,
    random: () => random,
    settingsOf: ({ awsRegion, url }) => ({
      region: awsRegion,
      endpoint: url,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
    ...more,
  });
