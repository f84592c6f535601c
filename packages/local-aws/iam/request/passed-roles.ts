import type { Operation } from './operation';
import { type Parameters, textOf } from './parameters';
import type { Place } from './resources';

export interface PassedRole {
  readonly arn: string;
  /** The service that will assume it. */
  readonly service: string;
}

/** Parameters that give a role to a service: model → operation → parameter → service. */
const PASSING: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  autoscaling: { PutLifecycleHook: { RoleARN: 'autoscaling.amazonaws.com' } },
  cloudwatch: { PutMetricStream: { RoleArn: 'streams.metrics.cloudwatch.amazonaws.com' } },
  ec2: { CreateFlowLogs: { DeliverLogsPermissionArn: 'vpc-flow-logs.amazonaws.com' } },
  eks: {
    CreateCluster: { roleArn: 'eks.amazonaws.com' },
    CreateFargateProfile: { podExecutionRoleArn: 'eks-fargate-pods.amazonaws.com' },
    CreateNodegroup: { nodeRole: 'ec2.amazonaws.com' },
    CreatePodIdentityAssociation: { roleArn: 'pods.eks.amazonaws.com' },
  },
  events: { PutRule: { RoleArn: 'events.amazonaws.com' } },
  iam: { AddRoleToInstanceProfile: { RoleName: 'ec2.amazonaws.com' } },
  lambda: {
    CreateFunction: { Role: 'lambda.amazonaws.com' },
    UpdateFunctionConfiguration: { Role: 'lambda.amazonaws.com' },
  },
  logs: {
    PutDestination: { roleArn: 'logs.amazonaws.com' },
    PutSubscriptionFilter: { roleArn: 'logs.amazonaws.com' },
  },
  rds: {
    AddRoleToDBCluster: { RoleArn: 'rds.amazonaws.com' },
    AddRoleToDBInstance: { RoleArn: 'rds.amazonaws.com' },
    CreateDBCluster: { MonitoringRoleArn: 'monitoring.rds.amazonaws.com' },
    CreateDBInstance: { MonitoringRoleArn: 'monitoring.rds.amazonaws.com' },
    CreateDBProxy: { RoleArn: 'rds.amazonaws.com' },
    ModifyDBCluster: { MonitoringRoleArn: 'monitoring.rds.amazonaws.com' },
    ModifyDBInstance: { MonitoringRoleArn: 'monitoring.rds.amazonaws.com' },
  },
  s3: { PutBucketReplication: { Role: 's3.amazonaws.com' } },
  stepfunctions: {
    CreateStateMachine: { roleArn: 'states.amazonaws.com' },
    UpdateStateMachine: { roleArn: 'states.amazonaws.com' },
  },
};

/** The roles that a request gives to services. */
export async function passedRoles(
  { model, name }: Operation,
  parameters: Parameters,
  place: Place,
): Promise<PassedRole[]> {
  const passed = Object.entries(PASSING[model]?.[name] ?? {}).flatMap(([parameter, service]) => {
    const role = textOf(parameters, parameter);
    return role === undefined ? [] : [{ role, service }];
  });
  const given = await Promise.all(
    passed.map(async ({ role, service }) => ({ arn: await arnOfRole(role, place), service })),
  );
  const profile =
    model === 'ec2' && name === 'RunInstances' ? profileName(parameters.IamInstanceProfile) : undefined;
  const ofProfile = profile && (await place.names.arnOf('role of a profile', profile, place.region));
  return ofProfile ? [...given, { arn: ofProfile, service: 'ec2.amazonaws.com' }] : given;
}

async function arnOfRole(role: string, { names, account, region }: Place): Promise<string> {
  if (role.startsWith('arn:')) return role;
  return (await names.arnOf('role', role, region)) ?? `arn:aws:iam::${account}:role/${role}`;
}

function profileName(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { Name, Arn }: { Name?: unknown; Arn?: unknown } = given;
  return typeof Name === 'string' ? Name : typeof Arn === 'string' ? Arn.split('/').at(-1) : undefined;
}
