import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { ImageReplication } from '../../../modules/compute/image-replication';
import { Synthesized } from '../../support/synthesize';

describe('ImageReplication', () => {
  it('copies the images of one repository to every other AWS region of the account', () => {
    const synthesized = Synthesized.module((scope) => {
      new ImageReplication(scope, 'replication', {
        accountId: '111122223333',
        repository: 'team/service',
        awsRegions: ['eu-central-1', 'us-west-2'],
      });
    });

    expect(synthesized.only(EcrReplicationConfiguration).replication_configuration.rule).toEqual([
      {
        destination: [
          { region: 'eu-central-1', registry_id: '111122223333' },
          { region: 'us-west-2', registry_id: '111122223333' },
        ],
        repository_filter: [{ filter: 'team/service', filter_type: 'PREFIX_MATCH' }],
      },
    ]);
  });
});
