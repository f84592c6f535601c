import { GetPolicyCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { DescribeDBClustersCommand, DescribeGlobalClustersCommand } from '@aws-sdk/client-rds';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { distributionsOf, unlessMissing } from './aws';
import { type Check, type Finding, findingsOf } from './check';
import { known, type Resource } from './resources';
import type { Target } from './target';

interface NameCheck extends Pick<Check, 'id' | 'asks' | 'remedy' | 'actions'> {
  readonly type: string;
  /** The argument that holds the name. */
  readonly argument: string;
  /** What to say where the name is taken; nothing where it is free. */
  readonly taken: (name: string, target: Target, resource: Resource) => Promise<Finding | undefined>;
}

/** Asks for every name that will be given and is known before. */
function named({ type, argument, taken, ...check }: NameCheck): Check {
  return {
    ...check,
    findings: (target) =>
      findingsOf(target.created(type), (resource) => {
        const name = known(resource, argument);
        return name === undefined ? undefined : taken(name, target, resource);
      }),
  };
}

const adopt = ({ stackId, type, name }: Resource, id: string) =>
  `remove it, or take it over: terraform -chdir=cdktf.out/stacks/${stackId} import ${type}.${name} ${id}`;

/** @param id What an import calls it. */
const thereAlready = (what: string, name: string, resource: Resource, id = name): Finding => ({
  problem: `${what} "${name}" is there already`,
  remedy: adopt(resource, id),
});

const bucketNames = named({
  id: 'bucket-names',
  asks: 'whether the names of buckets are free, in all of AWS',
  remedy: 'another name in the document, or remove the bucket',
  actions: ['s3:ListBucket'],
  type: 'aws_s3_bucket',
  argument: 'bucket',
  taken: async (name, { aws }, { awsRegion }) => {
    const status = await bucketStatus(aws.s3(awsRegion).send(new HeadBucketCommand({ Bucket: name })));
    if (status === 404) return undefined;
    const owner = status === 403 ? 'somebody else' : 'this account';
    return {
      problem: `${owner} has a bucket "${name}" already`,
      remedy:
        'choose another name (state.bucketName for the state bucket), or delete the bucket if it is a leftover',
    };
  },
});

/** A bucket that is not ours, or elsewhere, answers with an error and is there all the same. */
async function bucketStatus(answer: Promise<unknown>): Promise<number> {
  try {
    await answer;
    return 200;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === undefined || status >= 500) throw error;
    return status;
  }
}

const roleNames = named({
  id: 'role-names',
  asks: 'whether the names of roles are free',
  remedy: 'remove the role, or import it',
  actions: ['iam:GetRole'],
  type: 'aws_iam_role',
  argument: 'name',
  taken: async (name, { aws }, resource) => {
    const found = await unlessMissing(
      aws.iam.send(new GetRoleCommand({ RoleName: name })),
      'NoSuchEntityException',
    );
    return found && thereAlready('a role', name, resource);
  },
});

const serviceRoles: Check = {
  id: 'service-linked-roles',
  asks: 'whether the service-linked roles of the fleets are there already',
  remedy: 'remove the role, or import it',
  actions: ['iam:GetRole'],
  findings: (target) =>
    findingsOf(target.created('aws_iam_service_linked_role'), async (resource) => {
      const suffix = known(resource, 'custom_suffix');
      const name = `AWSServiceRoleForAutoScaling${suffix === undefined ? '' : `_${suffix}`}`;
      const found = await unlessMissing(
        target.aws.iam.send(new GetRoleCommand({ RoleName: name })),
        'NoSuchEntityException',
      );
      return found && thereAlready('the service-linked role', name, resource, found.Role?.Arn);
    }),
};

const policyNames = named({
  id: 'policy-names',
  asks: 'whether the names of policies are free',
  remedy: 'remove the policy, or import it',
  actions: ['iam:GetPolicy'],
  type: 'aws_iam_policy',
  argument: 'name',
  taken: async (name, { aws, accountId }, resource) => {
    const PolicyArn = `arn:aws:iam::${accountId}:policy/${name}`;
    const found = await unlessMissing(
      aws.iam.send(new GetPolicyCommand({ PolicyArn })),
      'NoSuchEntityException',
    );
    return found && thereAlready('a policy', name, resource, PolicyArn);
  },
});

