import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type DataTerraformRemoteStateS3Config, S3Backend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { PLATFORM_AWS_REGIONS } from '../config/aws-regions';
import type { Document } from '../config/document';
import type { ContractValues } from '../modules/contract/contract';
import { type Expected, read } from '../modules/contract/stack-contract';
import { ROLE_BOUNDARY } from '../modules/iam/service-role';
import { roles } from '../permissions/roles';
import { stackId, stateKey } from './stack-ids';
import type { PlannedStack, PlatformStackProps, StackContract } from './stack-kind';

/** Where a stack keeps its state: the one answer that its backend and its readers share. */
export function stateOf(
  { state }: Document,
  id: string,
): DataTerraformRemoteStateS3Config & { readonly key: string } {
  return { bucket: state.bucketName, region: state.awsRegion, key: stateKey(id) };
}

/** Alias of the key that encrypts the state bucket; the `state` stack creates it. */
export const stateKeyAlias = ({ deployment }: Document) => `alias/${deployment}-terraform-state`;

/** Whether CI makes roles for what runs in the stack; those that an administrator makes have no boundary. */
export const makesRoles = ({ kind }: Pick<PlannedStack, 'kind'>) => kind.permissions.includes(roles);

/** Policy that bounds what roles made by a stack may do; the `state` stack creates it. */
export const roleBoundaryName = (id: string) => `${id}-role-boundary`;

/** What every stack has in common: one state file with a lock, one provider, one set of tags. Nothing else. */
export abstract class PlatformStack extends TerraformStack {
  protected readonly document: Document;
  /** Who is told when one of the stack's alarms is raised. */
  protected readonly alarmEmail: string;
  private readonly stack: PlannedStack;

  constructor(scope: Construct, { document, stack }: PlatformStackProps) {
    super(scope, stack.id);
    this.document = document;
    this.alarmEmail = stack.alarmEmail;
    this.stack = stack;
    if (makesRoles(stack)) this.node.setContext(ROLE_BOUNDARY, roleBoundaryName(stack.id));

    new S3Backend(this, {
      ...stateOf(document, stack.id),
      encrypt: true,
      kmsKeyId: stateKeyAlias(document),
    });
    // cdktf 0.21 knows no property for it.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
    // What tools know a stack by; Terraform takes it for a comment.
    this.addOverride('//.metadata.stack', {
      deployment: document.deployment,
      kind: stack.kind.contract.kind,
      name: stack.name,
      deletionProtection: stack.deletionProtection,
    });

    this.awsProvider('aws', stack.awsRegion);
  }

  /** What another stack promises; `expected` is what its lists start with once it is applied for this document. */
  protected read<C extends StackContract>(
    contract: C,
    name?: string,
    expected?: Expected<C>,
  ): ContractValues<C> {
    const id = stackId(this.document, contract, name);
    if (!this.stack.reads.includes(id)) {
      throw new Error(`"${this.node.id}" reads "${id}", which its kind does not declare`);
    }
    return read(this, id, contract, stateOf(this.document, id), expected);
  }

  /**
   * The provider of each AWS region that a region of ours may be in; undefined for the stack's own. Terraform starts only
   * those that something uses, and needs that of a region that has left the document to destroy what lies there.
   */
  protected awsProviders(): (awsRegion: string) => AwsProvider | undefined {
    const elsewhere = PLATFORM_AWS_REGIONS.filter((awsRegion) => awsRegion !== this.stack.awsRegion);
    const providers = new Map(
      elsewhere.map((awsRegion) => [awsRegion, this.awsProvider(awsRegion, awsRegion)]),
    );
    return (awsRegion) => providers.get(awsRegion);
  }

  /** A provider for one AWS region, with the tags and the account guard of every other; `aws` is the default one. */
  protected awsProvider(id: string, awsRegion: string): AwsProvider {
    const { accountId, deployment, tags } = this.document;
    return new AwsProvider(this, id, {
      region: awsRegion,
      alias: id === 'aws' ? undefined : id,
      allowedAccountIds: accountId === undefined ? undefined : [accountId],
      defaultTags: [{ tags: { ...tags, deployment, stack: this.node.id, team: this.stack.team } }],
    });
  }
}
