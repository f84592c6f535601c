import { type AskAws, askJson } from '../aws-api';

export interface CustomDomain {
  readonly domainName: string;
  /** Names that alias records point to. */
  readonly targets: readonly string[];
  readonly mappings: readonly Mapping[];
}

export interface Mapping {
  /** Without slashes around it; empty for the root. */
  readonly basePath: string;
  readonly apiId: string;
  /** @default - the next segment of the path names it */
  readonly stage?: string;
}

interface ListedDomains {
  readonly item?: readonly { readonly domainName: string; readonly regionalDomainName?: string }[];
}

interface ListedMappings {
  readonly item?: readonly {
    readonly restApiId: string;
    readonly basePath?: string;
    readonly stage?: string;
  }[];
}

interface ListedDomainsV2 {
  readonly items?: readonly {
    readonly domainName: string;
    readonly domainNameConfigurations?: readonly { readonly apiGatewayDomainName?: string }[];
  }[];
}

interface ListedMappingsV2 {
  readonly items?: readonly {
    readonly apiId: string;
    readonly apiMappingKey?: string;
    readonly stage: string;
  }[];
}

/** Both APIs of API Gateway know domains and mappings; in AWS they know the same ones. */
export async function deployedCustomDomains(ask: AskAws, awsRegion: string): Promise<CustomDomain[]> {
  return [...(await domainsOfRestApis(ask, awsRegion)), ...(await domainsOfHttpApis(ask, awsRegion))];
}

async function domainsOfRestApis(ask: AskAws, awsRegion: string): Promise<CustomDomain[]> {
  const call = (path: string) => ({ service: 'apigateway', region: awsRegion, path });
  const domains = await askJson<ListedDomains>(ask, call('/domainnames?limit=500'));
  return Promise.all(
    (domains?.item ?? []).map(async ({ domainName, regionalDomainName }) => {
      const path = `/domainnames/${domainName}/basepathmappings?limit=500`;
      const answer = await ask(call(path));
      // Where AWS answers with an empty list, moto fails.
      const listed =
        answer.status >= 400 && answer.body.includes('KeyError')
          ? {}
          : await askJson<ListedMappings>(async () => answer, call(path));
      return {
        domainName,
        targets: regionalDomainName === undefined ? [] : [regionalDomainName.toLowerCase()],
        mappings: (listed?.item ?? []).map(({ restApiId, basePath = NONE, stage = NONE }) => ({
          basePath: basePath === NONE ? '' : basePath,
          apiId: restApiId,
          stage: stage === NONE ? undefined : stage,
        })),
      };
    }),
  );
}

const NONE = '(none)';

async function domainsOfHttpApis(ask: AskAws, awsRegion: string): Promise<CustomDomain[]> {
  const read = <T>(path: string) => askJson<T>(ask, { service: 'apigateway', region: awsRegion, path });
  const domains = await read<ListedDomainsV2>('/v2/domainnames');
  return Promise.all(
    (domains?.items ?? []).map(async ({ domainName, domainNameConfigurations = [] }) => {
      const listed = await read<ListedMappingsV2>(`/v2/domainnames/${domainName}/apimappings`);
      return {
        domainName,
        targets: domainNameConfigurations.flatMap(
          ({ apiGatewayDomainName: name }) => name?.toLowerCase() ?? [],
        ),
        mappings: (listed?.items ?? []).map(({ apiId, apiMappingKey = '', stage }) => ({
          basePath: apiMappingKey,
          apiId,
          stage,
        })),
      };
    }),
  );
}
