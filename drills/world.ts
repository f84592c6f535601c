import { request } from 'node:http';
import { LOCAL_DIRECTORY } from '../local/directory';
import { findServices } from '../local/services/state';

/** How a viewer was answered. */
export interface Answer {
  readonly status: number;
  /** Region that answered, where one did. */
  readonly region?: string;
}

export interface HealthEvent {
  /** Milliseconds of the world's clock. */
  readonly at: number;
  readonly healthy: boolean;
}

/** What a drill does to the world on localhost, and sees of it. */
export interface DrillWorld {
  /** Milliseconds of the world's clock, which runs faster while a drill runs. */
  now(): Promise<number>;
  /** Lets a moment of the world's time pass. */
  sleep(milliseconds: number): Promise<void>;
  ask(method: 'GET' | 'POST', country: string): Promise<Answer>;
  kill(region: string): Promise<void>;
  recover(region: string): Promise<void>;
  /** What the region's health check found since a moment. */
  healthSince(region: string, since: number): Promise<readonly HealthEvent[]>;
}

interface Described {
  readonly now: number;
  readonly regions: readonly { readonly name: string; readonly loadBalancer?: string }[];
  readonly healthChecks: readonly { readonly id: string; readonly host?: string }[];
  readonly events: readonly {
    readonly event: string;
    readonly at: number;
    readonly kind?: string;
    readonly of?: string;
    readonly healthy?: boolean;
  }[];
}

/** The world that `npm start` opened, asked as a viewer of one of its names asks. */
export class LocalWorld implements DrillWorld {
  private constructor(
    private readonly endpoint: string,
    private readonly host: string,
    private readonly speed: number,
  ) {}

  /** Fails with one sentence where nothing runs. Its clock runs `speed` times as fast until `close`. */
  static async open(host: string, speed: number): Promise<LocalWorld> {
    const services = findServices(LOCAL_DIRECTORY);
    if (services === undefined) throw new Error('The local AWS is not running: start it with "npm start"');
    const world = new LocalWorld(services.edge.endpoint, host, speed);
    await world.post('clock', { speed });
    return world;
  }

  async close(): Promise<void> {
    await this.post('clock', { speed: 1 });
  }

  async regions(): Promise<string[]> {
    const { regions } = await this.describe();
    return regions.filter(({ loadBalancer }) => loadBalancer !== undefined).map(({ name }) => name);
  }

  async now(): Promise<number> {
    return (await this.describe()).now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((done) => setTimeout(done, milliseconds / this.speed));
  }

  ask(method: 'GET' | 'POST', country: string): Promise<Answer> {
    // A path of its own each time: a cached answer says nothing about the origin.
    const path = `/drill/${process.hrtime.bigint()}`;
    const headers = { host: this.host, 'x-sim-country': country };
    return new Promise((resolve, reject) => {
      request(this.endpoint + path, { method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, ...regionIn(text) });
        });
      })
        .on('error', reject)
        .end();
    });
  }

  async kill(region: string): Promise<void> {
    await this.post('kill', { region });
  }

  async recover(region: string): Promise<void> {
    await this.post('recover', { region });
  }

  async healthSince(region: string, since: number): Promise<readonly HealthEvent[]> {
    const { regions, healthChecks, events } = await this.describe();
    const host = regions.find(({ name }) => name === region)?.loadBalancer;
    const check = healthChecks.find((one) => one.host !== undefined && one.host === host)?.id;
    return events.flatMap(({ event, kind, of, at, healthy }) =>
      event === 'health' && kind === 'health check' && of === check && at >= since && healthy !== undefined
        ? [{ at, healthy }]
        : [],
    );
  }

  private async describe(): Promise<Described> {
    return (await fetch(`${this.endpoint}/_meridian/world`)).json() as Promise<Described>;
  }

  private async post(action: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.endpoint}/_meridian/world/${action}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${action}: the world answered ${response.status}: ${await response.text()}`);
  }
}

function regionIn(text: string): { region?: string } {
  try {
    const { region } = JSON.parse(text) as { region?: unknown };
    return typeof region === 'string' ? { region } : {};
  } catch {
    return {};
  }
}
