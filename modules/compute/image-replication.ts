import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { Construct } from 'constructs';

export interface ImageReplicationProps {
  /** Account of the registry. */
  readonly accountId: string;
  /** Repositories whose names start so. */
  readonly repository: string;
  /** AWS regions that get a copy of every image from now on. */
  readonly awsRegions: readonly string[];
}

/**
 * Copies of a repository's images in other AWS regions, made by ECR within minutes of a push. A registry has one list of
 * such rules: this is the list, and whoever else writes one loses it.
 */
export class ImageReplication extends Construct {
  constructor(scope: Construct, id: string, { accountId, repository, awsRegions }: ImageReplicationProps) {
    super(scope, id);
    new EcrReplicationConfiguration(this, 'replication', {
      replicationConfiguration: {
        rule: [
          {
            destination: awsRegions.map((region) => ({ region, registryId: accountId })),
            repositoryFilter: [{ filter: repository, filterType: 'PREFIX_MATCH' }],
          },
        ],
      },
    });
  }
}
