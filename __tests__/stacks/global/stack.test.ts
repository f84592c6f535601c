import { readFileSync } from 'node:fs';
import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function';
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { ShieldProtection } from '@cdktf/provider-aws/lib/shield-protection';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import { production } from '../../../config/deployments/production';
import type { DocumentInput } from '../../../config/document';
import { countryTable } from '../../../config/routing';
import { globalContract } from '../../../stacks/global/contract';
import { each } from '../../support/each';
import { handleInEngine } from '../../support/edge-engine';
import { synthesizedStack } from '../../support/platform';
import type { Block, Synthesized } from '../../support/synthesize';

const synthesize = (document: DocumentInput) => synthesizedStack(validated(document), 'global');

const everything = synthesize(demo);
const costlyOptionsOff = synthesize(production);

it('tells the edge’s team when DNS takes a region for dead', () => {
  const alarms = everything.all(CloudwatchMetricAlarm).map(({ alarm_name }) => alarm_name);

  expect(alarms).toContain('demo-health-checks');
});

/** Code of the function that sees the site's requests. */
const routerOf = (stack: Synthesized): string =>
  stack.all(CloudfrontFunction).find(({ name }) => /-site-router$/.test(name))?.code;
const secrets = (stack: Synthesized, kind: string) =>
  stack.all(SecretsmanagerSecret).filter(({ name }) => name.includes(`/${kind}/`));

const types = ({ document }: Synthesized) => Object.keys(document.resource ?? {});
const provedNames = (stack: Synthesized): string[] =>
  stack.all(Route53Record).flatMap(({ for_each }) => (for_each ? JSON.parse(for_each.slice(8, -2)) : []));

describe('names', () => {
  it('are the site names, over IPv4 and IPv6; the media name belongs to the backfill', () => {
    const records = everything.all(Route53Record).filter(({ alias }) => alias);

    expect(records.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
      'api.meridian.example A',
      'api.meridian.example AAAA',
      'meridian.example A',
      'meridian.example AAAA',
      'www.meridian.example A',
      'www.meridian.example AAAA',
    ]);
  });

  it('are each proved to ACM exactly once, and the origin names of all regions by one challenge', () => {
    expect(provedNames(everything).sort()).toEqual([
      '*.origin.meridian.example',
      'api.meridian.example',
      'meridian.example',
      'www.meridian.example',
    ]);
  });

  it('are proved by a certificate that the distribution uses, as ACM renews no other', () => {
    const { domain_name, subject_alternative_names } = everything.only(AcmCertificate);

    expect([domain_name, ...subject_alternative_names].sort()).toEqual(provedNames(everything).sort());
    expect(everything.only(CloudfrontDistribution).viewer_certificate.acm_certificate_arn).toMatch(
      /^\$\{aws_acm_certificate_validation\.viewer-certificate_/,
    );
  });

  it('are in a zone that can be created alone and first, as the README says, and tells its name servers then', () => {
    const [, address] = /-target=aws_route53_zone\.(\w+)/.exec(readFileSync('README.md', 'utf8')) ?? [];

    expect(Object.keys(costlyOptionsOff.document.resource?.aws_route53_zone ?? {})).toEqual([address]);
    expect(costlyOptionsOff.outputs.hosted_zone_name_servers?.value).toBe(
      `\${aws_route53_zone.${address}.name_servers}`,
    );
  });

  it('are in a new zone, or in the zone of the document and in none beside it', () => {
    const adopted = synthesize({ ...demo, domain: { ...demo.domain, hostedZoneId: 'Z0ADOPTED' } });

    expect(everything.only(Route53Zone).name).toBe('meridian.example');
    expect(adopted.all(Route53Zone)).toEqual([]);
    expect(types(adopted)).not.toContain('aws_route53_query_log');
    expect(adopted.data('aws_route53_zone')).toEqual([expect.objectContaining({ zone_id: 'Z0ADOPTED' })]);
    expect(types(adopted)).not.toContain('aws_route53_hosted_zone_dnssec');
    expect(adopted.outputs.hosted_zone_ds_record?.value).toBe('');
    expect(adopted.outputs.hosted_zone_id?.value).toMatch(/data\.aws_route53_zone/);
  });
});

describe('the site distribution', () => {
  const site = everything.only(CloudfrontDistribution);

  it('has one origin per region name, and the nearest region for requests without a decision', () => {
    expect(site.origin.map(({ origin_id, domain_name }: Block) => [origin_id, domain_name])).toEqual([
      ['nearest', 'nearest.origin.meridian.example'],
      ['asia', 'asia.origin.meridian.example'],
      ['europe', 'europe.origin.meridian.example'],
      ['america', 'america.origin.meridian.example'],
    ]);
    expect(site.default_cache_behavior.target_origin_id).toBe('nearest');
  });

  it('shows each origin the secret, which is read from Secrets Manager', () => {
    for (const { custom_header } of each<Block>(site.origin)) {
      expect(custom_header).toEqual([
        {
          name: 'x-meridian-origin-secret',
          value: expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret_version\..*secret_string\}$/),
        },
      ]);
    }
  });

  it('stands behind the firewall, and its accesses are logged', () => {
    expect(everything.only(Wafv2WebAcl).scope).toBe('CLOUDFRONT');
    expect(site.web_acl_id).toMatch(/^\$\{aws_wafv2_web_acl\./);
    expect(everything.only(CloudwatchLogDeliverySource).resource_arn).toMatch(/aws_cloudfront_distribution/);
  });

  it('is in us-east-1 with everything it needs', () => {
    expect(Object.values(everything.document.provider?.aws ?? {}).map(({ region }) => region)).toEqual([
      'us-east-1',
    ]);
  });
});

