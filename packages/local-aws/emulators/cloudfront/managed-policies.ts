import { listing, type Node, type Tree } from '../xml';

/** Policies that every account has. Ids and contents as in the developer guide's "Use managed … policies". */
export interface ManagedPolicy {
  readonly id: string;
  readonly config: Tree;
}

type Selection = 'none' | 'all' | 'allViewer' | readonly string[];

function selection(
  kind: 'Header' | 'Cookie' | 'QueryString',
  value: Selection,
  behavior = 'whitelist',
): Tree {
  const plural = `${kind}s`;
  return typeof value === 'string'
    ? { [`${kind}Behavior`]: value }
    : { [`${kind}Behavior`]: behavior, [plural]: listing('Name', value) };
}

interface CachePolicy {
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
  readonly compress: 'both' | 'gzip' | 'no';
  readonly headers?: Selection;
  readonly cookies?: Selection;
  readonly queryStrings?: Selection;
  readonly comment: string;
}

function cache(id: string, name: string, policy: CachePolicy): ManagedPolicy {
  return {
    id,
    config: {
      Name: name,
      Comment: policy.comment,
      MinTTL: String(policy.minTtl),
      DefaultTTL: String(policy.defaultTtl),
      MaxTTL: String(policy.maxTtl),
      ParametersInCacheKeyAndForwardedToOrigin: {
        EnableAcceptEncodingGzip: String(policy.compress !== 'no'),
        EnableAcceptEncodingBrotli: String(policy.compress === 'both'),
        HeadersConfig: selection('Header', policy.headers ?? 'none'),
        CookiesConfig: selection('Cookie', policy.cookies ?? 'none'),
        QueryStringsConfig: selection('QueryString', policy.queryStrings ?? 'none'),
      },
    },
  };
}

const DAY = 86_400;
const YEAR = 31_536_000;
const ORIGIN_CONTROLLED = {
  minTtl: 0,
  defaultTtl: 0,
  maxTtl: YEAR,
  compress: 'both',
  headers: ['host', 'origin', 'x-http-method', 'x-http-method-override', 'x-method-override'],
  cookies: 'all',
} as const;

export const CACHE_POLICIES: readonly ManagedPolicy[] = [
  cache('658327ea-f89d-4fab-a63d-7e88639e58f6', 'Managed-CachingOptimized', {
    comment: 'Policy with caching enabled. Supports Gzip and Brotli compression.',
    minTtl: 1,
    defaultTtl: DAY,
    maxTtl: YEAR,
    compress: 'both',
  }),
  cache('b2884449-e4de-46a7-ac36-70bc7f1ddd6d', 'Managed-CachingOptimizedForUncompressedObjects', {
    comment: 'Default policy when compression is disabled',
    minTtl: 1,
    defaultTtl: DAY,
    maxTtl: YEAR,
    compress: 'no',
  }),
  cache('4135ea2d-6df8-44a3-9df3-4b5a84be39ad', 'Managed-CachingDisabled', {
    comment: 'Policy with caching disabled',
    minTtl: 0,
    defaultTtl: 0,
    maxTtl: 0,
    compress: 'no',
  }),
  cache('08627262-05a9-4f76-9ded-b50ca2e3a84f', 'Managed-Elemental-MediaPackage', {
    comment: 'Policy for Elemental MediaPackage Origin',
    minTtl: 0,
    defaultTtl: DAY,
    maxTtl: YEAR,
    compress: 'gzip',
    headers: ['origin'],
    queryStrings: ['aws.manifestfilter', 'end', 'm', 'start'],
  }),
  cache('2e54312d-136d-493c-8eb9-b001f22f67d2', 'Managed-Amplify', {
    comment: 'Policy for Amplify Origin',
    minTtl: 2,
    defaultTtl: 2,
    maxTtl: 600,
    compress: 'both',
    headers: ['Authorization', 'CloudFront-Viewer-Country', 'Host'],
    cookies: 'all',
    queryStrings: 'all',
  }),
  cache('83da9c7e-98b4-4e11-a168-04f0df8e2c65', 'UseOriginCacheControlHeaders', {
    ...ORIGIN_CONTROLLED,
    comment:
      'Policy for origins that return Cache-Control headers. Query strings are not included in the cache key.',
  }),
  cache('4cc15a8a-d715-48a4-82b8-cc0b614638fe', 'UseOriginCacheControlHeaders-QueryStrings', {
    ...ORIGIN_CONTROLLED,
    queryStrings: 'all',
    comment:
      'Policy for origins that return Cache-Control headers and serve different content based on values present in the query string.',
  }),
];

function originRequest(
  id: string,
  name: string,
  headers: Tree,
  forwarded: 'none' | 'all',
  queryStrings = forwarded,
): ManagedPolicy {
  return {
    id,
    config: {
      Name: name,
      Comment: '',
      HeadersConfig: headers,
      CookiesConfig: selection('Cookie', forwarded),
      QueryStringsConfig: selection('QueryString', queryStrings),
    },
  };
}

const CORS_REQUEST = ['Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'];

