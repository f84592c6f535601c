import { ecrImage } from '../../../modules/compute/container-image';

describe('ecrImage', () => {
  it.each(['service:1', 'service@sha256:0f', 'service'])('takes %s apart', (image) => {
    expect(ecrImage(`111122223333.dkr.ecr.us-west-2.amazonaws.com/team/${image}`)).toEqual({
      registry: '111122223333.dkr.ecr.us-west-2.amazonaws.com',
      awsRegion: 'us-west-2',
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
