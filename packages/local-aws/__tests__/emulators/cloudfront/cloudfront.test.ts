import { CloudFront } from '../../../emulators/cloudfront';
import type { AwsResponse } from '../../../emulators/emulator';
import { child, items, text, texts } from '../../../emulators/xml';
import { data, document, request } from '../request';

const API = '/2020-05-31';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';

let cloudFront: CloudFront;
beforeEach(() => {
  cloudFront = new CloudFront();
});

function call(method: string, path: string, body?: string, ifMatch?: string, query?: Record<string, string>) {
  return cloudFront.handle(request(method, `${API}/${path}`, { body, ifMatch, query }));
}

function etag(response: AwsResponse): string {
  return response.headers?.etag ?? '';
}

function code(response: AwsResponse): string {
  return text(document(response), 'Error', 'Code') ?? `status ${response.status}`;
}

function message(response: AwsResponse): string {
  return text(document(response), 'Error', 'Message') ?? '';
}

const ORIGINS = ['asia', 'europe'];

function origin(id: string, more = ''): string {
  return (
    `<Origin><Id>${id}</Id><DomainName>${id}.origin.example.com</DomainName>${more}` +
    '<CustomOriginConfig><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort><OriginProtocolPolicy>https-only</OriginProtocolPolicy>' +
    '<OriginSslProtocols><Quantity>1</Quantity><Items><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols></CustomOriginConfig></Origin>'
  );
}

function group(id: string, members: readonly string[], statusCodes: readonly number[] = [404]): string {
  const memberXml = members.map((m) => `<OriginGroupMember><OriginId>${m}</OriginId></OriginGroupMember>`);
  const codes = statusCodes.map((c) => `<StatusCode>${c}</StatusCode>`);
  return (
    `<OriginGroups><Quantity>1</Quantity><Items><OriginGroup><Id>${id}</Id><FailoverCriteria><StatusCodes><Quantity>${codes.length}</Quantity>` +
    `<Items>${codes.join('')}</Items></StatusCodes></FailoverCriteria><Members><Quantity>2</Quantity><Items>${memberXml.join('')}</Items></Members></OriginGroup></Items></OriginGroups>`
  );
}

let reference = 0;

interface Parts {
  readonly target?: string;
  readonly behavior?: string;
  readonly behaviors?: string;
  readonly aliases?: readonly string[];
  readonly more?: string;
  readonly origins?: string;
  readonly enabled?: boolean;
  readonly certificate?: string;
  readonly webAcl?: string;
}

function config(parts: Parts = {}): string {
  const aliases = (parts.aliases ?? []).map((alias) => `<CNAME>${alias}</CNAME>`).join('');
  const certificate =
    parts.certificate ??
    'arn:aws:acm:us-east-1:123456789012:certificate/8f1b1d0e-1111-2222-3333-444455556666';
  return (
    `<DistributionConfig><CallerReference>r${reference++}</CallerReference>` +
    `<Aliases><Quantity>${parts.aliases?.length ?? 0}</Quantity><Items>${aliases}</Items></Aliases>` +
    `<Origins><Quantity>2</Quantity><Items>${parts.origins ?? ORIGINS.map((id) => origin(id)).join('')}</Items></Origins>${parts.more ?? ''}` +
    `<DefaultCacheBehavior><TargetOriginId>${parts.target ?? 'asia'}</TargetOriginId><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy>` +
    `<CachePolicyId>${CACHING_OPTIMIZED}</CachePolicyId>${parts.behavior ?? ''}</DefaultCacheBehavior>${parts.behaviors ?? ''}` +
    `<Comment>a &amp; b</Comment><Enabled>${parts.enabled ?? true}</Enabled><WebACLId>${parts.webAcl ?? ''}</WebACLId>` +
    `<ViewerCertificate><ACMCertificateArn>${certificate}</ACMCertificateArn><SSLSupportMethod>sni-only</SSLSupportMethod></ViewerCertificate></DistributionConfig>`
  );
}