describe('the origin secret', () => {
  it('has a copy in every AWS region of the document but its own', () => {
    const [first, ...others] = demo.regions;
    const virginia = synthesize({
      ...demo,
      regions: [{ ...first, awsRegion: 'us-east-1' } as (typeof demo.regions)[number], ...others],
    });

    expect(secrets(everything, 'origin-secret')[0]?.replica).toEqual([
      { region: 'ap-southeast-1' },
      { region: 'eu-central-1' },
      { region: 'us-west-2' },
    ]);
    expect(secrets(virginia, 'origin-secret')[0]?.replica).toEqual([
      { region: 'eu-central-1' },
      { region: 'us-west-2' },
    ]);
  });

  it('rotates through a second version: CloudFront sends the first one named', () => {
    const rotating = synthesize({
      ...demo,
      originProtection: { ...demo.originProtection, secretVersions: [2, 1] },
    });

    expect(rotating.outputs.origin_secret_names?.value).toEqual([
      expect.stringMatching(/v2_secret/),
      expect.stringMatching(/v1_secret/),
    ]);
    expect(rotating.data('aws_secretsmanager_secret_version')).toEqual([
      expect.objectContaining({ secret_id: expect.stringMatching(/v2_secret/) }),
    ]);
  });

  it('is in no output', () => {
    expect(JSON.stringify(everything.outputs)).not.toMatch(/secret_string|random_password/);
  });
});

describe('the keys of tokens', () => {
  it('are made while Terraform applies, copied to every other AWS region, and read by nobody here', () => {
    const rotating = synthesize({ ...demo, edgeAuth: { protectedPrefixes: ['/'], keyVersions: [2, 1] } });

    expect(secrets(rotating, 'edge-token-key').map(({ name }) => name)).toEqual([
      'demo/edge-token-key/v1',
      'demo/edge-token-key/v2',
    ]);
    expect(secrets(rotating, 'edge-token-key')[0]?.replica).toHaveLength(3);
    expect(rotating.outputs.edge_token_key_names?.value).toEqual([
      expect.stringMatching(/v2_secret/),
      expect.stringMatching(/v1_secret/),
    ]);
    expect(JSON.stringify(rotating.data('aws_secretsmanager_secret_version'))).not.toMatch(/token-keys/);
    expect(JSON.stringify(rotating.document)).not.toMatch(/cloudfrontkeyvaluestore_key/);
  });
});

