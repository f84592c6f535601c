import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { findServices } from 'local-aws/daemon/state';
import { logsDirectory } from 'local-aws/directory';
import type { BackendState } from 'local-aws/edge/types';
import { type AskAws, type AwsAnswer, type AwsCall, localAws } from 'local-aws/world/aws-api';
import { LOCAL_DIRECTORY } from '../local/directory';
import { edgeSays } from './edge-says';
import type { Answer, Asked, Described, DrillWorld, Step } from './world';

/** One of each part of the world, asked in turn for one of a region's viewers. */
export const COUNTRIES = ['JP', 'DE', 'US', 'BR', 'ZA', 'AU', 'IN', 'AE', 'CA', 'GB'];
const TIMEOUT_MILLISECONDS = 60_000;
/** Of all viewers; others wait for one. */
const MAXIMUM_SOCKETS = 1000;

export interface LocalWorldProps {
  /** Name of the site's distribution. */
  readonly host: string;
  readonly mediaHost: string;
}

/** The world that `npm start` opened, asked as a viewer of one of its names asks. */
export class LocalWorld implements DrillWorld {
  readonly mediaHost: string;
  private speed = 1;
  /** A connection for each request: one that is kept may end just as it is used again, which would say nothing about the edge. */
  private readonly agent = new Agent({ maxSockets: MAXIMUM_SOCKETS });
  private readonly askAws: AskAws;

  private constructor(
    private readonly edge: string,
    aws: string,
    private readonly props: LocalWorldProps,
  ) {
    this.mediaHost = props.mediaHost;
    this.askAws = localAws(aws, 'meridian-drill');
  }

  /** Fails with one sentence where nothing runs. */
  static open(props: LocalWorldProps): LocalWorld {
    const services = findServices(LOCAL_DIRECTORY);
    if (services === undefined) throw new Error('The local AWS is not running: start it with "npm start"');
    return new LocalWorld(services.edge.endpoint, services.endpoint, props);
  }

  /** Lets the world's clock run `speed` times as fast as the machine's. */
  async run(speed: number): Promise<void> {
    await this.post('clock', { speed });
    this.speed = speed;
  }

  /** Ends everything that drills or people have brought about. */
  async mend(): Promise<void> {
    const { regions, drained, faults, queuesHeld } = await this.describe();
    for (const { name } of faults) await this.allow(name);
    for (const { name, state } of regions) if (!isWorking(state)) await this.turn(name, 'recover');
    for (const region of drained) await this.undrain(region);
    if (queuesHeld) await this.holdQueues(false);
  }

  async now(): Promise<number> {
    return (await this.describe()).now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((done) => setTimeout(done, milliseconds / this.speed));
  }

  ask({ method = 'GET', host, path, country, location }: Asked): Promise<Answer> {
    const started = performance.now();
    const headers = {
      host: host ?? this.props.host,
      'x-sim-country': country,
      ...(location === undefined ? {} : { 'x-sim-location': location }),
    };
    return new Promise((resolve) => {
      const end = (status: number, fields: NodeJS.Dict<string | string[]> = {}, body = Buffer.alloc(0)) =>
        resolve({
          status,
          headers: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
          body,
          milliseconds: performance.now() - started,
          ...servedBy(fields),
        });
      const options = { method, headers, agent: this.agent, timeout: TIMEOUT_MILLISECONDS };
      const url = this.edge + (path ?? `/drill/${process.hrtime.bigint()}`);
      const sent = request(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => end(0));
        response.on('end', () => end(response.statusCode ?? 0, response.headers, Buffer.concat(chunks)));
      });
      sent.on('timeout', () => sent.destroy()).on('error', () => end(0));
      sent.end();
    });
  }

  async steps({ headers }: Answer): Promise<readonly Step[]> {
    const response = await edgeSays(this.edge, `trace/${headers['x-local-trace']}`);
    return response.ok ? ((await response.json()) as { steps: Step[] }).steps : [];
  }

  async logged(part: string): Promise<readonly string[]> {
    return readFileSync(join(logsDirectory(LOCAL_DIRECTORY), 'edge-access.log'))
      .toString()
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.includes(part))
      .map((line): { 'cs-uri-stem': string } => JSON.parse(line))
      .map((entry) => entry['cs-uri-stem'])
      .filter((path) => path.includes(part));
  }

  async describe(): Promise<Described> {
    return (await edgeSays(this.edge, 'world')).json() as Promise<Described>;
  }

  async regions(): Promise<readonly string[]> {
    const { regions } = await this.describe();
    return regions.filter(({ loadBalancer }) => loadBalancer !== undefined).map(({ name }) => name);
  }

  async countryOf(region: string): Promise<string | undefined> {
    for (const country of COUNTRIES) {
      if ((await this.ask({ country })).region === region) return country;
    }
    return undefined;
  }

  async turn(region: string, to: string, degree: object = {}): Promise<void> {
    await this.post(to, { region, ...degree });
  }

  async drain(region: string): Promise<void> {
    await this.post('drain', { region });
  }

  async undrain(region: string): Promise<void> {
    await this.post('undrain', { region });
  }

  async holdQueues(held: boolean): Promise<void> {
    await this.post(held ? 'hold' : 'release', {});
  }

  async refuse(fault: object): Promise<void> {
    await this.post('refuse', fault);
  }

  async allow(name: string): Promise<void> {
    await this.post('allow', { name });
  }

  aws(call: AwsCall): Promise<AwsAnswer> {
    return this.askAws(call);
  }

  private async post(action: string, body: unknown): Promise<void> {
    const response = await edgeSays(this.edge, `world/${action}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${action}: the world answered ${response.status}: ${await response.text()}`);
  }
}

const isWorking = ({ dead, delayMilliseconds, status, healthyTargets }: BackendState) =>
  !dead && delayMilliseconds === 0 && status === undefined && healthyTargets === 1;

/** Regions name themselves, also where a method has no body to do so in. */
function servedBy({ 'x-served-by': region }: NodeJS.Dict<string | string[]>): { region?: string } {
  return typeof region === 'string' ? { region } : {};
}
