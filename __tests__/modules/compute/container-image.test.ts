import { ecrImage, regionalImage } from '../../../modules/compute/container-image';

describe('ecrImage', () => {
  it.each(['service:1', 'service@sha256:0f', 'service'])('takes %s apart', (image) => {
    expect(ecrImage(`111122223333.dkr.ecr.us-west-2.amazonaws.com/team/${image}`)).toEqual({
      registry: '111122223333.dkr.ecr.us-west-2.amazonaws.com',
      accountId: '111122223333',
      awsRegion: 'us-west-2',
      repository: 'team/service',
      repositoryArn: 'arn:aws:ecr:us-west-2:111122223333:repository/team/service',
    });
  });

  it.each(['nginx', 'public.ecr.aws/nginx/nginx:1.27', 'ghcr.io/owner/image:1'])(
    'knows that %s is not in ECR',
    (image) => {
      expect(ecrImage(image)).toBeUndefined();
    },
  );
});

describe('regionalImage', () => {
  it('is the copy in the registry of the AWS region, under the same digest or tag', () => {
    expect(
      regionalImage('111122223333.dkr.ecr.us-west-2.amazonaws.com/us-west-2/service:1', 'eu-central-1'),
    ).toBe('111122223333.dkr.ecr.eu-central-1.amazonaws.com/us-west-2/service:1');
  });

  it('is the same everywhere where the registry is public', () => {
    expect(regionalImage('public.ecr.aws/nginx/nginx:1.27', 'eu-central-1')).toBe(
      'public.ecr.aws/nginx/nginx:1.27',
    );
  });
});
