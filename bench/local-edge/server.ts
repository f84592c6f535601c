import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { realClock } from 'local-aws/edge/clock';
import type { EdgeConfiguration } from 'local-aws/edge/configuration';
import { Edge } from 'local-aws/edge/edge';
import { functionEngine } from 'local-aws/edge/functions';
import { createEdgeServer } from 'local-aws/edge/listener';
import type { CacheBehavior, Origin } from 'local-aws/emulators/cloudfront/distribution-config';
import { bundleEdgeFunction } from '../../build/edge-bundle';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { countryTable } from '../../config/routing';
import { REGION_HEADER, siteRoutes } from '../../modules/edge/edge-constants';

/** The demo's site with its router, policies of the same shape, and one origin that every region leads to. */
const HOST = 'www.meridian.example';
const BODY = Buffer.alloc(2048, 'x');
const document = validated(demo);

const origin = (id: string): Origin => ({
  id,
  domainName: `${id}.origin.meridian.example`,
  path: '',
  customHeaders: [],
  originAccessControlId: '',
  connectionAttempts: 1,
  connectionTimeoutSeconds: 3,
});

function configuration(withFunction: boolean): EdgeConfiguration {
  const behavior: CacheBehavior = {
    pathPattern: '*',
    targetOriginId: 'europe',
    viewerProtocolPolicy: 'redirect-to-https',
    allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    cachedMethods: ['GET', 'HEAD'],
    compress: true,
    cachePolicyId: 'cache',
    originRequestPolicyId: 'origin',
    responseHeadersPolicyId: '',
    realtimeLogConfigArn: '',
    trustedKeyGroups: [],
    functions: withFunction ? [{ arn: 'router', eventType: 'viewer-request' }] : [],
    lambdaFunctions: [],
  };
  const none = { behavior: 'none', names: new Set<string>() } as const;
  const all = { behavior: 'all', names: new Set<string>() } as const;
  const { regions, routing } = document;
  const ROUTES = siteRoutes({
    regions,
    countries: countryTable(document),
    defaultRegion: routing.defaultRegion,
  });
  const constants = { ROUTES, REGION_HEADER, CROSS_ORIGIN: null, TOKENS: null };
  const code = bundleEdgeFunction({ entry: 'site-router.mts', constants });
  const distributions = [
    {
      id: 'E1',
      arn: 'arn',
      domainName: 'd1.cloudfront.net',
      config: {
        comment: '',
        enabled: true,
        ipv6: true,
        httpVersion: 'http2',
        aliases: [HOST],
        defaultRootObject: '',
        origins: ['europe', 'asia', 'america'].map(origin),
        originGroups: [],
        defaultCacheBehavior: behavior,
        cacheBehaviors: [],
        customErrorResponses: [],
        webAclId: '',
        certificateArn: '',
        logging: { bucket: '', prefix: '', includeCookies: false },
        geoRestriction: { type: 'none', locations: [] },
      },
    },
  ];
  const headers = new Set(['host', 'origin', 'authorization', REGION_HEADER]);
  const cachePolicy = {
    name: 'site',
    minTtlSeconds: 0,
    defaultTtlSeconds: 0,
    maxTtlSeconds: 31_536_000,
    gzip: true,
    brotli: true,
    headers: { behavior: 'whitelist', names: headers },
    cookies: none,
    queryStrings: all,
  } as const;
  const country = new Set(['cloudfront-viewer-country']);
  const forwarded = { behavior: 'allViewerAndWhitelistCloudFront', names: country } as const;
  return {
    distributions: () => distributions,
    cachePolicy: () => cachePolicy,
    originRequestPolicy: () => ({ headers: forwarded, cookies: all, queryStrings: all }),
    responseHeadersPolicy: () => undefined,
    edgeFunction: (arn) => ({ name: arn, arn, version: '1', code, keyValueStoreArn: 'store' }),
    keyValue: () => undefined,
    invalidations: () => [],
  };
}

async function main(): Promise<void> {
  const backend = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'max-age=3600' }).end(BODY),
  );
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  const { port } = backend.address() as AddressInfo;
  const ports = { backend: port, edge: [] as number[] };
  for (const withFunction of [true, false]) {
    const settings = configuration(withFunction);
    const edge = new Edge({
      configuration: settings,
      functions: functionEngine(() => undefined, console.warn),
      lambda: { invoke: () => Promise.reject(new Error('none')) },
      resolver: { resolve: async () => ({ host: '127.0.0.1', port }) },
      clock: realClock,
      s3: { host: '127.0.0.1', port: 1 },
    });
    const server = createEdgeServer({ edge });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.edge.push((server.address() as AddressInfo).port);
  }
  process.send?.(ports);
}

process.on('disconnect', () => process.exit());
void main();
