import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LogGroup } from '../../../modules/observability/log-group';
import { Synthesized } from '../../support/synthesize';

describe('LogGroup', () => {
  it('is encrypted and forgets after a year', () => {
    const group = Synthesized.module((scope) => {
      new LogGroup(scope, 'log', { name: '/demo' });
    });

    expect(group.only(CloudwatchLogGroup)).toMatchObject({ kms_key_id: 'arn:key', retention_in_days: 365 });
  });
});
