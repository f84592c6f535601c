import type { Construct } from 'constructs';
import type { Document } from '../config/schema';
import { publish } from '../modules/contract/stack-contract';
import { Caller } from '../modules/iam/caller';
import { GithubIdentity } from '../modules/state/github-identity';
import { RoleBoundary } from '../modules/state/role-boundary';
import { StackRoles } from '../modules/state/stack-roles';
import { StateBucket } from '../modules/state/state-bucket';
import { stateContract } from './contracts';
import { readPolicies, writePolicies } from './permissions/layers';
import { roleBoundaryStatements } from './permissions/role-boundary';
import { permissionSubjects } from './permissions/subjects';
import { PlatformStack, roleBoundaryName, stateKeyAlias } from './platform-stack';
import { readGraph } from './read-graph';
import { stackIds, stateKey } from './stack-ids';

/**
 * Where every state lies, and who may plan and apply what.
 *
 * Applied before any other stack, by an administrator: see `npm run bootstrap`. CI may change the bucket, but not what
 * CI may do.
 */
export class StateStack extends PlatformStack {
  constructor(scope: Construct, document: Document) {
    super(scope, {
      stackId: stackIds.state(document),
      document,
      team: document.teams.platform.name,
      awsRegion: document.state.awsRegion,
    });
    const { deployment, state } = document;
    const { accountId } = new Caller(this, 'caller');

    const bucket = new StateBucket(this, 'bucket', {
      bucketName: state.bucketName,
      keyAlias: stateKeyAlias(document).replace(/^alias\//, ''),
      awsRegion: state.awsRegion,
      accessLogBucketPrefix: `${deployment}-state-access-logs`,
      deletionProtection: state.deletionProtection,
    });
    const roleBoundary = new RoleBoundary(this, 'role-boundary', {
      name: roleBoundaryName(document),
      statements: roleBoundaryStatements({ accountId, deployment, stateBucketArn: bucket.arn }),
    });

    const roles =
      document.ciRepository === undefined
        ? []
        : this.stackRoles(document, document.ciRepository, accountId, bucket, roleBoundary);

    publish(this, stateContract, {
      stateBucketName: bucket.bucketName,
      planRoleArns: Object.fromEntries(roles.map(([stackId, { planRoleArn }]) => [stackId, planRoleArn])),
      applyRoleArns: Object.fromEntries(roles.map(([stackId, { applyRoleArn }]) => [stackId, applyRoleArn])),
    });
  }

  private stackRoles(
    document: Document,
    repository: string,
    accountId: string,
    bucket: StateBucket,
    roleBoundary: RoleBoundary,
  ): [string, StackRoles][] {
    const graph = readGraph(document);
    const { providerArn } = new GithubIdentity(this, 'github', {
      providerArn: document.ciIdentityProviderArn,
    });
    return permissionSubjects(document).map((subject): [string, StackRoles] => {
      const scope = {
        ...subject,
        deployment: document.deployment,
        accountId,
        stateBucketArn: bucket.arn,
        roleBoundaryArn: roleBoundary.arn,
        deletionProtection: document.deletionProtection,
      };
      const roles = new StackRoles(this, `roles-${subject.stackId}`, {
        stackId: subject.stackId,
        repository,
        identityProviderArn: providerArn,
        stateBucketArn: bucket.arn,
        stateKeyArn: bucket.encryptionKeyArn,
        stateAwsRegion: document.state.awsRegion,
        ownStateKey: stateKey(subject.stackId),
        upstreamStateKeys: (graph.get(subject.stackId) ?? []).map(stateKey),
        readPolicies: readPolicies(scope),
        writePolicies: writePolicies(scope),
      });
      return [subject.stackId, roles];
    });
  }
}