export const ORIGIN_REQUEST_POLICIES: readonly ManagedPolicy[] = [
  originRequest(
    '216adef6-5c7f-47e4-b989-5492eafa07d3',
    'Managed-AllViewer',
    selection('Header', 'allViewer'),
    'all',
  ),
  originRequest(
    'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    'Managed-AllViewerExceptHostHeader',
    selection('Header', ['host'], 'allExcept'),
    'all',
  ),
  originRequest(
    '33f36d7e-f396-46d9-90e0-52428a34d9dc',
    'Managed-AllViewerAndCloudFrontHeaders-2022-06',
    selection(
      'Header',
      [
        'CloudFront-Forwarded-Proto',
        'CloudFront-Is-Android-Viewer',
        'CloudFront-Is-Desktop-Viewer',
        'CloudFront-Is-IOS-Viewer',
        'CloudFront-Is-Mobile-Viewer',
        'CloudFront-Is-SmartTV-Viewer',
        'CloudFront-Is-Tablet-Viewer',
        'CloudFront-Viewer-Address',
        'CloudFront-Viewer-ASN',
        'CloudFront-Viewer-City',
        'CloudFront-Viewer-Country',
        'CloudFront-Viewer-Country-Name',
        'CloudFront-Viewer-Country-Region',
        'CloudFront-Viewer-Country-Region-Name',
        'CloudFront-Viewer-Http-Version',
        'CloudFront-Viewer-Latitude',
        'CloudFront-Viewer-Longitude',
        'CloudFront-Viewer-Metro-Code',
        'CloudFront-Viewer-Postal-Code',
        'CloudFront-Viewer-Time-Zone',
        'CloudFront-Viewer-TLS',
      ],
      'allViewerAndWhitelistCloudFront',
    ),
    'all',
  ),
  originRequest(
    '59781a5b-3903-41f3-afcb-af62929ccde1',
    'Managed-CORS-CustomOrigin',
    selection('Header', ['Origin']),
    'none',
  ),
  originRequest(
    '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
    'Managed-CORS-S3Origin',
    selection('Header', CORS_REQUEST),
    'none',
  ),
  originRequest(
    '775133bc-15f2-49f9-abea-afb2e0bf67d2',
    'Managed-Elemental-MediaTailor-PersonalizedManifests',
    selection('Header', [...CORS_REQUEST, 'User-Agent', 'X-Forwarded-For']),
    'none',
    'all',
  ),
  originRequest(
    'bf0718e1-ba1e-49d1-88b1-f726733018ae',
    'Managed-HostHeaderOnly',
    selection('Header', ['Host']),
    'none',
  ),
  originRequest(
    'acba4595-bd28-49b8-b9fe-13317c0390fa',
    'Managed-UserAgentRefererHeaders',
    selection('Header', ['User-Agent', 'Referer']),
    'none',
  ),
];

const SECURITY: Tree = {
  XSSProtection: { Override: 'false', Protection: 'true', ModeBlock: 'true' },
  FrameOptions: { Override: 'false', FrameOption: 'SAMEORIGIN' },
  ReferrerPolicy: { Override: 'false', ReferrerPolicy: 'strict-origin-when-cross-origin' },
  ContentTypeOptions: { Override: 'true' },
  StrictTransportSecurity: { Override: 'false', AccessControlMaxAgeSec: String(YEAR) },
};

function cors(methods: readonly string[], exposeHeaders: readonly string[]): Tree {
  const list = (member: string, values: readonly string[]): Node => listing(member, values);
  return {
    AccessControlAllowOrigins: list('Origin', ['*']),
    AccessControlAllowHeaders: list('Header', ['*']),
    AccessControlAllowMethods: list('Method', methods),
    AccessControlAllowCredentials: 'false',
    ...(exposeHeaders.length === 0
      ? {}
      : { AccessControlExposeHeaders: list('Header', exposeHeaders), AccessControlMaxAgeSec: '600' }),
    OriginOverride: 'false',
  };
}

const SIMPLE = cors(['GET', 'HEAD'], []);
const PREFLIGHT = cors(['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'], ['*']);

export const RESPONSE_HEADERS_POLICIES: readonly ManagedPolicy[] = [
  {
    id: '67f7725c-6f97-4210-82d7-5512b31e9d03',
    config: { Name: 'Managed-SecurityHeadersPolicy', Comment: '', SecurityHeadersConfig: SECURITY },
  },
  {
    id: '60669652-455b-4ae9-85a4-c4c02393f86c',
    config: { Name: 'Managed-SimpleCORS', Comment: '', CorsConfig: SIMPLE },
  },
  {
    id: '5cc3b908-e619-4b99-88e5-2cf7f45965bd',
    config: { Name: 'Managed-CORS-With-Preflight', Comment: '', CorsConfig: PREFLIGHT },
  },
  {
    id: 'e61eb60c-9c35-4d20-a928-2b84e02af89c',
    config: {
      Name: 'Managed-CORS-and-SecurityHeadersPolicy',
      Comment: '',
      CorsConfig: SIMPLE,
      SecurityHeadersConfig: SECURITY,
    },
  },
  {
    id: 'eaab4381-ed33-4a86-88ca-d9558dc6cd63',
    config: {
      Name: 'Managed-CORS-with-preflight-and-SecurityHeadersPolicy',
      Comment: '',
      CorsConfig: PREFLIGHT,
      SecurityHeadersConfig: SECURITY,
    },
  },
];
