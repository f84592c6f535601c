import type { Clock, LambdaRuntime } from '../../edge/types';
import type { AskAws } from '../aws-api';
import type { NamedTarget } from '../names';
import { dnsName } from '../records';
import { defaultEndpointAnswers } from './apis';
import { customDomainAnswers } from './custom-domain';
import { deployedCustomDomains } from './deployed-domains';
import { DeployedFunctions } from './deployed-functions';
import { deployedHttpApis } from './deployed-http-apis';
import { deployedRestApis } from './deployed-rest-apis';
import { deployedFunctionUrls, functionUrlAnswers } from './function-urls';
import { httpApi } from './http-api';
import { type AnswerHttp, HttpHost } from './http-host';
import type { Invocations } from './invocations';
import { restApi } from './rest-api';

export interface FunctionOriginsProps {
  readonly ask: AskAws;
  readonly clock: Clock;
  readonly lambda: LambdaRuntime & { forget(functionArn: string): void };
  /** Told why a function's answer was an error. */
  readonly warn?: (warning: string) => void;
}

interface Origin {
  readonly answer: AnswerHttp;
  readonly functionArns: readonly string[];
}

const FUNCTION_URL = /\.lambda-url\.([a-z0-9-]+)\.on\.aws$/;
const EXECUTE_API = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com$/;

/** Function URLs, APIs and custom domains of API Gateway: a server for each of their host names that is used. */
export class FunctionOrigins {
  private readonly functions: DeployedFunctions;
  private readonly invocations: Invocations;
  private readonly open = new Map<string, { readonly host: HttpHost; origin: Origin }>();

  constructor(private readonly props: FunctionOriginsProps) {
    this.functions = new DeployedFunctions(props);
    this.invocations = { lambda: this.functions, clock: props.clock, warn: props.warn };
  }

  /** Reads what is deployed behind those of the names that are AWS's own; rejects where that cannot be read. */
  async follow(names: Iterable<string>): Promise<void> {
    const used = new Set([...names].map(dnsName));
    const deployed = [...(await this.deployed(used))].filter(([name]) => used.has(name));
    await this.functions.follow(deployed.flatMap(([, { functionArns }]) => functionArns));
    const kept = new Map(deployed);
    for (const [name, { host }] of this.open) {
      if (kept.has(name)) continue;
      this.open.delete(name);
      host.close();
    }
    for (const [name, origin] of kept) await this.serve(name, origin);
  }

  target(name: string): NamedTarget | undefined {
    const found = this.open.get(name);
    return found && { endpoint: found.host.endpoint, isHealthy: true };
  }

  close(): void {
    for (const { host } of this.open.values()) host.close();
    this.open.clear();
  }

  private async serve(name: string, origin: Origin): Promise<void> {
    const known = this.open.get(name);
    if (known !== undefined) {
      known.origin = origin;
      return;
    }
    const host = await HttpHost.open((call) => entry.origin.answer(call));
    const entry = { host, origin };
    this.open.set(name, entry);
  }

  private async deployed(names: ReadonlySet<string>): Promise<ReadonlyMap<string, Origin>> {
    const found = await Promise.all([
      ...regionsIn(names, FUNCTION_URL).map((awsRegion) => this.functionUrls(awsRegion)),
      ...regionsIn(names, EXECUTE_API).map((awsRegion) => this.apis(awsRegion)),
    ]);
    return new Map(found.flat());
  }

  private async functionUrls(awsRegion: string): Promise<[string, Origin][]> {
    const urls = await deployedFunctionUrls(this.props.ask, awsRegion);
    return urls.map((url) => [
      url.host,
      { answer: functionUrlAnswers(url, this.invocations), functionArns: [url.functionArn] },
    ]);
  }

  private async apis(awsRegion: string): Promise<[string, Origin][]> {
    const { ask } = this.props;
    const [restApis, httpApis, domains] = await Promise.all([
      deployedRestApis(ask, awsRegion),
      deployedHttpApis(ask, awsRegion),
      deployedCustomDomains(ask, awsRegion),
    ]);
    const apis = [
      ...restApis.map((one) => restApi(one, this.invocations)),
      ...httpApis.map((one) => httpApi(one, this.invocations)),
    ];
    const byId = new Map(apis.map((api) => [api.id, api]));
    return [
      ...apis.map((api): [string, Origin] => {
        const host = `${api.id}.execute-api.${awsRegion}.amazonaws.com`;
        return [host, { answer: defaultEndpointAnswers(api, host), functionArns: api.functionArns }];
      }),
      ...domains.flatMap((domain) => {
        const functionArns = domain.mappings.flatMap(({ apiId }) => byId.get(apiId)?.functionArns ?? []);
        const origin = { answer: customDomainAnswers(domain, byId), functionArns };
        return domain.targets.map((target): [string, Origin] => [target, origin]);
      }),
    ];
  }
}

const regionsIn = (names: ReadonlySet<string>, pattern: RegExp): string[] => [
  ...new Set([...names].flatMap((name) => pattern.exec(name)?.[1] ?? [])),
];
