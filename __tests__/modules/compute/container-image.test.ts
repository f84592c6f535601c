import { architecture, ecrImage } from '../../../modules/compute/container-image';

describe('architecture', () => {
  it.each([
    'a1.large',
    't4g.small',
    'm7gd.xlarge',
    'c6gn.medium',
    'r8g.large',
    'x2gd.large',
    'im4gn.large',
    'g5g.xlarge',
  ])('%s is arm64', (instanceType) => {
    expect(architecture(instanceType)).toBe('arm64');
  });

  it.each([
    't3.small',
    'm7i-flex.large',
    'g4dn.xlarge',
    'g6.xlarge',
    'c7a.large',
    'x2iedn.large',
    'i7ie.large',
  ])('%s is x86_64', (instanceType) => {
    expect(architecture(instanceType)).toBe('x86_64');
  });
});

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
