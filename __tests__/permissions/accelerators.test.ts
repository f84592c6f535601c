import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { plannedStack } from '../support/platform';
import { isAllowed } from '../support/policy';
import { ACCOUNT } from './actions';
import { policiesOf } from './policies-of';

const document = validated(demo);
const { read: planning, write } = policiesOf(document, plannedStack(document, 'region-asia'));
const applying = [...planning, ...write];

const ASIA = 'ap-southeast-1';
const webAcl = (name: string, awsRegion = ASIA) =>
  `arn:aws:wafv2:${awsRegion}:${ACCOUNT}:regional/webacl/${name}/1`;
const loadBalancer = (name: string) =>
  `arn:aws:elasticloadbalancing:${ASIA}:${ACCOUNT}:loadbalancer/app/${name}/1`;
const secret = (name: string) => `arn:aws:secretsmanager:${ASIA}:${ACCOUNT}:secret:${name}-AbCdEf`;
const may = (policies: typeof planning, action: string, resource: string, awsRegion = ASIA) =>
  isAllowed(policies, { action, resource, context: { 'aws:RequestedRegion': awsRegion } });

describe('CI of a region', () => {
  it('puts a firewall in front of the deployment’s own load balancer, in its own AWS region', () => {
    expect(may(applying, 'wafv2:CreateWebACL', webAcl('demo-asia-accelerator'))).toBe(true);
    expect(may(applying, 'wafv2:AssociateWebACL', webAcl('demo-asia-accelerator'))).toBe(true);
    expect(may(applying, 'wafv2:AssociateWebACL', loadBalancer('demo-asia-accel'))).toBe(true);
    // AWS asks for it when WAF is asked to.
    for (const action of ['CreateWebACLAssociation', 'DeleteWebACLAssociation', 'SetWebAcl']) {
      expect([
        action,
        may(applying, `elasticloadbalancing:${action}`, loadBalancer('demo-asia-accel')),
      ]).toEqual([action, true]);
    }
  });

  it.each([
    ['in another AWS region', webAcl('demo-asia-accelerator', 'eu-central-1'), 'eu-central-1'],
    ['of another deployment', webAcl('production-asia-accelerator'), ASIA],
    ['of CloudFront', `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/demo-edge/1`, 'us-east-1'],
  ])('changes no firewall %s', (_, resource, awsRegion) => {
    for (const action of ['wafv2:UpdateWebACL', 'wafv2:DeleteWebACL', 'wafv2:DeleteLoggingConfiguration']) {
      expect([action, may(applying, action, resource, awsRegion)]).toEqual([action, false]);
    }
  });

  it('takes no firewall from another deployment’s load balancer', () => {
    for (const action of ['wafv2:DisassociateWebACL', 'elasticloadbalancing:DeleteWebACLAssociation']) {
      expect([action, may(applying, action, loadBalancer('production-asia-accel'))]).toEqual([action, false]);
    }
  });

  it('plans with what listener rules are configured with, and writes none of it', () => {
    const own = secret('demo/accelerator-secret/v1');

    expect(may(planning, 'secretsmanager:GetSecretValue', own)).toBe(true);
    expect(may(applying, 'secretsmanager:PutSecretValue', own)).toBe(false);
    expect(may(planning, 'secretsmanager:GetSecretValue', secret('demo/database/master'))).toBe(false);
    expect(may(planning, 'wafv2:CreateWebACL', webAcl('demo-asia-accelerator'))).toBe(false);
  });
});
