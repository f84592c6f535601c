import { DataAwsSecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

/** Header by which a load balancer knows who may ask: CloudFront, or a client of the accelerator. */
export interface OriginSecret {
  readonly headerName: string;
  /** Secrets whose values are accepted. */
  readonly secretNames: string[];
  /** Number of them: one, or two while it rotates. */
  readonly secretCount: number;
  /** Whether the health path asks for it, too. @default false - Route 53's health checkers cannot send it */
  readonly guardsHealthCheck?: boolean;
}

/** What requests are passed on to. */
export interface LoadBalancerTarget {
  /** Port that targets serve HTTP on. */
  readonly port: number;
  /** Path that the targets' health is measured by. */
  readonly healthCheckPath: string;
  /** How a target is picked. */
  readonly algorithm: 'least_outstanding_requests' | 'round_robin' | 'weighted_random';
}

export interface ServiceLoadBalancerProps {
  /** Name, at most 32 characters. */
  readonly name: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly certificateArn: string;
  /** What every request must carry. */
  readonly originSecret: OriginSecret;
  readonly target: LoadBalancerTarget;
  readonly accessLogBucketName: string;
}

/**
 * The internal load balancer that ends TLS and lets in who knows the secret.
 *
 * It brings no web ACL: it has no public address, and what CloudFront signed has passed CloudFront's. Whoever leads others
 * here puts one in front of it.
 */
export class ServiceLoadBalancer extends Construct {
  /** Known once it listens: only then may another load balancer have it as target. */
  public readonly arn: string;
  /** Dimension `LoadBalancer` of its metrics. */
  public readonly arnSuffix: string;
  /** Instances register here; known once requests reach them, as nobody asks for the health of targets before. */
  public readonly targetGroupArn: string;
  /** Dimension `TargetGroup` of its metrics. */
  public readonly targetGroupArnSuffix: string;

  constructor(scope: Construct, id: string, props: ServiceLoadBalancerProps) {
    super(scope, id);
    const { name, accessLogBucketName, target } = props;
    const { deletionProtection } = surroundings(this);

    const loadBalancer = new Lb(this, 'load-balancer', {
      name,
      loadBalancerType: 'application',
      internal: true,
      subnets: props.subnetIds,
      securityGroups: [props.securityGroupId],
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      enableZonalShift: true,
      enableDeletionProtection: deletionProtection,
      // Longer than CloudFront keeps idle connections to an origin, so that CloudFront is the one to close them.
      idleTimeout: 65,
      // Connections that live longer would keep on coming here after DNS has moved elsewhere.
      clientKeepAlive: 180,
      accessLogs: { enabled: true, bucket: accessLogBucketName, prefix: name },
      lifecycle: { preventDestroy: deletionProtection },
    });
    const targetGroup = new LbTargetGroup(this, 'targets', {
      vpcId: props.vpcId,
      port: target.port,
      protocol: 'HTTP',
      targetType: 'instance',
      deregistrationDelay: '30',
      loadBalancingAlgorithmType: target.algorithm,
      healthCheck: {
        path: target.healthCheckPath,
        protocol: 'HTTP',
        matcher: '200',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: { Name: name },
      // Another port would be another group, whose targets do not listen there yet: the region would be dead until all are new.
      lifecycle: { createBeforeDestroy: true, preventDestroy: deletionProtection },
    });
    const listener = new LbListener(this, 'https', {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificateArn: props.certificateArn,
      defaultAction: [
        {
          type: 'fixed-response',
          fixedResponse: { statusCode: '403', contentType: 'text/plain', messageBody: 'Forbidden' },
        },
      ],
    });
    const reached = this.letIn(listener.arn, targetGroup.arn, props);

    this.arn = listener.loadBalancerArn;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.targetGroupArn = reached.action.get(0).targetGroupArn;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;
  }

  /** Health checks, unless they need it, and whoever knows the secret: the rule of the latter. */
  private letIn(
    listenerArn: string,
    targetGroupArn: string,
    { originSecret, target }: ServiceLoadBalancerProps,
  ): LbListenerRule {
    const forward = [{ type: 'forward', targetGroupArn }];
    if (originSecret.guardsHealthCheck !== true) {
      new LbListenerRule(this, 'health-check', {
        listenerArn,
        priority: 10,
        condition: [{ pathPattern: { values: [target.healthCheckPath] } }],
        action: forward,
        tags: { Name: 'health-check' },
      });
    }
    const secrets = Array.from({ length: originSecret.secretCount }, (_, index) => {
      const secretId = Fn.element(originSecret.secretNames, index);
      return new DataAwsSecretsmanagerSecretVersion(this, `secret-${index}`, { secretId }).secretString;
    });
    return new LbListenerRule(this, 'origin-secret', {
      listenerArn,
      priority: 20,
      condition: [{ httpHeader: { httpHeaderName: originSecret.headerName, values: secrets } }],
      action: forward,
      tags: { Name: 'origin-secret' },
    });
  }
}
