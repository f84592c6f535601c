import { type AskAws, askJson } from '../aws-api';
import type { PayloadFormat } from '../lambda/results';
import { functionArnIn, type Integration } from './apis';

export interface Route {
  readonly id: string;
  /** Such as `GET /pets/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string;
  readonly integration: Integration & { readonly format: PayloadFormat };
}

export interface DeployedHttpApi {
  readonly id: string;
  readonly hasDefaultEndpoint: boolean;
  readonly routes: readonly Route[];
  /** Their variables by their names. */
  readonly stages: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

interface Listed<T> {
  readonly items?: readonly T[];
}

interface ListedApi {
  readonly apiId: string;
  readonly protocolType: string;
  readonly disableExecuteApiEndpoint?: boolean;
}

interface ListedRoute {
  readonly routeId: string;
  readonly routeKey: string;
  readonly target?: string | null;
}

interface ListedIntegration {
  readonly integrationId: string;
  readonly integrationType: string;
  readonly integrationUri?: string | null;
  readonly payloadFormatVersion?: string | null;
  readonly timeoutInMillis?: number | null;
}

interface ListedStage {
  readonly stageName: string;
  readonly stageVariables?: Readonly<Record<string, string>> | null;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const TIMEOUT_MILLISECONDS = 30_000;

export async function deployedHttpApis(ask: AskAws, awsRegion: string): Promise<DeployedHttpApi[]> {
  const read = async <T>(path: string) => {
    const call = { service: 'apigateway', region: awsRegion, path };
    return (await askJson<Listed<T>>(ask, call))?.items ?? [];
  };
  const apis = await read<ListedApi>('/v2/apis');
  return Promise.all(
    apis
      .filter(({ protocolType }) => protocolType === 'HTTP')
      .map(async ({ apiId, disableExecuteApiEndpoint }) => {
        const integrations = await read<ListedIntegration>(`/v2/apis/${apiId}/integrations`);
        const routes = await read<ListedRoute>(`/v2/apis/${apiId}/routes`);
        const stages = await read<ListedStage>(`/v2/apis/${apiId}/stages`);
        return {
          id: apiId,
          hasDefaultEndpoint: disableExecuteApiEndpoint !== true,
          routes: routes.map(({ routeId, routeKey, target }) => ({
            id: routeId,
            key: routeKey,
            integration: integrationOf(
              integrations.find(({ integrationId }) => target === `integrations/${integrationId}`),
            ),
          })),
          stages: new Map(stages.map(({ stageName, stageVariables }) => [stageName, stageVariables ?? {}])),
        };
      }),
  );
}

function integrationOf(found: ListedIntegration | undefined): Route['integration'] {
  const type = found?.integrationType ?? 'none';
  return {
    type,
    functionArn: type === 'AWS_PROXY' ? functionArnIn(found?.integrationUri) : undefined,
    format: found?.payloadFormatVersion === '2.0' ? '2.0' : '1.0',
    timeoutMilliseconds: found?.timeoutInMillis ?? TIMEOUT_MILLISECONDS,
  };
}
