import { type AskAws, askJson } from '../aws-api';
import { functionArnIn, type Integration } from './apis';

interface Resource {
  readonly id: string;
  readonly path: string;
  /** By method; `ANY` stands for those that are not there. */
  readonly methods: ReadonlyMap<string, Integration>;
}

export interface DeployedRestApi {
  readonly id: string;
  readonly hasDefaultEndpoint: boolean;
  readonly resources: readonly Resource[];
  /** Their variables by their names. */
  readonly stages: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

interface ListedApis {
  readonly item?: readonly { readonly id: string; readonly disableExecuteApiEndpoint?: boolean }[];
}

interface ListedResources {
  readonly item?: readonly {
    readonly id: string;
    readonly path: string;
    readonly resourceMethods?: Readonly<Record<string, ListedMethod>>;
  }[];
}

interface ListedMethod {
  readonly methodIntegration?: {
    readonly type: string;
    readonly uri?: string | null;
    readonly timeoutInMillis?: number | null;
  } | null;
}

interface ListedStages {
  readonly item?: readonly {
    readonly stageName: string;
    readonly variables?: Readonly<Record<string, string>> | null;
  }[];
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const TIMEOUT_MILLISECONDS = 29_000;

export async function deployedRestApis(ask: AskAws, awsRegion: string): Promise<DeployedRestApi[]> {
  const read = <T>(path: string) => askJson<T>(ask, { service: 'apigateway', region: awsRegion, path });
  const listed = await read<ListedApis>('/restapis?limit=500');
  return Promise.all(
    (listed?.item ?? []).map(async ({ id, disableExecuteApiEndpoint }) => {
      const resources = await read<ListedResources>(`/restapis/${id}/resources?embed=methods&limit=500`);
      const stages = await read<ListedStages>(`/restapis/${id}/stages`);
      return {
        id,
        hasDefaultEndpoint: disableExecuteApiEndpoint !== true,
        resources: (resources?.item ?? []).map(({ id, path, resourceMethods = {} }) => ({
          id,
          path,
          methods: new Map(
            Object.entries(resourceMethods).map(([method, listed]) => [method, integrationOf(listed)]),
          ),
        })),
        stages: new Map((stages?.item ?? []).map(({ stageName, variables }) => [stageName, variables ?? {}])),
      };
    }),
  );
}

function integrationOf({ methodIntegration: found }: ListedMethod): Integration {
  return {
    type: found?.type ?? 'none',
    functionArn: found?.type === 'AWS_PROXY' ? functionArnIn(found.uri) : undefined,
    timeoutMilliseconds: found?.timeoutInMillis ?? TIMEOUT_MILLISECONDS,
  };
}
