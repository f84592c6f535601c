import type { Asked } from './asked';
import type { Operation } from './operation';
import type { Parameters } from './parameters';
import type { Place } from './resources';
import { tagsIn } from './tags';

/** Which action guards the tags of what an operation makes. */
const ACTIONS: Readonly<Record<string, string>> = {
  acm: 'acm:AddTagsToCertificate',
  autoscaling: 'autoscaling:CreateOrUpdateTags',
  ec2: 'ec2:CreateTags',
  elasticloadbalancing: 'elasticloadbalancing:AddTags',
  kms: 'kms:TagResource',
  lambda: 'lambda:TagResource',
  logs: 'logs:TagResource',
  rds: 'rds:AddTagsToResource',
  secretsmanager: 'secretsmanager:TagResource',
  sns: 'sns:TagResource',
  sqs: 'sqs:TagQueue',
  ssm: 'ssm:AddTagsToResource',
};

const IAM_ACTIONS: Readonly<Record<string, string>> = {
  CreateInstanceProfile: 'iam:TagInstanceProfile',
  CreateOpenIDConnectProvider: 'iam:TagOpenIDConnectProvider',
  CreatePolicy: 'iam:TagPolicy',
  CreateRole: 'iam:TagRole',
  CreateUser: 'iam:TagUser',
};

const TAG_RESOURCE =
  /^(cloudfront|cloudwatch|ecr|eks|events|globalaccelerator|kafka|scheduler|shield|states|wafv2)$/;

function actionOf({ prefix, name }: Operation): string | undefined {
  if (prefix === 'iam') return IAM_ACTIONS[name];
  return ACTIONS[prefix] ?? (TAG_RESOURCE.test(prefix) ? `${prefix}:TagResource` : undefined);
}

/** Whoever makes something with tags must be allowed to tag it. */
export function tagging(
  operation: Operation,
  parameters: Parameters,
  own: readonly Asked[],
  { keys, place }: { keys: Asked['keys']; place: Place },
): Asked[] {
  const { name } = operation;
  const isTagging = /^(Tag|AddTags|CreateTags|CreateOrUpdateTags|ChangeTags)/.test(name);
  const action = actionOf(operation);
  if (isTagging || tagsIn(parameters).size === 0) return [];
  if (action === undefined || own.some((one) => one.action === action)) return [];
  const about = own.flatMap(({ resources }) => resources);
  const resources = made(operation, about, place);
  const creating = { 'ec2:CreateAction': name, 'elasticloadbalancing:CreateAction': name };
  return resources.length === 0 ? [] : [{ action, resources, keys: { ...keys, ...creating } }];
}

/** Of what an operation is about, that which it makes: the rest was there before, and keeps its tags. */
function made({ prefix, name }: Operation, about: readonly string[], place: Place): readonly string[] {
  const { region, account } = place;
  switch (`${prefix}:${name}`) {
    case 'lambda:CreateEventSourceMapping':
      return [`arn:aws:lambda:${region}:${account}:event-source-mapping:*`];
    case 'logs:CreateDelivery':
      return [`arn:aws:logs:${region}:${account}:delivery:*`];
    case 'elasticloadbalancing:CreateListener':
      return about.map((arn) => `${arn.replace(':loadbalancer/', ':listener/')}/*`);
    case 'elasticloadbalancing:CreateRule':
      return about.map((arn) => `${arn.replace(':listener/', ':listener-rule/')}/*`);
  }
  if (prefix === 'ec2') return about.filter((arn) => arn.endsWith('/*'));
  const type = prefix === 'rds' ? RDS_TYPES[name] : undefined;
  return type === undefined ? about : about.filter((arn) => arn.split(':')[5] === type);
}

const RDS_TYPES: Readonly<Record<string, string>> = {
  CreateDBCluster: 'cluster',
  CreateDBClusterParameterGroup: 'cluster-pg',
  CreateDBInstance: 'db',
  CreateDBParameterGroup: 'pg',
  CreateDBSubnetGroup: 'subgrp',
  CreateEventSubscription: 'es',
  CreateGlobalCluster: 'global-cluster',
};
