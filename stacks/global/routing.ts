import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { countryTable } from '../../config/routing';
import { crossOriginRules, REGION_HEADER, siteRoutes, tokenRules } from '../../modules/edge/edge-constants';
import { EdgeFunction } from '../../modules/edge/edge-function';

export interface SiteFunctionsProps {
  readonly document: Document;
  readonly edgeStoreArn: string;
}

export interface SiteFunctions {
  /** Sees every request. */
  readonly routerArn: string;
  /** Sees every response; undefined where no origin is looked up in the store. */
  readonly responseArn: string | undefined;
}

/** What the edge does to the site's requests: token, preflight answers, and the way to a region. */
export function createSiteFunctions(scope: Construct, props: SiteFunctionsProps): SiteFunctions {
  const { document, edgeStoreArn } = props;
  const { cors, deployment, edgeAuth, regions, routing } = document;

  const router = new EdgeFunction(scope, 'site-router', {
    name: `${deployment}-site-router`,
    comment: 'Sends viewers to the region of their country',
    entry: 'site-router.mts',
    constants: {
      ROUTES: siteRoutes({
        regions,
        countries: countryTable(document),
        defaultRegion: routing.defaultRegion,
      }),
      REGION_HEADER,
      CROSS_ORIGIN: cors.storedOrigins ? crossOriginRules(cors) : null,
      TOKENS: edgeAuth.protectedPrefixes.length > 0 ? tokenRules(edgeAuth) : null,
    },
    keyValueStoreArn: edgeStoreArn,
  });
  const response = cors.storedOrigins
    ? new EdgeFunction(scope, 'site-response', {
        name: `${deployment}-site-response`,
        comment: 'Lets pages of further origins read answers',
        entry: 'site-response.mts',
        constants: { ALLOW_CREDENTIALS: cors.allowCredentials },
        keyValueStoreArn: edgeStoreArn,
      })
    : undefined;
  return { routerArn: router.arn, responseArn: response?.arn };
}
