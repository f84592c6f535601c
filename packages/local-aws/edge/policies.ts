import { child, items, type Tree, text, texts } from '../emulators/xml';

/** Which of a viewer's headers, cookies or query parameters are meant. */
export interface Selection {
  readonly behavior:
    | 'none'
    | 'all'
    | 'whitelist'
    | 'allExcept'
    | 'allViewer'
    | 'allViewerAndWhitelistCloudFront';
  /** Header names in lower case. */
  readonly names: ReadonlySet<string>;
}

export interface CachePolicy {
  readonly name: string;
  readonly minTtlSeconds: number;
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
  readonly gzip: boolean;
  readonly brotli: boolean;
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly queryStrings: Selection;
}

export interface OriginRequestPolicy {
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly queryStrings: Selection;
}

export interface SetHeader {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds?: string;
  readonly originOverride: boolean;
}

export interface ResponseHeadersPolicy {
  readonly cors?: Cors;
  /** Security headers and custom headers. */
  readonly set: readonly SetHeader[];
  readonly remove: readonly string[];
  /** Percentage of answers with a `Server-Timing` header. */
  readonly serverTimingPercent: number;
}

function selection(tree: Tree, kind: 'Header' | 'Cookie' | 'QueryString'): Selection {
  const config = child(tree, `${kind}sConfig`);
  const names = texts(config, `${kind}s`);
  return {
    behavior: (text(config, `${kind}Behavior`) ?? 'none') as Selection['behavior'],
    names: new Set(kind === 'Header' ? names.map((name) => name.toLowerCase()) : names),
  };
}

export function readCachePolicy(tree: Tree): CachePolicy {
  const key = child(tree, 'ParametersInCacheKeyAndForwardedToOrigin');
  return {
    name: text(tree, 'Name') ?? '',
    minTtlSeconds: Number(text(tree, 'MinTTL') ?? 0),
    defaultTtlSeconds: Number(text(tree, 'DefaultTTL') ?? 86_400),
    maxTtlSeconds: Number(text(tree, 'MaxTTL') ?? 31_536_000),
    gzip: text(key, 'EnableAcceptEncodingGzip') === 'true',
    brotli: text(key, 'EnableAcceptEncodingBrotli') === 'true',
    headers: selection(key, 'Header'),
    cookies: selection(key, 'Cookie'),
    queryStrings: selection(key, 'QueryString'),
  };
}

export function readOriginRequestPolicy(tree: Tree): OriginRequestPolicy {
  return {
    headers: selection(tree, 'Header'),
    cookies: selection(tree, 'Cookie'),
    queryStrings: selection(tree, 'QueryString'),
  };
}

export function readResponseHeadersPolicy(tree: Tree): ResponseHeadersPolicy {
  const cors = child(tree, 'CorsConfig');
  const timing = child(tree, 'ServerTimingHeadersConfig');
  return {
    ...(text(cors, 'OriginOverride') === undefined ? {} : { cors: readCors(cors) }),
    set: [
      ...securityHeaders(child(tree, 'SecurityHeadersConfig')),
      ...items(tree, 'CustomHeadersConfig').map((header) => ({
        name: (text(header, 'Header') ?? '').toLowerCase(),
        value: text(header, 'Value') ?? '',
        override: text(header, 'Override') === 'true',
      })),
    ],
    remove: items(tree, 'RemoveHeadersConfig').map((header) => (text(header, 'Header') ?? '').toLowerCase()),
    serverTimingPercent: text(timing, 'Enabled') === 'true' ? Number(text(timing, 'SamplingRate') ?? 0) : 0,
  };
}

function readCors(tree: Tree): Cors {
  return {
    allowOrigins: texts(tree, 'AccessControlAllowOrigins'),
    allowHeaders: texts(tree, 'AccessControlAllowHeaders'),
    allowMethods: texts(tree, 'AccessControlAllowMethods'),
    exposeHeaders: texts(tree, 'AccessControlExposeHeaders'),
    allowCredentials: text(tree, 'AccessControlAllowCredentials') === 'true',
    maxAgeSeconds: text(tree, 'AccessControlMaxAgeSec'),
    originOverride: text(tree, 'OriginOverride') === 'true',
  };
}

function securityHeaders(tree: Tree): SetHeader[] {
  const values: Record<string, [name: string, value: (config: Tree) => string]> = {
    StrictTransportSecurity: [
      'strict-transport-security',
      (config) =>
        [
          `max-age=${text(config, 'AccessControlMaxAgeSec')}`,
          ...(text(config, 'IncludeSubdomains') === 'true' ? ['includeSubDomains'] : []),
          ...(text(config, 'Preload') === 'true' ? ['preload'] : []),
        ].join('; '),
    ],
    ContentTypeOptions: ['x-content-type-options', () => 'nosniff'],
    FrameOptions: ['x-frame-options', (config) => text(config, 'FrameOption') ?? ''],
    ReferrerPolicy: ['referrer-policy', (config) => text(config, 'ReferrerPolicy') ?? ''],
    ContentSecurityPolicy: [
      'content-security-policy',
      (config) => text(config, 'ContentSecurityPolicy') ?? '',
    ],
    XSSProtection: [
      'x-xss-protection',
      (config) => {
        if (text(config, 'Protection') !== 'true') return '0';
        const report = text(config, 'ReportUri');
        const mode = text(config, 'ModeBlock') === 'true' ? '; mode=block' : '';
        return `1${mode}${report ? `; report=${report}` : ''}`;
      },
    ],
  };
  return Object.entries(values).flatMap(([element, [name, value]]) => {
    const config = child(tree, element);
    const override = text(config, 'Override');
    return override === undefined ? [] : [{ name, value: value(config), override: override === 'true' }];
  });
}
