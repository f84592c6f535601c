import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingPolicy } from '@cdktf/provider-aws/lib/autoscaling-policy';
import { Construct } from 'constructs';
import { LogGroup } from '../observability/log-group';
import { surroundings } from '../surroundings';
import { InstanceProfile } from './instance-profile';
import { InstanceTemplate } from './instance-template';
import { userData } from './user-data';
import { VolumeKey } from './volume-key';

export interface FleetProps {
  /** Start of every name, such as `demo-asia`. */
  readonly name: string;
  readonly containerImage: string;
  /** Environment of the container. No secrets: those are read from Secrets Manager. */
  readonly environment: Readonly<Record<string, string>>;
  /** Secrets whose names start so may be read by the service. */
  readonly secretNamePrefix: string;
  /** Bucket that the service may use, encrypted with the key that surrounds both. */
  readonly objectBucketArn: string;
  /** User that the service connects to databases as. */
  readonly databaseUsername: string;
  readonly instanceType: string;
  readonly minimumInstances: number;
  readonly maximumInstances: number;
  /** Average CPU that the number of instances follows, in per cent. */
  readonly cpuTargetPercent: number;
  /** Subnets in different zones. */
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** Load balancer targets that instances become, and whose health check they must pass. */
  readonly targetGroupArn: string;
}

const WARM_UP_SECONDS = 120;
const THIRTY_DAYS_SECONDS = 30 * 24 * 60 * 60;
/** New instances answer before old ones go. */
const REPLACEMENT = { minHealthyPercentage: 100, maxHealthyPercentage: 150 };

/**
 * Instances over all zones that run one container image. A new image replaces them a few at a time, and goes back by
 * itself when the new ones stay unhealthy; none gets older than 30 days.
 */
export class Fleet extends Construct {
  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id);
    const { name, containerImage, environment } = props;
    const { awsRegion, encryptionKeyArn } = surroundings(this);

    const logs = new LogGroup(this, 'logs', { name: `/${name}/service` });
    const profile = new InstanceProfile(this, 'profile', {
      name,
      containerImage,
      logStatements: logs.writerStatements,
      secretNamePrefix: props.secretNamePrefix,
      objectBucketArn: props.objectBucketArn,
      objectKeyArn: encryptionKeyArn,
      databaseUsername: props.databaseUsername,
    });
    const volumeKey = new VolumeKey(this, 'volume-key', { name });
    const template = new InstanceTemplate(this, 'template', {
      name,
      instanceType: props.instanceType,
      instanceProfileArn: profile.arn,
      securityGroupId: props.securityGroupId,
      volumeKeyArn: volumeKey.arn,
      userData: userData({ containerImage, awsRegion, logGroupName: logs.name, environment }),
    });

    const group = new AutoscalingGroup(this, 'group', {
      namePrefix: `${name}-`,
      minSize: props.minimumInstances,
      maxSize: props.maximumInstances,
      vpcZoneIdentifier: props.subnetIds,
      targetGroupArns: [props.targetGroupArn],
      healthCheckType: 'ELB',
      healthCheckGracePeriod: 300,
      defaultInstanceWarmup: WARM_UP_SECONDS,
      maxInstanceLifetime: THIRTY_DAYS_SECONDS,
      serviceLinkedRoleArn: volumeKey.autoscalingRoleArn,
      launchTemplate: { id: template.templateId, version: template.version },
      instanceMaintenancePolicy: REPLACEMENT,
      instanceRefresh: { strategy: 'Rolling', preferences: { ...REPLACEMENT, autoRollback: true } },
      enabledMetrics: ['GroupDesiredCapacity', 'GroupInServiceInstances', 'GroupTotalInstances'],
      lifecycle: { createBeforeDestroy: true },
    });
    new AutoscalingPolicy(this, 'cpu', {
      name: `${name}-cpu`,
      autoscalingGroupName: group.name,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
        targetValue: props.cpuTargetPercent,
      },
    });
  }
}
