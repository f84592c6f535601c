import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingPolicy } from '@cdktf/provider-aws/lib/autoscaling-policy';
import { Construct } from 'constructs';
import { named } from '../iam/policy';
import { Alarm } from '../observability/alarm';
import { LogGroup } from '../observability/log-group';
import { surroundings } from '../surroundings';
import { InstanceProfile, type InstanceProfileProps } from './instance-profile';
import { InstanceTemplate } from './instance-template';
import { userData } from './user-data';
import { VolumeKey } from './volume-key';

/** What every instance runs. */
export interface FleetContainer {
  readonly image: string;
  /** No secrets: those are read from Secrets Manager. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How much of it runs. */
export interface Scaling {
  readonly instanceType: string;
  readonly minimumInstances: number;
  readonly maximumInstances: number;
  /** Average CPU that the number of instances follows, in per cent. */
  readonly cpuTargetPercent: number;
}

export interface FleetProps {
  /** Start of every name, such as `demo-asia`. */
  readonly name: string;
  readonly container: FleetContainer;
  readonly scaling: Scaling;
  /** What the service may do beside writing its logs, in an account. */
  readonly statements: InstanceProfileProps['statements'];
  /** Subnets in different zones. */
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** Load balancers' targets that instances become, and whose health checks they must pass. */
  readonly targetGroupArns: string[];
}

const WARM_UP_SECONDS = 120;
const THIRTY_DAYS_SECONDS = 30 * 24 * 60 * 60;
/** New instances answer before old ones go. */
const REPLACEMENT = { minHealthyPercentage: 100, maxHealthyPercentage: 150 };

/**
 * Instances over all zones that run one container image. A new image, of the container or of Amazon Linux, replaces them a
 * few at a time, and stops while the new ones stay unhealthy; none gets older than 30 days.
 *
 * A refresh does not roll back by itself: the provider saves the new template on the group before it starts one, so
 * that there is nothing to go back to (https://github.com/hashicorp/terraform-provider-aws/issues/34189).
 */
export class Fleet extends Construct {
  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id);
    const { name, container, scaling } = props;

    const logs = new LogGroup(this, 'logs', { name: `/${name}/service` });
    const profile = new InstanceProfile(this, 'profile', {
      name,
      containerImage: container.image,
      statements: (accountId) => [
        ...named(logs.writerStatements, 'WriteLogs'),
        ...props.statements(accountId),
      ],
    });
    const volumeKey = new VolumeKey(this, 'volume-key', { name });
    const template = new InstanceTemplate(this, 'template', {
      name,
      instanceType: scaling.instanceType,
      instanceProfileArn: profile.arn,
      securityGroupId: props.securityGroupId,
      volumeKeyArn: volumeKey.arn,
      userData: userData({
        containerImage: container.image,
        awsRegion: surroundings(this).awsRegion,
        logGroupName: logs.name,
        environment: container.environment,
      }),
    });

    const group = new AutoscalingGroup(this, 'group', {
      namePrefix: `${name}-`,
      minSize: scaling.minimumInstances,
      maxSize: scaling.maximumInstances,
      vpcZoneIdentifier: props.subnetIds,
      targetGroupArns: props.targetGroupArns,
      // The first apply ends once they answer.
      minElbCapacity: scaling.minimumInstances,
      healthCheckType: 'ELB',
      healthCheckGracePeriod: 300,
      defaultInstanceWarmup: WARM_UP_SECONDS,
      maxInstanceLifetime: THIRTY_DAYS_SECONDS,
      serviceLinkedRoleArn: volumeKey.autoscalingRoleArn,
      launchTemplate: { id: template.templateId, version: template.version },
      instanceMaintenancePolicy: REPLACEMENT,
      instanceRefresh: { strategy: 'Rolling', preferences: REPLACEMENT },
      enabledMetrics: ['GroupDesiredCapacity', 'GroupInServiceInstances', 'GroupTotalInstances'],
      lifecycle: { createBeforeDestroy: true },
    });
    new AutoscalingPolicy(this, 'cpu', {
      name: `${name}-cpu`,
      autoscalingGroupName: group.name,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
        targetValue: scaling.cpuTargetPercent,
      },
    });
    new Alarm(this, 'few-instances', {
      name: `${name}-few-instances`,
      description: `Fewer than ${scaling.minimumInstances} instances for ten minutes: see the scaling activities of the group.`,
      metric: {
        namespace: 'AWS/AutoScaling',
        name: 'GroupInServiceInstances',
        dimensions: { AutoScalingGroupName: group.name },
        statistic: 'Maximum',
      },
      raisedWhen: 'below',
      threshold: scaling.minimumInstances,
      periodSeconds: 60,
      evaluationPeriods: 10,
    });
  }
}