const functionNames = named({
  id: 'function-names',
  asks: 'whether the names of functions are free',
  remedy: 'remove the function, or import it',
  actions: ['lambda:GetFunction'],
  type: 'aws_lambda_function',
  argument: 'function_name',
  taken: async (name, { aws }, resource) => {
    const { awsRegion } = resource;
    const found = await unlessMissing(
      aws.lambda(awsRegion).send(new GetFunctionCommand({ FunctionName: name })),
      'ResourceNotFoundException',
    );
    return found && thereAlready(`${awsRegion}: a function`, name, resource);
  },
});

/** A secret that is deleted keeps its name until its recovery window ends. */
const secretNames = named({
  id: 'secret-names',
  asks: 'whether the names of secrets are free: a deleted one keeps its name for days',
  remedy: '`aws secretsmanager restore-secret` and an import, or wait',
  actions: ['secretsmanager:DescribeSecret'],
  type: 'aws_secretsmanager_secret',
  argument: 'name',
  taken: async (name, { aws }, resource) => {
    const { awsRegion } = resource;
    const found = await unlessMissing(
      aws.secrets(awsRegion).send(new DescribeSecretCommand({ SecretId: name })),
      'ResourceNotFoundException',
    );
    if (found === undefined) return undefined;
    if (found.DeletedDate === undefined) {
      return thereAlready(`${awsRegion}: a secret`, name, resource, found.ARN);
    }
    return {
      problem: `${awsRegion}: the secret "${name}" is being deleted, and its name is taken until then`,
      remedy: `aws secretsmanager restore-secret --region ${awsRegion} --secret-id ${name}, then ${adopt(resource, found.ARN ?? name)}`,
    };
  },
});

const clusterNames = named({
  id: 'database-names',
  asks: 'whether the names of database clusters are free',
  remedy: 'remove the cluster, or import it',
  actions: ['rds:DescribeDBClusters'],
  type: 'aws_rds_cluster',
  argument: 'cluster_identifier',
  taken: async (name, { aws }, resource) => {
    const { awsRegion } = resource;
    const found = await unlessMissing(
      aws.rds(awsRegion).send(new DescribeDBClustersCommand({ DBClusterIdentifier: name })),
      'DBClusterNotFoundFault',
    );
    return found && thereAlready(`${awsRegion}: a database cluster`, name, resource);
  },
});

const globalClusterNames = named({
  id: 'global-database-names',
  asks: 'whether the name of the global database is free',
  remedy: 'remove the global cluster, or import it',
  actions: ['rds:DescribeGlobalClusters'],
  type: 'aws_rds_global_cluster',
  argument: 'global_cluster_identifier',
  taken: async (name, { aws }, resource) => {
    const answer = await unlessMissing(
      aws.rds(resource.awsRegion).send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: name })),
      'GlobalClusterNotFoundFault',
    );
    const found = answer?.GlobalClusters?.some((cluster) => cluster.GlobalClusterIdentifier === name);
    return found ? thereAlready('a global database', name, resource) : undefined;
  },
});

const distributionAliases: Check = {
  id: 'distribution-aliases',
  asks: "whether another distribution of the account answers for the document's names",
  remedy: 'take the name from that distribution',
  actions: ['cloudfront:ListDistributions'],
  findings: async (target) => {
    const wanted = target
      .created('aws_cloudfront_distribution')
      .flatMap(({ arguments: values }) => (Array.isArray(values.aliases) ? values.aliases.map(String) : []));
    if (wanted.length === 0) return [];
    return findingsOf(await distributionsOf(target.aws), ({ Id, Aliases }) => {
      const taken = Aliases?.Items?.filter((alias) => wanted.includes(alias)) ?? [];
      if (taken.length === 0) return undefined;
      return {
        problem: `the distribution ${Id} answers for ${taken.join(', ')} already`,
        remedy: `take them out of its alternate domain names: https://console.aws.amazon.com/cloudfront/v4/home#/distributions/${Id}`,
      };
    });
  },
};

export const nameChecks: readonly Check[] = [
  bucketNames,
  roleNames,
  serviceRoles,
  policyNames,
  functionNames,
  secretNames,
  clusterNames,
  globalClusterNames,
  distributionAliases,
];