function create(parts: Parts = {}, tags = ''): AwsResponse {
  const body = `<DistributionConfigWithTags>${config(parts)}<Tags><Items>${tags}</Items></Tags></DistributionConfigWithTags>`;
  return call('POST', 'distribution', body, undefined, { WithTags: '' });
}

function created(parts: Parts = {}): { id: string; etag: string } {
  const response = create(parts);
  expect(code(response)).toBe('status 201');
  return { id: text(document(response), 'Id') ?? '', etag: etag(response) };
}

function functionBody(root: string, name: string, source: string, stores: readonly string[] = []): string {
  const associations = stores.map(
    (arn) =>
      `<KeyValueStoreAssociation><KeyValueStoreARN>${arn}</KeyValueStoreARN></KeyValueStoreAssociation>`,
  );
  return (
    `<${root}><Name>${name}</Name><FunctionConfig><Comment/><Runtime>cloudfront-js-2.0</Runtime>` +
    `<KeyValueStoreAssociations><Quantity>${stores.length}</Quantity><Items>${associations.join('')}</Items></KeyValueStoreAssociations></FunctionConfig>` +
    `<FunctionCode>${Buffer.from(source).toString('base64')}</FunctionCode></${root}>`
  );
}

function publishedFunction(name: string, stores: readonly string[] = []): string {
  const response = call('POST', 'function', functionBody('CreateFunctionRequest', name, 'code', stores));
  call('POST', `function/${name}/publish`, '', etag(response));
  return text(document(response), 'FunctionMetadata', 'FunctionARN') ?? '';
}

function functionAssociation(arn: string, event = 'viewer-request'): string {
  return `<FunctionAssociations><Quantity>1</Quantity><Items><FunctionAssociation><FunctionARN>${arn}</FunctionARN><EventType>${event}</EventType></FunctionAssociation></Items></FunctionAssociations>`;
}

function lambdaAssociation(arn: string): string {
  return `<LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation><LambdaFunctionARN>${arn}</LambdaFunctionARN><EventType>origin-request</EventType></LambdaFunctionAssociation></Items></LambdaFunctionAssociations>`;
}

function store(name: string): string {
  const body = `<CreateKeyValueStoreRequest><Name>${name}</Name><Comment>c</Comment></CreateKeyValueStoreRequest>`;
  return text(document(call('POST', 'key-value-store', body)), 'ARN') ?? '';
}

