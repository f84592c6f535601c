import {
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  type InstanceTypeInfo,
  paginateDescribeInstances,
} from '@aws-sdk/client-ec2';
import { ofAllPages } from '../cli/aws-client';
import { ZONES, zonesOf } from './account';
import { type Aws, unlessMissing } from './aws';
import { type Check, findingsOf } from './check';
import { imageProblem } from './image';
import { quotaValue, READ_QUOTA, raise } from './quotas';
import { known, type Resource } from './resources';
import type { Target } from './target';

/** What EC2 says of an instance type; nothing where the region does not know it. */
async function typeInfo(aws: Aws, awsRegion: string, type: string): Promise<InstanceTypeInfo | undefined> {
  const answer = await unlessMissing(
    aws.ec2(awsRegion).send(new DescribeInstanceTypesCommand({ InstanceTypes: [type as never] })),
    'InvalidInstanceType',
  );
  return answer?.InstanceTypes?.[0];
}

const fleets = (target: Target) =>
  target.created('aws_launch_template').map((template) => {
    const group = target
      .created('aws_autoscaling_group')
      .find(({ arguments: values }) =>
        JSON.stringify(values.launch_template).includes(`aws_launch_template.${template.name}.`),
      );
    return {
      template,
      awsRegion: template.awsRegion,
      type: known(template, 'instance_type') ?? '',
      instances: Number(group?.arguments.max_size ?? 0),
    };
  });

const instanceOfferings: Check = {
  id: 'instance-offerings',
  asks: 'whether every zone of the fleet offers the instance type',
  remedy: 'another `compute.instanceType`',
  actions: ['ec2:DescribeInstanceTypeOfferings', 'ec2:DescribeAvailabilityZones'],
  findings: (target) =>
    findingsOf(fleets(target), async ({ awsRegion, type }) => {
      const { InstanceTypeOfferings = [] } = await target.aws.ec2(awsRegion).send(
        new DescribeInstanceTypeOfferingsCommand({
          LocationType: 'availability-zone',
          Filters: [{ Name: 'instance-type', Values: [type] }],
        }),
      );
      const used = (await zonesOf(target.aws, awsRegion)).slice(0, ZONES);
      const without = used.filter((zone) => !InstanceTypeOfferings.some(({ Location }) => Location === zone));
      if (without.length === 0) return undefined;
      return {
        problem: `${awsRegion} does not offer ${type} in ${without.join(', ')}`,
        remedy: `aws ec2 describe-instance-type-offerings --region ${awsRegion} --location-type availability-zone lists what there is; choose another compute.instanceType`,
      };
    }),
};

/** Standard families share one quota of vCPUs: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html */
const VCPUS = { service: 'ec2', code: 'L-1216C47A' };

const vcpus: Check = {
  id: 'vcpus',
  asks: 'whether the quota of vCPUs lets every fleet grow to its maximum beside what runs already',
  remedy: '`aws service-quotas request-service-quota-increase`; new accounts begin with few',
  actions: ['ec2:DescribeInstanceTypes', 'ec2:DescribeInstances', ...READ_QUOTA],
  findings: (target) =>
    findingsOf(fleets(target), async ({ awsRegion, type, instances }) => {
      const info = await typeInfo(target.aws, awsRegion, type);
      const needed = instances * (info?.VCpuInfo?.DefaultVCpus ?? 0);
      const running = await runningVcpus(target.aws, awsRegion);
      const most = await quotaValue(target.aws.quotas(awsRegion), VCPUS);
      if (running + needed <= most) return undefined;
      return {
        problem: `${awsRegion}: ${instances} ${type} need ${needed} vCPUs beside ${running} that run, and ${most} are allowed`,
        remedy: raise(VCPUS, awsRegion, running + needed),
      };
    }),
};

async function runningVcpus(aws: Aws, awsRegion: string): Promise<number> {
  const running = { Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running'] }] };
  const reservations = await ofAllPages(
    paginateDescribeInstances({ client: aws.ec2(awsRegion) }, running),
    ({ Reservations }) => Reservations,
  );
  return reservations
    .flatMap(({ Instances = [] }) => Instances)
    .reduce(
      (sum, { CpuOptions }) => sum + (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 1),
      0,
    );
}

/** The image that the instances pull, from their user data. */
const imageOf = ({ arguments: values }: Resource) =>
  /docker pull ([^\s\\";]+)/.exec(String(values.user_data))?.[1];

const image: Check = {
  id: 'image',
  asks: "whether the container image is there, and built for the instances' processor",
  remedy: 'another `compute.containerImage`, or `compute.instanceType`',
  actions: ['ec2:DescribeInstanceTypes'],
  findings: async (target) => {
    const [fleet] = fleets(target);
    const name = fleet && imageOf(fleet.template);
    if (fleet === undefined || name === undefined) return [];
    const info = await typeInfo(target.aws, fleet.awsRegion, fleet.type);
    const processors = info?.ProcessorInfo?.SupportedArchitectures ?? [];
    const processor = processors.includes('arm64') ? 'arm64' : 'amd64';
    const problem = await imageProblem(name, processor, target.fetch);
    if (problem === undefined) return [];
    return [
      {
        problem: `${problem} (${fleet.type} is ${processor})`,
        remedy: `docker buildx imagetools inspect ${name} says what there is; choose another compute.containerImage`,
      },
    ];
  },
};

export const computeChecks: readonly Check[] = [instanceOfferings, vcpus, image];
