import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingPolicy } from '@cdktf/provider-aws/lib/autoscaling-policy';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Fleet, type FleetProps } from '../../../modules/compute/fleet';
import { Synthesized } from '../../support/synthesize';

const CONTAINER = { image: 'public.ecr.aws/nginx/nginx:1.27', environment: { PORT: '8080' } };
const SCALING = {
  instanceType: 't4g.small',
  minimumInstances: 3,
  maximumInstances: 9,
  cpuTargetPercent: 50,
};
const synthesize = (props: Partial<FleetProps> = {}) =>
  Synthesized.module((scope) => {
    new Fleet(scope, 'fleet', {
      name: 'demo-asia',
      container: CONTAINER,
      scaling: SCALING,
      statements: (accountId) => [
        { actions: ['sqs:SendMessage'], resources: [`arn:aws:sqs:ap-southeast-1:${accountId}:orders`] },
      ],
      subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
      securityGroupId: 'sg-1',
      targetGroupArns: ['arn:targets'],
      ...props,
    });
  });
const fleet = synthesize();
const ECR = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/team/service:1.4.2';

describe('Fleet', () => {
  it('launches instances without public address, SSH key or the old metadata service', () => {
    const template = fleet.only(LaunchTemplate);

    expect(template.network_interfaces).toEqual([
      { associate_public_ip_address: 'false', delete_on_termination: 'true', security_groups: ['sg-1'] },
    ]);
    expect(template.metadata_options).toEqual({
      http_endpoint: 'enabled',
      http_tokens: 'required',
      http_put_response_hop_limit: 1,
    });
    expect(template).not.toHaveProperty('key_name');
  });

  it('encrypts disks with a key of its own, which Auto Scaling may use', () => {
    const [disk] = fleet.only(LaunchTemplate).block_device_mappings;

    expect(disk.ebs).toMatchObject({
      encrypted: 'true',
      kms_key_id: expect.stringContaining('aws_kms_key.'),
    });
    expect(fleet.only(KmsKey).policy).toContain('aws_iam_service_linked_role.');
    expect(fleet.only(IamServiceLinkedRole)).toMatchObject({ custom_suffix: 'demo-asia' });
    expect(fleet.only(AutoscalingGroup).service_linked_role_arn).toContain('aws_iam_service_linked_role.');
  });

  it.each([
    ['t4g.small', 'arm64'],
    ['m7i.large', 'x86_64'],
  ])('boots Amazon Linux for the processor of %s', (instanceType, architecture) => {
    const images = synthesize({ scaling: { ...SCALING, instanceType } }).data('aws_ssm_parameter');

    expect(images.map(({ name }) => name)).toEqual([
      `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
    ]);
  });

  it('tags instances, disks and interfaces like everything else', () => {
    const specifications: { resource_type: string; tags: string }[] =
      fleet.only(LaunchTemplate).tag_specifications;

    expect(specifications.map(({ resource_type }) => resource_type)).toEqual([
      'instance',
      'volume',
      'network-interface',
    ]);
    expect(specifications.every(({ tags }) => tags.includes('data.aws_default_tags.'))).toBe(true);
  });

  it('spreads over zones and replaces what the load balancer calls unhealthy', () => {
    expect(fleet.only(AutoscalingGroup)).toMatchObject({
      min_size: 3,
      max_size: 9,
      vpc_zone_identifier: ['subnet-1', 'subnet-2', 'subnet-3'],
      target_group_arns: ['arn:targets'],
      health_check_type: 'ELB',
    });
  });

  it('leaves the number of instances to the CPU', () => {
    expect(fleet.only(AutoscalingGroup)).not.toHaveProperty('desired_capacity');
    expect(fleet.only(AutoscalingPolicy)).toMatchObject({
      policy_type: 'TargetTrackingScaling',
      target_tracking_configuration: {
        predefined_metric_specification: { predefined_metric_type: 'ASGAverageCPUUtilization' },
        target_value: 50,
      },
    });
  });

  it('rolls a change through, a new instance before an old one', () => {
    const group = fleet.only(AutoscalingGroup);

    expect(group.instance_refresh).toEqual({
      strategy: 'Rolling',
      preferences: { min_healthy_percentage: 100, max_healthy_percentage: 150 },
    });
    expect(group.launch_template.version).toContain('.latest_version');
  });

  it('knows its image when it is planned, so that two launches never differ by themselves', () => {
    expect(fleet.only(LaunchTemplate).image_id).toMatch(/^\$\{data\.aws_ssm_parameter\..+\.insecure_value}$/);
  });

  it('is made once its instances answer', () => {
    expect(fleet.only(AutoscalingGroup).min_elb_capacity).toBe(3);
  });

  it('tells when fewer instances run than always should, none included', () => {
    const alarm = fleet.only(CloudwatchMetricAlarm);

    expect(alarm).toMatchObject({
      metric_name: 'GroupInServiceInstances',
      comparison_operator: 'LessThanThreshold',
      threshold: 3,
      dimensions: { AutoScalingGroupName: expect.stringContaining('aws_autoscaling_group.') },
    });
    expect(fleet.only(AutoscalingGroup).enabled_metrics).toContain(alarm.metric_name);
  });

  it('renews instances, and so their image, within 30 days', () => {
    expect(fleet.only(AutoscalingGroup).max_instance_lifetime).toBe(30 * 24 * 60 * 60);
  });
});

describe('InstanceProfile', () => {
  const permissions = (props: Partial<FleetProps> = {}): string =>
    synthesize(props).only(IamRolePolicy).policy;

  it('is for EC2 alone and lies with its role under the path of the stack', () => {
    expect(fleet.only(IamRole).assume_role_policy).toContain('"ec2.amazonaws.com"');
    expect(fleet.only(IamInstanceProfile).path).toBe(fleet.only(IamRole).path);
  });

  it('may do what the service may, and write to its logs', () => {
    expect(permissions()).toMatch(/"sqs:SendMessage"\], "Resource" = \["arn:aws:sqs:[^"]+:orders"\]/);
    expect(permissions()).toMatch(
      /"logs:PutLogEvents"\], "Resource" = \["\$\{aws_cloudwatch_log_group\.[^"]+:\*"\]/,
    );
  });

  it('pulls nothing from a registry that needs no credentials', () => {
    expect(permissions()).not.toContain('ecr:');
  });

  it('pulls its own image from a private registry, and no other', () => {
    expect(permissions({ container: { ...CONTAINER, image: ECR } })).toContain(
      '"arn:aws:ecr:eu-central-1:111122223333:repository/team/service"',
    );
  });

  it('grants no action as a whole', () => {
    expect(permissions({ container: { ...CONTAINER, image: ECR } })).not.toMatch(/"\w+:\*"/);
  });
});

describe('user data', () => {
  const script = (props: Partial<FleetProps> = {}): string =>
    synthesize(props).only(LaunchTemplate).user_data;

  it('runs the image on the network of the host and logs to the log group', () => {
    expect(script()).toContain('docker run --name service --network host');
    expect(script()).toContain('public.ecr.aws/nginx/nginx:1.27');
    expect(script()).toMatch(/awslogs-group=\$\{aws_cloudwatch_log_group\./);
  });

  it('waits for the network, which may still be in the making', () => {
    expect(script()).toContain('until dnf install --assumeyes docker; do sleep 5; done');
  });

  it('hands the environment to the container', () => {
    expect(
      script({ container: { ...CONTAINER, environment: { PORT: '9000', MERIDIAN_REGION: 'asia' } } }),
    ).toContain('PORT=9000\\nMERIDIAN_REGION=asia\\n');
  });

  it('logs in where the image is private, in the region of the registry', () => {
    expect(script()).not.toContain('docker login');
    expect(script({ container: { ...CONTAINER, image: ECR } })).toContain(
      'aws ecr get-login-password --region eu-central-1 | docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-central-1.amazonaws.com',
    );
  });
});
