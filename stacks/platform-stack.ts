import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type DataTerraformRemoteStateS3Config, S3Backend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Document } from '../config/schema';
import { ROLE_BOUNDARY } from '../modules/iam/service-role';
import { stateKey } from './stack-ids';

export interface PlatformStackProps {
  /** Id from `stackIds`. */
  readonly stackId: string;
  readonly document: Document;
  /** Team that plans, reviews and applies this stack. */
  readonly team: string;
  /** AWS region of the stack's resources. */
  readonly awsRegion: string;
}

/** Where a stack keeps its state: the one answer that its backend and its readers share. */
export function stateOf(
  { state }: Document,
  stackId: string,
): DataTerraformRemoteStateS3Config & { key: string } {
  return { bucket: state.bucketName, region: state.awsRegion, key: stateKey(stackId) };
}

/** Alias of the key that encrypts the state bucket; the `state` stack creates it. */
export const stateKeyAlias = ({ deployment }: Document) => `alias/${deployment}-terraform-state`;

/** Policy that bounds what roles made by any stack may do; the `state` stack creates it. */
export const roleBoundaryName = ({ deployment }: Document) => `${deployment}-role-boundary`;

/** What every stack has in common: one state file with a lock, one provider, one set of tags. Nothing else. */
export abstract class PlatformStack extends TerraformStack {
  protected readonly document: Document;
  private readonly team: string;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props.stackId);
    this.document = props.document;
    this.team = props.team;
    this.node.setContext(ROLE_BOUNDARY, roleBoundaryName(props.document));

    new S3Backend(this, {
      ...stateOf(props.document, props.stackId),
      encrypt: true,
      kmsKeyId: stateKeyAlias(props.document),
    });
    // cdktf 0.21 knows no property for it.
    this.addOverride('terraform.backend.s3.use_lockfile', true);

    this.awsProvider('aws', props.awsRegion);
  }

  /** A provider for one AWS region, with the tags and the account guard of every other; `aws` is the default one. */
  protected awsProvider(id: string, awsRegion: string): AwsProvider {
    const { accountId, deployment, tags } = this.document;
    return new AwsProvider(this, id, {
      region: awsRegion,
      alias: id === 'aws' ? undefined : id,
      allowedAccountIds: accountId === undefined ? undefined : [accountId],
      defaultTags: [{ tags: { ...tags, deployment, stack: this.node.id, team: this.team } }],
    });
  }
}
