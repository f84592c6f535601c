import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { RegionalService, type RegionalServiceProps } from '../../../modules/compute/regional-service';
import { Synthesized } from '../../support/synthesize';

const ENTRANCE = {
  certificateArn: 'arn:certificate',
  algorithm: 'least_outstanding_requests',
  accessLogBucketName: 'logs',
} as const;
const synthesize = (props: Partial<RegionalServiceProps> = {}) =>
  Synthesized.module((scope) => {
    new RegionalService(scope, 'service', {
      name: 'abcdefghijkl-mnopqrstuvwx',
      network: {
        vpcId: 'vpc-1',
        publicSubnetIds: ['public-1', 'public-2', 'public-3'],
        privateSubnetIds: ['private-1', 'private-2', 'private-3'],
      },
      entrance: ENTRANCE,
      originSecret: {
        headerName: 'x-origin-secret',
        secretNames: ['demo/origin-secret/v1'],
        secretCount: 1,
      },
      container: {
        image: 'nginx',
        port: 8080,
        healthCheckPath: '/healthz',
        environment: { GREETING: 'hello' },
      },
      scaling: {
        instanceType: 't4g.small',
        minimumInstances: 3,
        maximumInstances: 9,
        cpuTargetPercent: 50,
      },
      databasePort: 15432,
      statements: () => [],
      ...props,
    });
  });

describe('RegionalService', () => {
  it('names load balancers within the 32 characters of AWS, however long deployment and region are', () => {
    expect(
      synthesize()
        .each(Lb)
        .every(({ name }) => name.length <= 32),
    ).toBe(true);
  });

  it('stands in public subnets with the one load balancer, in private ones with the other', () => {
    const byType = Object.fromEntries(
      synthesize()
        .all(Lb)
        .map((lb) => [lb.load_balancer_type, lb.subnets[0]]),
    );

    expect(byType).toEqual({ network: 'public-1', application: 'private-1' });
  });

  it('has its service load balancer as target once that listens', () => {
    expect(synthesize().only(LbTargetGroupAttachment).target_id).toMatch(
      /^\$\{aws_lb_listener\..+\.load_balancer_arn}$/,
    );
  });

  it('is behind the accelerator only where there is one', () => {
    expect(synthesize().all(GlobalacceleratorEndpointGroup)).toEqual([]);
    const accelerator = {
      listenerArn: 'arn:listener',
      madeBy: 'demo-global',
      secret: { headerName: 'x-secret', secretNames: ['demo/accelerator-secret/v1'], secretCount: 1 },
      requestsPerFiveMinutes: 2000,
      blockedRequestsAlarm: 1000,
    };

    expect(
      synthesize({ entrance: { ...ENTRANCE, accelerator } }).only(GlobalacceleratorEndpointGroup),
    ).toMatchObject({
      listener_arn: 'arn:listener',
      endpoint_group_region: 'ap-southeast-1',
      endpoint_configuration: [{ client_ip_preservation_enabled: true }],
    });
  });

  it('tells the container its port, where it runs, and what the deployment says', () => {
    expect(synthesize().only(LaunchTemplate).user_data).toContain(
      'PORT=8080\\nAWS_REGION=ap-southeast-1\\nGREETING=hello\\n',
    );
  });

  it('tells of dead instances and of errors', () => {
    expect(
      synthesize()
        .all(CloudwatchMetricAlarm)
        .map(({ metric_name }) => metric_name)
        .sort(),
    ).toEqual([
      'GroupInServiceInstances',
      'HTTPCode_ELB_5XX_Count',
      'HTTPCode_Target_5XX_Count',
      'HealthyHostCount',
      'UnHealthyHostCount',
    ]);
  });
});
