import type { Clock, LambdaRuntime } from '../../edge/types';
import { defaultEndpointAnswers } from '../apigateway/apis';
import { customDomainAnswers } from '../apigateway/custom-domain';
import { deployedCustomDomains } from '../apigateway/deployed-domains';
import { deployedHttpApis } from '../apigateway/deployed-http-apis';
import { deployedRestApis } from '../apigateway/deployed-rest-apis';
import { httpApi } from '../apigateway/http-api';
import { restApi } from '../apigateway/rest-api';
import type { AskAws } from '../aws-api';
import { ofRegions } from '../by-region';
import { DeployedFunctions } from '../lambda/deployed-functions';
import { deployedFunctionUrls, functionUrlAnswers } from '../lambda/function-urls';
import type { Invocations } from '../lambda/invocations';
import type { NamedTarget } from '../route53/names';
import { dnsName } from '../route53/records';
import { type AnswerHttp, HttpHost } from './http-host';

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

  /**
   * Reads what is deployed behind those of the names that are AWS's own. Rejects where some AWS region cannot be read, whose
   * names stay as they were.
   */
  async follow(names: Iterable<string>): Promise<void> {
    const used = new Set([...names].map(dnsName));
    const { found, failure } = await this.deployed(used);
    const kept = new Map(found.filter(([name]) => used.has(name)));
    const reading = this.functions.follow([...kept.values()].flatMap(({ functionArns }) => functionArns));
    await Promise.allSettled([reading]);
    for (const [name, { host }] of this.open) {
      if (kept.has(name)) continue;
      this.open.delete(name);
      host.close();
    }
    for (const [name, origin] of kept) await this.serve(name, origin);
    await reading;
    if (failure !== undefined) throw failure;
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

  private async deployed(names: ReadonlySet<string>) {
    const [urls, apis] = await Promise.all([
      ofRegions(regionsIn(names, FUNCTION_URL), {
        read: (awsRegion) => this.functionUrls(awsRegion),
        known: (awsRegion) => this.knownIn(awsRegion, FUNCTION_URL),
      }),
      ofRegions(regionsIn(names, EXECUTE_API), {
        read: (awsRegion) => this.apis(awsRegion),
        known: (awsRegion) => this.knownIn(awsRegion, EXECUTE_API),
      }),
    ]);
    return { found: [...urls.found, ...apis.found], failure: urls.failure ?? apis.failure };
  }

  private knownIn(awsRegion: string, pattern: RegExp): [string, Origin][] {
    return [...this.open]
      .filter(([name]) => pattern.exec(name)?.[1] === awsRegion)
      .map(([name, { origin }]) => [name, origin]);
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