describe('a distribution', () => {
  test('is returned as it was sent, with AWS’s value for what was left out', () => {
    const { id, etag: version } = created({ aliases: ['www.example.com'] });

    const read = call('GET', `distribution/${id}`);
    const returned = child(document(read), 'DistributionConfig');

    expect(etag(read)).toBe(version);
    expect(text(document(read), 'Status')).toBe('Deployed');
    expect(text(document(read), 'ARN')).toBe(`arn:aws:cloudfront::123456789012:distribution/${id}`);
    expect(text(returned, 'Comment')).toBe('a & b');
    expect(texts(returned, 'Aliases')).toEqual(['www.example.com']);
    expect(text(returned, 'PriceClass')).toBe('PriceClass_All');
    expect(text(returned, 'HttpVersion')).toBe('http2');
    expect(items(returned, 'Origins').map((o) => text(o, 'ConnectionAttempts'))).toEqual(['3', '3']);
    expect(texts(returned, 'DefaultCacheBehavior', 'AllowedMethods')).toEqual(['HEAD', 'GET']);
    expect(text(returned, 'ViewerCertificate', 'CertificateSource')).toBe('acm');
  });

  test('can be read as values by an edge', () => {
    const arn = publishedFunction('geo');
    created({
      target: 'both',
      more: group('both', ['europe', 'asia'], [404, 503]),
      behavior: functionAssociation(arn),
    });

    const [distribution] = cloudFront.distributions.all();

    expect(distribution?.config.originGroups).toEqual([
      { id: 'both', originIds: ['europe', 'asia'], failoverStatusCodes: [404, 503] },
    ]);
    expect(distribution?.config.defaultCacheBehavior).toMatchObject({
      pathPattern: '*',
      targetOriginId: 'both',
      cachePolicyId: CACHING_OPTIMIZED,
      functions: [{ arn, eventType: 'viewer-request' }],
    });
    expect(distribution?.config.origins[0]).toMatchObject({
      id: 'asia',
      domainName: 'asia.origin.example.com',
      custom: { protocolPolicy: 'https-only', sslProtocols: ['TLSv1.2'], readTimeoutSeconds: 30 },
    });
  });

  test('keeps and changes its tags', () => {
    const response = create({}, '<Tag><Key>Team</Key><Value>edge</Value></Tag>');
    const resource = { Resource: text(document(response), 'ARN') ?? '' };
    const tags = () =>
      items(document(call('GET', 'tagging', '', undefined, resource))).map((tag) => [
        text(tag, 'Key'),
        text(tag, 'Value'),
      ]);

    expect(tags()).toEqual([['Team', 'edge']]);
    const more = '<Tags><Items><Tag><Key>Stack</Key><Value>x &lt; y</Value></Tag></Items></Tags>';
    call('POST', 'tagging', more, undefined, { ...resource, Operation: 'Tag' });
    const less = '<TagKeys><Items><Key>Team</Key></Items></TagKeys>';
    call('POST', 'tagging', less, undefined, { ...resource, Operation: 'Untag' });
    expect(tags()).toEqual([['Stack', 'x < y']]);
  });

  test('is updated from the version that was read, and from no other', () => {
    const { id, etag: version } = created();

    const updated = call('PUT', `distribution/${id}/config`, config({ target: 'europe' }), version);

    expect(updated.status).toBe(200);
    expect(updated.headers?.ettag).toBe(etag(updated));
    expect(code(call('PUT', `distribution/${id}/config`, config(), version))).toBe('PreconditionFailed');
    expect(code(call('PUT', `distribution/${id}/config`, config()))).toBe('InvalidIfMatchVersion');
    expect(code(call('PUT', `distribution/${id}/config`, config(), '"quoted"'))).toBe(
      'InvalidIfMatchVersion',
    );
    expect(cloudFront.distributions.get(id)?.config.defaultCacheBehavior.targetOriginId).toBe('europe');
  });

  test('is deleted only when it is disabled', () => {
    const { id, etag: version } = created();
    expect(code(call('DELETE', `distribution/${id}`, '', version))).toBe('DistributionNotDisabled');

    const disabled = call('PUT', `distribution/${id}/config`, config({ enabled: false }), version);

    expect(code(call('DELETE', `distribution/${id}`, '', version))).toBe('PreconditionFailed');
    expect(code(call('DELETE', `distribution/${id}`, ''))).toBe('InvalidIfMatchVersion');
    expect(call('DELETE', `distribution/${id}`, '', etag(disabled)).status).toBe(204);
    expect(code(call('GET', `distribution/${id}`))).toBe('NoSuchDistribution');
  });

  test.each<[string, Parts, string, string]>([
    ['a target that does not exist', { target: 'africa' }, 'NoSuchOrigin', 'africa'],
    [
      'an origin group with an unknown member',
      { more: group('both', ['asia', 'africa']) },
      'NoSuchOrigin',
      'africa',
    ],
    [
      'an origin group with one origin twice',
      { more: group('both', ['asia', 'asia']) },
      'InvalidArgument',
      'exactly two',
    ],
    [
      'failover on a status that CloudFront does not know',
      { more: group('both', ['asia', 'europe'], [418]) },
      'InvalidArgument',
      'among 400',
    ],
    [
      'an origin group named like an origin',
      { more: group('asia', ['asia', 'europe']) },
      'InvalidArgument',
      'asia',
    ],
    ['two origins of one name', { origins: origin('asia') + origin('asia') }, 'InvalidArgument', 'asia'],
    [
      'an unknown origin access control',
      {
        origins:
          origin('asia', '<OriginAccessControlId>ENOTTHERE</OriginAccessControlId>') + origin('europe'),
      },
      'InvalidOriginAccessControl',
      'ENOTTHERE',
    ],
    [
      'an unknown origin request policy',
      { behavior: '<OriginRequestPolicyId>nope</OriginRequestPolicyId>' },
      'NoSuchOriginRequestPolicy',
      'nope',
    ],
    [
      'an unknown response headers policy',
      { behavior: '<ResponseHeadersPolicyId>nope</ResponseHeadersPolicyId>' },
      'NoSuchResponseHeadersPolicy',
      'nope',
    ],
    [
      'an unknown real-time log configuration',
      {
        behavior:
          '<RealtimeLogConfigArn>arn:aws:cloudfront::123456789012:realtime-log-config/x</RealtimeLogConfigArn>',
      },
      'NoSuchRealtimeLogConfig',
      '/x',
    ],
    [
      'an unknown key group',
      {
        behavior:
          '<TrustedKeyGroups><Enabled>true</Enabled><Quantity>1</Quantity><Items><KeyGroup>nope</KeyGroup></Items></TrustedKeyGroups>',
      },
      'TrustedKeyGroupDoesNotExist',
      'nope',
    ],
    [
      'an unknown function',
      { behavior: functionAssociation('arn:aws:cloudfront::123456789012:function/nope') },
      'InvalidFunctionAssociation',
      'published',
    ],
    [
      'a Lambda function without a version',
      { behavior: lambdaAssociation('arn:aws:lambda:us-east-1:123456789012:function:miss') },
      'InvalidLambdaFunctionAssociation',
      'version',
    ],
    [
      'a Lambda function at $LATEST',
      { behavior: lambdaAssociation('arn:aws:lambda:us-east-1:123456789012:function:miss:$LATEST') },
      'InvalidLambdaFunctionAssociation',
      'version',
    ],
    [
      'a Lambda function of another region',
      { behavior: lambdaAssociation('arn:aws:lambda:eu-west-1:123456789012:function:miss:1') },
      'InvalidLambdaFunctionAssociation',
      'us-east-1',
    ],
    [
      'a certificate of another region',
      {
        certificate: 'arn:aws:acm:eu-west-1:123456789012:certificate/8f1b1d0e-1111-2222-3333-444455556666',
      },
      'InvalidViewerCertificate',
      'us-east-1',
    ],
    [
      'an alias without a certificate',
      { aliases: ['www.example.com'], certificate: '' },
      'InvalidViewerCertificate',
      'certificate',
    ],
    [
      'a regional web ACL',
      { webAcl: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b' },
      'InvalidWebACLId',
      'global',
    ],
  ])('is refused with %s', (_what, parts, expected, words) => {
    const response = create(parts);

    expect(code(response)).toBe(expected);
    expect(message(response)).toContain(words);
    expect(cloudFront.distributions.all()).toEqual([]);
  });

  test('is refused with an unknown cache policy', () => {
    const body = config().replace(CACHING_OPTIMIZED, 'nope');
    expect(code(call('POST', 'distribution', body))).toBe('NoSuchCachePolicy');
  });

  test('accepts a numbered Lambda version of us-east-1', () => {
    created({ behavior: lambdaAssociation('arn:aws:lambda:us-east-1:123456789012:function:miss:7') });
  });

  test('is refused with one path pattern twice', () => {
    const one = `<CacheBehavior><PathPattern>/a</PathPattern><TargetOriginId>asia</TargetOriginId><CachePolicyId>${CACHING_OPTIMIZED}</CachePolicyId></CacheBehavior>`;
    const behaviors = `<CacheBehaviors><Quantity>2</Quantity><Items>${one}${one}</Items></CacheBehaviors>`;
    expect(code(create({ behaviors }))).toBe('InvalidArgument');
  });

  test('cannot take an alias of another distribution, and can once that one has given it up', () => {
    const first = created({ aliases: ['www.example.com'] });
    expect(code(create({ aliases: ['www.example.com', 'x.example.com'] }))).toBe('CNAMEAlreadyExists');

    call('PUT', `distribution/${first.id}/config`, config(), first.etag);

    created({ aliases: ['www.example.com'] });
  });

  test('keeps its configuration when an update is refused', () => {
    const { id, etag: version } = created();
    expect(code(call('PUT', `distribution/${id}/config`, config({ target: 'africa' }), version))).toBe(
      'NoSuchOrigin',
    );
    expect(etag(call('GET', `distribution/${id}`))).toBe(version);
  });

  test('has a monitoring subscription and invalidations', () => {
    const { id } = created();
    const path = `distributions/${id}/monitoring-subscription`;
    expect(code(call('GET', path))).toBe('NoSuchMonitoringSubscription');
    const body =
      '<MonitoringSubscription><RealtimeMetricsSubscriptionConfig><RealtimeMetricsSubscriptionStatus>Enabled</RealtimeMetricsSubscriptionStatus></RealtimeMetricsSubscriptionConfig></MonitoringSubscription>';
    call('POST', path, body);
    expect(
      text(
        document(call('GET', path)),
        'RealtimeMetricsSubscriptionConfig',
        'RealtimeMetricsSubscriptionStatus',
      ),
    ).toBe('Enabled');

    const batch =
      '<InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths><CallerReference>1</CallerReference></InvalidationBatch>';
    const invalidation = document(call('POST', `distribution/${id}/invalidation`, batch));
    expect(text(invalidation, 'Status')).toBe('Completed');
    expect(document(call('GET', `distribution/${id}/invalidation/${text(invalidation, 'Id')}`))).toEqual(
      invalidation,
    );
  });
});

describe('a function', () => {
  test('has a development and a live stage of its own code', () => {
    const first = call('POST', 'function', functionBody('CreateFunctionRequest', 'geo', 'one'));
    expect(code(call('GET', 'function/geo', '', undefined, { Stage: 'LIVE' }))).toBe('NoSuchFunctionExists');

    call('POST', 'function/geo/publish', '', etag(first));
    const second = call(
      'PUT',
      'function/geo',
      functionBody('UpdateFunctionRequest', 'geo', 'two'),
      etag(first),
    );

    expect(String(call('GET', 'function/geo', '', undefined, { Stage: 'LIVE' }).body)).toBe('one');
    expect(String(call('GET', 'function/geo').body)).toBe('two');
    expect(etag(call('GET', 'function/geo/describe'))).toBe(etag(second));
    expect(text(document(second), 'Status')).toBe('UNPUBLISHED');
    expect(cloudFront.functions.all()[0]?.live?.code.toString()).toBe('one');
  });

  test('is published, updated and deleted from the version that was read', () => {
    call('POST', 'function', functionBody('CreateFunctionRequest', 'geo', 'one'));
    const update = functionBody('UpdateFunctionRequest', 'geo', 'two');

    expect(code(call('POST', 'function/geo/publish', '', 'EOLD'))).toBe('PreconditionFailed');
    expect(code(call('POST', 'function/geo/publish'))).toBe('InvalidIfMatchVersion');
    expect(code(call('PUT', 'function/geo', update, 'EOLD'))).toBe('PreconditionFailed');
    expect(code(call('DELETE', 'function/geo', '', 'EOLD'))).toBe('PreconditionFailed');
  });

  test('has at most 10 KB of code', () => {
    const body = (bytes: number) => functionBody('CreateFunctionRequest', `f${bytes}`, 'x'.repeat(bytes));
    expect(call('POST', 'function', body(10_240)).status).toBe(201);
    const refused = call('POST', 'function', body(10_241));
    expect([refused.status, code(refused)]).toEqual([413, 'FunctionSizeLimitExceeded']);
  });

  test('cannot be associated before it is published', () => {
    const response = call('POST', 'function', functionBody('CreateFunctionRequest', 'geo', 'one'));
    const arn = text(document(response), 'FunctionMetadata', 'FunctionARN') ?? '';

    expect(code(create({ behavior: functionAssociation(arn) }))).toBe('InvalidFunctionAssociation');
    call('POST', 'function/geo/publish', '', etag(response));
    created({ behavior: functionAssociation(arn) });
  });

  test('runs on viewer events only', () => {
    const arn = publishedFunction('geo');
    expect(code(create({ behavior: functionAssociation(arn, 'origin-request') }))).toBe(
      'InvalidFunctionAssociation',
    );
  });

  test('cannot be deleted while a distribution uses it', () => {
    const arn = publishedFunction('geo');
    created({ behavior: functionAssociation(arn) });
    expect(code(call('DELETE', 'function/geo', '', etag(call('GET', 'function/geo/describe'))))).toBe(
      'FunctionInUse',
    );
  });

  test('has a name of its own', () => {
    publishedFunction('geo');
    expect(code(call('POST', 'function', functionBody('CreateFunctionRequest', 'geo', 'x')))).toBe(
      'FunctionAlreadyExists',
    );
  });

  test('takes one key value store that exists', () => {
    const unknown = 'arn:aws:cloudfront::123456789012:key-value-store/x';
    expect(code(call('POST', 'function', functionBody('CreateFunctionRequest', 'a', 'x', [unknown])))).toBe(
      'InvalidArgument',
    );
    const two = [store('one'), store('two')];
    expect(code(call('POST', 'function', functionBody('CreateFunctionRequest', 'a', 'x', two)))).toBe(
      'InvalidArgument',
    );
  });
});

describe('a key value store', () => {
  const keys = (arn: string, key?: string) =>
    `/key-value-stores/${encodeURIComponent(arn)}/keys${key === undefined ? '' : `/${encodeURIComponent(key)}`}`;
  const dataCall = (method: string, path: string, body?: unknown, ifMatch?: string) =>
    cloudFront.handle(
      request(method, path, {
        service: 'cloudfront-keyvaluestore',
        body: body === undefined ? '' : JSON.stringify(body),
        ifMatch,
      }),
    );
  const version = (arn: string) => etag(dataCall('GET', `/key-value-stores/${encodeURIComponent(arn)}`));

  test('holds keys, each change from the version that was read', () => {
    const arn = store('edge');
    const first = version(arn);

    const put = dataCall('PUT', keys(arn, 'drain/asia'), { Value: 'europe' }, first);

    expect(data(put)).toEqual({ ItemCount: 1, TotalSizeInBytes: 16 });
    expect(data(dataCall('GET', keys(arn, 'drain/asia')))).toMatchObject({ Value: 'europe' });
    const stale = dataCall('PUT', keys(arn, 'x'), { Value: 'y' }, first);
    expect([stale.status, stale.headers?.['x-amzn-errortype']]).toEqual([409, 'ConflictException']);
    expect(dataCall('PUT', keys(arn, 'x'), { Value: 'y' }).headers?.['x-amzn-errortype']).toBe(
      'ValidationException',
    );
    expect(dataCall('DELETE', keys(arn, 'drain/asia'), undefined, version(arn)).status).toBe(200);
    expect(dataCall('GET', keys(arn, 'drain/asia')).status).toBe(404);
    expect(dataCall('DELETE', keys(arn, 'drain/asia'), undefined, version(arn)).status).toBe(404);
  });

  test('takes a batch whole or not at all', () => {
    const arn = store('edge');
    const batch = {
      Puts: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    };
    dataCall('POST', keys(arn), batch, version(arn));

    const refused = dataCall(
      'POST',
      keys(arn),
      { Puts: [{ Key: 'c', Value: 'x'.repeat(1025) }], Deletes: [{ Key: 'a' }] },
      version(arn),
    );

    expect(refused.status).toBe(400);
    expect([...(cloudFront.keyValueStores.get(arn)?.items ?? [])]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test('lists its keys page by page', () => {
    const arn = store('edge');
    const Puts = Array.from({ length: 12 }, (_, i) => ({
      Key: `k${String(i).padStart(2, '0')}`,
      Value: 'v',
    }));
    dataCall('POST', keys(arn), { Puts }, version(arn));

    const first = data<{ Items: unknown[]; NextToken?: string }>(dataCall('GET', keys(arn)));

    expect(first.Items).toHaveLength(10);
    expect(first.NextToken).toBe('10');
  });

  test('of an unknown ARN is not found', () => {
    expect(dataCall('GET', keys('arn:aws:cloudfront::123456789012:key-value-store/x', 'a')).status).toBe(404);
  });

  test('cannot be deleted while a function uses it, nor from an old version', () => {
    publishedFunction('geo', [store('edge')]);
    const current = etag(call('GET', 'key-value-store/edge'));

    expect(code(call('DELETE', 'key-value-store/edge', '', 'EOLD'))).toBe('PreconditionFailed');
    expect(code(call('DELETE', 'key-value-store/edge', '', current))).toBe('CannotDeleteEntityWhileInUse');
    call('DELETE', 'function/geo', '', etag(call('GET', 'function/geo/describe')));
    expect(call('DELETE', 'key-value-store/edge', '', current).status).toBe(204);
  });
});

describe('policies and access controls', () => {
  const cachePolicy = (name: string, ttls: readonly number[], parameters = '') =>
    `<CachePolicyConfig><Name>${name}</Name><MinTTL>${ttls[0]}</MinTTL><DefaultTTL>${ttls[1]}</DefaultTTL><MaxTTL>${ttls[2]}</MaxTTL>` +
    `<ParametersInCacheKeyAndForwardedToOrigin>${parameters}</ParametersInCacheKeyAndForwardedToOrigin></CachePolicyConfig>`;

  test('AWS’s managed policies are there under their ids', () => {
    const list = document(call('GET', 'cache-policy', '', undefined, { Type: 'managed' }));
    const names = items(list).map((summary) => text(summary, 'CachePolicy', 'CachePolicyConfig', 'Name'));
    expect(names).toContain('Managed-CachingDisabled');
    const disabled = document(call('GET', 'cache-policy/4135ea2d-6df8-44a3-9df3-4b5a84be39ad'));
    expect(text(disabled, 'CachePolicyConfig', 'MaxTTL')).toBe('0');
    expect(items(document(call('GET', 'cache-policy', '', undefined, { Type: 'custom' })))).toEqual([]);
  });

  test('a managed policy can be neither changed nor deleted', () => {
    const path = `cache-policy/${CACHING_OPTIMIZED}`;
    const version = etag(call('GET', path));
    expect(code(call('PUT', path, cachePolicy('x', [0, 1, 2]), version))).toBe('IllegalUpdate');
    expect(code(call('DELETE', path, '', version))).toBe('IllegalDelete');
  });

  test('a policy has a name of its own, and stays while a behavior uses it', () => {
    const response = call('POST', 'cache-policy', cachePolicy('region', [0, 60, 3600]));
    const id = text(document(response), 'Id');
    expect(code(call('POST', 'cache-policy', cachePolicy('region', [0, 1, 2])))).toBe(
      'CachePolicyAlreadyExists',
    );

    const body = config().replace(CACHING_OPTIMIZED, String(id));
    expect(call('POST', 'distribution', body).status).toBe(201);
    expect(code(call('DELETE', `cache-policy/${id}`, '', etag(response)))).toBe('CachePolicyInUse');
  });

  test.each([
    ['TTLs out of order', 'cache-policy', cachePolicy('p', [60, 0, 3600]), 'MinTTL'],
    [
      'headers in the key of a policy that does not cache',
      'cache-policy',
      cachePolicy(
        'p',
        [0, 0, 0],
        '<HeadersConfig><HeaderBehavior>whitelist</HeaderBehavior></HeadersConfig>',
      ),
      'HeaderBehavior',
    ],
    [
      'compression in a policy that does not cache',
      'cache-policy',
      cachePolicy('p', [0, 0, 0], '<EnableAcceptEncodingGzip>true</EnableAcceptEncodingGzip>'),
      'EnableAcceptEncodingGzip',
    ],
    [
      'Authorization in an origin request policy',
      'origin-request-policy',
      '<OriginRequestPolicyConfig><Name>p</Name><HeadersConfig><HeaderBehavior>whitelist</HeaderBehavior><Headers><Quantity>1</Quantity><Items><Name>Authorization</Name></Items></Headers></HeadersConfig></OriginRequestPolicyConfig>',
      'Authorization',
    ],
    [
      'a wildcard origin with credentials',
      'response-headers-policy',
      '<ResponseHeadersPolicyConfig><Name>p</Name><CorsConfig><AccessControlAllowOrigins><Quantity>1</Quantity><Items><Origin>*</Origin></Items></AccessControlAllowOrigins><AccessControlAllowCredentials>true</AccessControlAllowCredentials></CorsConfig></ResponseHeadersPolicyConfig>',
      'AccessControlAllowOrigins',
    ],
    [
      'a security header as a custom header',
      'response-headers-policy',
      '<ResponseHeadersPolicyConfig><Name>p</Name><CustomHeadersConfig><Quantity>1</Quantity><Items><ResponseHeadersPolicyCustomHeader><Header>Strict-Transport-Security</Header><Value>x</Value></ResponseHeadersPolicyCustomHeader></Items></CustomHeadersConfig></ResponseHeadersPolicyConfig>',
      'strict-transport-security',
    ],
  ])('%s are refused', (_what, path, body, words) => {
    const response = call('POST', path, body);
    expect(code(response)).toBe('InvalidArgument');
    expect(message(response)).toContain(words);
  });

  test('an origin access control signs for its type of origin, and stays while an origin uses it', () => {
    const response = call(
      'POST',
      'origin-access-control',
      '<OriginAccessControlConfig><Name>media</Name><OriginAccessControlOriginType>s3</OriginAccessControlOriginType></OriginAccessControlConfig>',
    );
    const id = text(document(response), 'Id');
    const access = `<OriginAccessControlId>${id}</OriginAccessControlId>`;

    expect(code(create({ origins: origin('asia', access) }))).toBe('InvalidDomainNameForOriginAccessControl');
    const bucket = `<Origin><Id>asia</Id><DomainName>media.s3.eu-central-1.amazonaws.com</DomainName>${access}</Origin>`;
    created({ origins: bucket });
    expect(code(call('DELETE', `origin-access-control/${id}`, '', etag(response)))).toBe(
      'OriginAccessControlInUse',
    );
  });

  test('a key group needs its public keys, and keeps them', () => {
    const key = call(
      'POST',
      'public-key',
      '<PublicKeyConfig><Name>k</Name><EncodedKey>x</EncodedKey></PublicKeyConfig>',
    );
    const id = text(document(key), 'Id');
    const keyGroup = (keyId: string) =>
      `<KeyGroupConfig><Name>g</Name><Items><PublicKey>${keyId}</PublicKey></Items></KeyGroupConfig>`;

    expect(code(call('POST', 'key-group', keyGroup('nope')))).toBe('InvalidArgument');
    expect(call('POST', 'key-group', keyGroup(String(id))).status).toBe(201);
    expect(code(call('DELETE', `public-key/${id}`, '', etag(key)))).toBe('PublicKeyInUse');
  });
});

test('a real-time log configuration keeps its fields in order', () => {
  const sent =
    '<CreateRealtimeLogConfigRequest><EndPoints><member><StreamType>Kinesis</StreamType></member></EndPoints><Fields><Field>timestamp</Field><Field>c-ip</Field></Fields><Name>rt</Name><SamplingRate>10</SamplingRate></CreateRealtimeLogConfigRequest>';
  expect(call('POST', 'realtime-log-config', sent).status).toBe(201);

  const read = call(
    'POST',
    'get-realtime-log-config',
    '<GetRealtimeLogConfigRequest><Name>rt</Name></GetRealtimeLogConfigRequest>',
  );

  expect(child(document(read), 'RealtimeLogConfig', 'Fields')).toEqual({ Field: ['timestamp', 'c-ip'] });
  const gone = '<DeleteRealtimeLogConfigRequest><Name>no</Name></DeleteRealtimeLogConfigRequest>';
  expect(code(call('POST', 'delete-realtime-log-config', gone))).toBe('NoSuchRealtimeLogConfig');
});

test('a document that is not well-formed is refused', () => {
  expect(code(call('POST', 'distribution', '<DistributionConfig><Origins></DistributionConfig>'))).toBe(
    'MalformedXML',
  );
});

test('an action that is not implemented says so', () => {
  const response = call('PUT', 'distribution/X/associate-alias');
  expect(code(response)).toBe('NoSuchDistribution');
  const unknown = call('GET', 'streaming-distribution');
  expect([unknown.status, code(unknown)]).toEqual([400, 'NotImplemented']);
  expect(message(unknown)).toContain('GET /2020-05-31/streaming-distribution');
});
