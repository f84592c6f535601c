import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { matchingRule, type RuleCondition } from 'local-aws/world/elb/listener-rules';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import type { DocumentInput } from '../../../config/document';
import { synthesizedStack } from '../../support/platform';
import type { Block, Synthesized } from '../../support/synthesize';

const stackOf = (changes: Partial<DocumentInput>, stack = 'region-asia') =>
  synthesizedStack(validated({ ...demo, ...changes }), stack);
const rotating = stackOf({
  originProtection: { ...demo.originProtection, secretVersions: [1, 2] },
  accelerator: { secretVersions: [1, 2] },
});

const idOf = (reference: string) => /\.([\w-]+)\.\w+}$/.exec(reference)?.[1] ?? '';
const resource = (stack: Synthesized, type: { tfResourceType: string }, reference: string): Block =>
  stack.document.resource?.[type.tfResourceType]?.[idOf(reference)] ?? {};

/** Stands for the value of a secret: its family and index, such as `accelerator 0`. */
function secretOf(stack: Synthesized, reference: string): string {
  const secretId: string =
    stack.document.data?.aws_secretsmanager_secret_version?.[idOf(reference)].secret_id;
  const family = secretId.includes('accelerator-secret') ? 'accelerator' : 'origin';
  return `${family} ${/, (\d)\)}$/.exec(secretId)?.[1]}`;
}

function conditionOf(stack: Synthesized, { path_pattern, http_header }: Block): RuleCondition {
  return path_pattern
    ? { field: 'path-pattern', values: path_pattern.values }
    : {
        field: 'http-header',
        header: http_header.http_header_name,
        values: http_header.values.map((reference: string) => secretOf(stack, reference)),
      };
}

/** Whether the load balancer of that name passes a request on, as listener rules are read by the local AWS. */
function admits(
  stack: Synthesized,
  name: string,
  headers: Record<string, string>,
  path = '/orders',
): boolean {
  const rules = stack
    .each(LbListenerRule)
    .filter(({ listener_arn }) => {
      const { load_balancer_arn } = resource(stack, LbListener, listener_arn);
      return resource(stack, Lb, load_balancer_arn).name === name;
    })
    .sort((a, b) => a.priority - b.priority)
    .map(({ condition }) => ({
      conditions: condition.map((one: Block) => conditionOf(stack, one)),
      action: { forwards: true } as const,
    }));
  expect(rules.length).toBeGreaterThan(0);
  return matchingRule(rules, path, (header) => headers[header]) !== undefined;
}

const [FOR_CLOUDFRONT, FOR_ACCELERATOR] = ['demo-asia-app', 'demo-asia-accel'];
const [ORIGIN, ACCELERATOR] = [demo.originProtection.headerName, 'x-accelerator-secret'];
const admitsCloudFront = (headers: Record<string, string>, path?: string) =>
  admits(rotating, FOR_CLOUDFRONT, headers, path);
const admitsAccelerator = (headers: Record<string, string>, path?: string) =>
  admits(rotating, FOR_ACCELERATOR, headers, path);

describe('a region behind an accelerator', () => {
  it.each([0, 1])('lets each in by its own secret, version %s of two while they rotate', (index) => {
    expect(admitsCloudFront({ [ORIGIN]: `origin ${index}` })).toBe(true);
    expect(admitsAccelerator({ [ACCELERATOR]: `accelerator ${index}` })).toBe(true);
  });

  it.each([ORIGIN, ACCELERATOR])('refuses the secret of the other way in %s', (header) => {
    expect(admitsCloudFront({ [header]: 'accelerator 0' })).toBe(false);
    expect(admitsAccelerator({ [header]: 'origin 0' })).toBe(false);
  });

  it('refuses who has none, but for the health path of the way that Route 53 looks at', () => {
    expect(admitsCloudFront({})).toBe(false);
    expect(admitsAccelerator({})).toBe(false);
    expect(admitsCloudFront({}, '/healthz')).toBe(true);
    expect(admitsAccelerator({}, '/healthz')).toBe(false);
  });

  it('reads the secrets that global makes', () => {
    const made = stackOf({ accelerator: { secretVersions: [1, 2] } }, 'global')
      .each(SecretsmanagerSecret)
      .map(({ name }) => name)
      .filter((name) => name.includes('accelerator'));
    const read = JSON.stringify(rotating.data('aws_secretsmanager_secret_version'));

    expect(made.sort()).toEqual(['demo/accelerator-secret/v1', 'demo/accelerator-secret/v2']);
    for (const name of made) expect(read).toContain(name);
  });

  it('opens to the internet the load balancer that the accelerator leads to, and no other', () => {
    const [open, ...others] = rotating
      .each(VpcSecurityGroupIngressRule)
      .filter(({ cidr_ipv4, cidr_ipv6 }) => cidr_ipv4 === '0.0.0.0/0' || cidr_ipv6);
    const behind = rotating
      .each(Lb)
      .filter(({ security_groups }) => security_groups.includes(open?.security_group_id));

    expect(others).toEqual([]);
    expect(open).toMatchObject({ cidr_ipv4: '0.0.0.0/0', from_port: 443, to_port: 443 });
    expect(behind.map(({ name, internal }) => ({ name, internal }))).toEqual([
      { name: FOR_ACCELERATOR, internal: true },
    ]);
  });

  it('has the load balancer behind its firewall as endpoint, and its instances as targets of both ways', () => {
    const [endpoint] = rotating.only(GlobalacceleratorEndpointGroup).endpoint_configuration;
    const targets = rotating.only(AutoscalingGroup).target_group_arns;

    expect(endpoint.endpoint_id).toMatch(/^\$\{aws_wafv2_web_acl_association\..+\.resource_arn}$/);
    expect(new Set(targets).size).toBe(2);
    expect(rotating.each(LbTargetGroup).filter(({ target_type }) => target_type === 'instance')).toHaveLength(
      2,
    );
  });
});

describe('a region without an accelerator', () => {
  const off = stackOf({ optIns: { globalAccelerator: false, shieldAdvanced: false } });

  it('has nothing of it', () => {
    expect(
      off
        .each(Lb)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['demo-asia-app', 'demo-asia-public']);
    expect(off.only(AutoscalingGroup).target_group_arns).toHaveLength(1);
    expect(JSON.stringify(off.document)).not.toMatch(
      /accelerator(?!_listener_arn)|wafv2|0\.0\.0\.0\/0.*Clients/,
    );
  });

  it('is not changed by what the document says of its clients', () => {
    const changed = stackOf({
      optIns: { globalAccelerator: false, shieldAdvanced: false },
      accelerator: { secretVersions: [7], requestsPerFiveMinutes: 10 },
    });

    expect(changed.document).toEqual(off.document);
  });
});
