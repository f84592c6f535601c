import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import { type PolicyStatement, policyDocument } from '../iam/policy';
import { surroundings } from '../surroundings';
import { tcp } from './open-port';

export interface ServiceEndpointsProps {
  readonly name: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  /** Subnets that AWS services get an address in. */
  readonly subnetIds: string[];
  /** Route tables that lead to S3. */
  readonly routeTableIds: string[];
  /** What is used in here: each costs an interface in every zone, around the clock. */
  readonly awsServices: readonly EndpointService[];
}

/** Endpoint service to the action prefix that its policy allows. */
const ACTION_PREFIXES = {
  'ecr.api': 'ecr',
  'ecr.dkr': 'ecr',
  secretsmanager: 'secretsmanager',
  logs: 'logs',
  ssm: 'ssm',
  ssmmessages: 'ssmmessages',
} as const;

/** A service of AWS that a VPC may have an interface of. */
export type EndpointService = keyof typeof ACTION_PREFIXES;

/**
 * AWS's services without the internet: a lost NAT gateway stops no pull of an image, no secret, no log. Credentials of
 * another account, which an intruder might bring along, get no answer here.
 */
export class ServiceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: ServiceEndpointsProps) {
    super(scope, id);
    const { name, vpcId, routeTableIds } = props;
    const { awsRegion } = surroundings(this);
    const { accountId } = new Caller(this, 'caller');
    const ownAccount = (actionPrefix: string): PolicyStatement => ({
      sid: 'OwnAccount',
      principals: '*',
      actions: [`${actionPrefix}:*`],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalAccount': accountId } },
    });

    new VpcEndpoint(this, 's3', {
      vpcId,
      serviceName: `com.amazonaws.${awsRegion}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds,
      policy: policyDocument([ownAccount('s3'), publicDownloads(awsRegion)]),
      tags: { Name: `${name}-s3` },
    });

    const securityGroup = new SecurityGroup(this, 'security-group', {
      vpcId,
      namePrefix: `${name}-endpoints-`,
      description: 'Endpoints of AWS services',
      tags: { Name: `${name}-endpoints` },
    });
    new VpcSecurityGroupIngressRule(this, 'https', {
      securityGroupId: securityGroup.id,
      description: 'HTTPS from the VPC',
      cidrIpv4: props.cidrBlock,
      ...tcp(443),
    });
    for (const service of props.awsServices) {
      new VpcEndpoint(this, service.replace('.', '-'), {
        vpcId,
        serviceName: `com.amazonaws.${awsRegion}.${service}`,
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: props.subnetIds,
        securityGroupIds: [securityGroup.id],
        policy: policyDocument([ownAccount(ACTION_PREFIXES[service])]),
        tags: { Name: `${name}-${service}` },
      });
    }
  }
}

/** Amazon Linux packages and image layers lie in AWS's buckets and are fetched without credentials or with signed addresses. */
const publicDownloads = (awsRegion: string): PolicyStatement => ({
  sid: 'PackagesAndImageLayers',
  principals: '*',
  actions: ['s3:GetObject'],
  resources: [
    `arn:aws:s3:::al2023-repos-${awsRegion}-de612dc2/*`,
    `arn:aws:s3:::prod-${awsRegion}-starport-layer-bucket/*`,
  ],
});
