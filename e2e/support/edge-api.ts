import type { Asked, ShownDistribution, ShownWorld } from 'local-aws/console/view/contract';
import { COUNTRIES } from '../../drills/local-world';

/** The local edge, asked without a browser: what tests compare the console with. */
export class EdgeApi {
  private asked = 0;

  constructor(private readonly endpoint: () => string) {}

  world(): Promise<ShownWorld> {
    return this.read('/world');
  }

  async post<T>(path: string, body: object): Promise<T> {
    const answer = await fetch(`${this.endpoint()}/_local${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return answer.json() as Promise<T>;
  }

  async firstRegion(): Promise<string> {
    const [region] = (await this.world()).regions;
    if (region === undefined) throw new Error('no region is deployed');
    return region.name;
  }

  /** The host of a distribution that begins so. */
  async host(prefix: string): Promise<string> {
    const all = await this.read<readonly ShownDistribution[]>('/distributions');
    const found = all.flatMap(({ aliases }) => aliases).find((alias) => alias.startsWith(prefix));
    if (found === undefined) throw new Error(`no host begins with ${prefix}`);
    return found;
  }

  /** A request to the site by a path of its own: a kept answer says nothing about regions. */
  async viewer(country: string, method = 'GET') {
    return { host: await this.host('www.'), path: `/console/${++this.asked}`, country, method };
  }

  /** A country whose viewers the region answers. */
  async countryOf(region: string): Promise<string> {
    for (const country of COUNTRIES) {
      const { text = '' } = await this.post<Asked>('/ask', await this.viewer(country));
      if (text.includes(`"region":"${region}"`)) return country;
    }
    throw new Error(`no viewer is served by ${region}`);
  }

  private async read<T>(path: string): Promise<T> {
    return (await fetch(`${this.endpoint()}/_local${path}`)).json() as Promise<T>;
  }
}