describe('the deployed site router', () => {
  const documents: [string, DocumentInput, Synthesized][] = [
    ['demo', demo, everything],
    ['production', production, costlyOptionsOff],
  ];
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));

  it.each(documents)('of %s sends all 249 countries where the document says', async (_, document, stack) => {
    const table = countryTable(validated(document));
    const code = routerOf(stack);
    const handled = await handleInEngine(
      code,
      pairs.map((pair) => ({ headers: { 'cloudfront-viewer-country': pair } })),
    );

    expect(Object.keys(table)).toHaveLength(249);
    expect(handled.map(({ origins }) => origins[0])).toEqual(
      pairs.map((pair) => table[pair] ?? document.routing.defaultRegion),
    );
  });

  it('sends 1,000 hostile country headers to the default region', async () => {
    // A generator of our own, so that a failure can be repeated.
    let seed = 20_250_101;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const hostile = Array.from({ length: 1100 }, () =>
      Array.from({ length: next(6) }, () =>
        String.fromCharCode(next(10) === 0 ? next(0xd800) : next(128)),
      ).join(''),
    )
      .filter((value) => !/^[A-Z]{2}$/.test(value))
      .slice(0, 1000);
    const code = routerOf(everything);

    const handled = await handleInEngine(
      code,
      hostile.map((value) => ({
        headers: { 'cloudfront-viewer-country': value, 'x-meridian-region': 'asia' },
      })),
    );

    expect(hostile).toHaveLength(1000);
    expect(new Set(handled.map(({ origins }) => origins[0]))).toEqual(new Set(['europe']));
    expect(new Set(handled.map(({ headers }) => headers['x-meridian-region']))).toEqual(new Set(['europe']));
  });

  it('names only origins that the distribution has', async () => {
    const declared: string[] = everything
      .only(CloudfrontDistribution)
      .origin.map(({ origin_id }: Block) => origin_id);
    const handled = await handleInEngine(
      routerOf(everything),
      pairs.map((pair) => ({ headers: { 'cloudfront-viewer-country': pair } })),
    );

    expect(declared).toEqual(expect.arrayContaining([...new Set(handled.flatMap(({ origins }) => origins))]));
  });

  it('takes at most 1,500 bytes where it only routes', () => {
    expect(Buffer.byteLength(routerOf(costlyOptionsOff))).toBeLessThanOrEqual(1500);
  });

  it('answers for no origin and asks for no token where the document asks for neither', () => {
    expect(costlyOptionsOff.all(CloudfrontFunction)).toHaveLength(1);
    expect(
      costlyOptionsOff.only(CloudfrontDistribution).default_cache_behavior.function_association,
    ).toHaveLength(1);
    expect(costlyOptionsOff.outputs.edge_token_key_names?.value).toEqual([]);
    expect(secrets(costlyOptionsOff, 'edge-token-key')).toEqual([]);
  });

  it('asks for a token below the prefixes of the document, and nowhere else', async () => {
    const [protectedPath, open] = await handleInEngine(routerOf(everything), [
      { uri: '/members/a' },
      { uri: '/a' },
    ]);

    expect(protectedPath?.statusCode).toBe(401);
    expect(open?.statusCode).toBeUndefined();
  });

  it('lets stored origins read answers through a second function on viewer responses', async () => {
    const [, response] = everything.only(CloudfrontDistribution).default_cache_behavior.function_association;
    const code = everything.all(CloudfrontFunction).find(({ name }) => name === 'demo-site-response')?.code;
    const [handled] = await handleInEngine(
      code,
      [{ headers: { origin: 'https://shop.example' }, response: { statusCode: 200 } }],
      { store: { 'cors:https://shop.example': 'allowed' } },
    );

    expect(response).toMatchObject({ event_type: 'viewer-response' });
    expect(handled?.headers).toMatchObject({ 'access-control-allow-origin': 'https://shop.example' });
  });
});

describe('opt-ins', () => {
  it('create an accelerator, and Shield Advanced for all that the internet reaches', () => {
    expect(
      everything
        .all(ShieldProtection)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['demo-accelerator', 'demo-site', 'demo-zone']);
    expect(everything.outputs.accelerator_listener_arn?.value).toMatch(/aws_globalaccelerator_listener/);
  });

  it('make secrets for clients of the accelerator, with a copy in every region', () => {
    const [secret, ...others] = secrets(everything, 'accelerator-secret');

    expect(others).toEqual([]);
    expect(secret).toMatchObject({
      name: 'demo/accelerator-secret/v1',
      replica: demo.regions.map(({ awsRegion }) => ({ region: awsRegion })),
    });
    expect(secrets(costlyOptionsOff, 'accelerator-secret')).toEqual([]);
  });

  it('create nothing where they are off', () => {
    expect(types(costlyOptionsOff).filter((type) => /globalaccelerator|shield/.test(type))).toEqual([]);
    expect(costlyOptionsOff.outputs.accelerator_listener_arn?.value).toBe('');
  });

  it('protect without an accelerator too', () => {
    const shieldOnly = synthesize({
      ...demo,
      optIns: { globalAccelerator: false, shieldAdvanced: true },
    });

    expect(
      shieldOnly
        .all(ShieldProtection)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['demo-site', 'demo-zone']);
  });
});

describe('the global stack', () => {
  it('reads nothing', () => {
    expect(everything.reads).toEqual([]);
  });

  it('publishes its contract and nothing else', () => {
    expect(Object.keys(everything.outputs).sort()).toEqual(
      ['contract_version', ...Object.values(globalContract.outputs).map(({ name }) => name)].sort(),
    );
  });

  it('encrypts every log group with its rotating key', () => {
    const [signing, encryption] = everything
      .all(KmsKey)
      .sort((one, other) => String(one.key_usage).localeCompare(String(other.key_usage)));

    expect(signing).toMatchObject({ key_usage: 'SIGN_VERIFY', deletion_window_in_days: 30 });
    expect(encryption).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    for (const { kms_key_id, retention_in_days } of everything.each(CloudwatchLogGroup)) {
      expect(kms_key_id).toMatch(/^\$\{aws_kms_key\./);
      expect(retention_in_days).toBe(365);
    }
  });

  it('guards what viewers depend on in production, and nothing in the demo', () => {
    const guarded = ({ document }: Synthesized) =>
      Object.entries(document.resource ?? {}).flatMap(([type, resources]) =>
        Object.values(resources as Block).some(({ lifecycle }) => lifecycle?.prevent_destroy) ? [type] : [],
      );

    expect(guarded(costlyOptionsOff).sort()).toEqual([
      'aws_cloudfront_distribution',
      'aws_route53_zone',
      'aws_s3_bucket',
    ]);
    expect(guarded(everything)).toEqual([]);
  });
});
