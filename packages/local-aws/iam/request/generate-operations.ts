/**
 * Writes `operations.json` from AWS's own API models, as botocore ships them:
 * `node --import tsx packages/local-aws/iam/request/generate-operations.ts <…/site-packages/botocore>`
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { OperationTable, Protocol, ServiceOperations } from './operation-table';

/** botocore's names. */
const SERVICES = [
  'acm',
  'apigateway',
  'apigatewayv2',
  'application-autoscaling',
  'autoscaling',
  'cloudfront',
  'cloudfront-keyvaluestore',
  'cloudtrail',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'ecr',
  'eks',
  'elasticache',
  'elbv2',
  'events',
  'firehose',
  'globalaccelerator',
  'iam',
  'kafka',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  'rds',
  'resourcegroupstaggingapi',
  'route53',
  'route53-recovery-cluster',
  'route53-recovery-control-config',
  'route53-recovery-readiness',
  'route53resolver',
  's3',
  's3control',
  'scheduler',
  'secretsmanager',
  'service-quotas',
  'servicediscovery',
  'shield',
  'sns',
  'sqs',
  'ssm',
  'stepfunctions',
  'sts',
  'wafv2',
];

/** Where actions have another prefix than the model's name. */
const PREFIXES: Readonly<Record<string, string>> = {
  apigatewayv2: 'apigateway',
  elbv2: 'elasticloadbalancing',
  resourcegroupstaggingapi: 'tag',
  s3control: 's3',
  'service-quotas': 'servicequotas',
  stepfunctions: 'states',
};

interface Member {
  readonly location?: string;
  readonly locationName?: string;
}

interface Model {
  readonly metadata: {
    readonly protocol: string;
    readonly endpointPrefix: string;
    readonly signingName?: string;
  };
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly http: { readonly method: string; readonly requestUri: string };
        readonly input?: { readonly shape: string };
        readonly deprecated?: boolean;
      }
    >
  >;
  readonly shapes: Readonly<
    Record<
      string,
      { readonly members?: Readonly<Record<string, Member>>; readonly required?: readonly string[] }
    >
  >;
}

function modelOf(botocore: string, service: string): Model {
  const folder = join(botocore, 'data', service);
  const version = readdirSync(folder).sort().at(-1) ?? '';
  return JSON.parse(gunzipSync(readFileSync(join(folder, version, 'service-2.json.gz'))).toString());
}

function protocolOf({ metadata }: Model): Protocol {
  if (metadata.protocol === 'rest-xml' || metadata.protocol === 'rest-json') return metadata.protocol;
  return metadata.protocol === 'query' || metadata.protocol === 'ec2' ? 'query' : 'json';
}

/** `PUT /{Bucket}/{Key+}?uploadId x-amz-copy-source`: what tells a request for the operation from all others. */
function routes({ operations, shapes }: Model): Record<string, string> {
  const routed = Object.entries(operations).map(([name, { http, input, deprecated = false }]) => {
    const shape = shapes[input?.shape ?? ''];
    const required = (shape?.required ?? []).map((member) => ({ member, ...shape?.members?.[member] }));
    const named = (location: string) =>
      required.filter((one) => one.location === location).map((one) => one.locationName ?? one.member);
    const [path = '', query] = http.requestUri.split('?');
    const wanted = [...(query?.split('&') ?? []), ...named('querystring')].join('&');
    const route = `${http.method} ${path}${wanted && `?${wanted}`}`;
    return { name, route, deprecated, headers: named('header').map((header) => header.toLowerCase()) };
  });
  const alike = (one: (typeof routed)[number]) =>
    routed.filter((other) => other !== one && other.route === one.route);
  return Object.fromEntries(
    routed
      // Of two that cannot be told apart, the one that is still in use.
      .filter((one) => !one.deprecated || alike(one).length === 0)
      .map((one) => [one.name, [one.route, ...(alike(one).length > 0 ? one.headers : [])].join(' ')]),
  );
}

function main(botocore: string): void {
  const version = /__version__ = '(.*)'/.exec(readFileSync(join(botocore, '__init__.py'), 'utf8'))?.[1] ?? '';
  const services = SERVICES.map((name): [string, ServiceOperations] => {
    const model = modelOf(botocore, name);
    const protocol = protocolOf(model);
    return [
      name,
      {
        signedAs: model.metadata.signingName ?? model.metadata.endpointPrefix,
        prefix: PREFIXES[name] ?? name,
        protocol,
        ...(protocol.startsWith('rest')
          ? { routes: routes(model) }
          : { operations: Object.keys(model.operations) }),
      },
    ];
  });
  const table: OperationTable = { botocore: version, services: Object.fromEntries(services) };
  writeFileSync(join(__dirname, 'operations.json'), `${JSON.stringify(table, null, 1)}\n`);
}

main(process.argv[2] ?? '');
