import { type UserDataProps, userData } from '../../../modules/compute/user-data';

const script = (props: Partial<UserDataProps> = {}) =>
  userData({
    containerImage: 'nginx',
    awsRegion: 'eu-central-1',
    logGroupName: '/demo/service',
    environment: {},
    ...props,
  });
const PRIVATE_IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/service:1';

describe('userData', () => {
  it('stops at the first command that fails', () => {
    expect(script()).toMatch(/^#!\/bin\/bash\nset -euo pipefail\n/);
  });

  it.each(['nginx', PRIVATE_IMAGE])('has no sign that base64encode breaks, with the image %s', (image) => {
    expect(script({ containerImage: image, environment: { PORT: '8080' } })).not.toMatch(/["\\]/);
  });

  it('logs in before it pulls', () => {
    expect(script({ containerImage: PRIVATE_IMAGE })).toMatch(/docker login .* && docker pull /);
    expect(script()).not.toContain('aws ecr');
  });

  it('pulls what is not there yet, so that a restart needs no registry', () => {
    for (const containerImage of ['nginx', PRIVATE_IMAGE]) {
      expect(script({ containerImage })).toMatch(
        new RegExp(
          `docker image inspect ${containerImage} >/dev/null 2>&1 \\|\\| \\{ .*docker pull ${containerImage}; }`,
        ),
      );
    }
  });

  it('goes on when its log group does not answer', () => {
    expect(script()).toContain('--log-opt mode=non-blocking --log-opt max-buffer-size=25m');
  });

  it('writes the environment as it is, and instance ids into the unit', () => {
    const text = script({ environment: { GREETING: '$HOME' } });

    expect(text).toContain("cat > /etc/service.env <<'END'\nGREETING=$HOME\nEND\n");
    expect(text).toContain('cat > /etc/systemd/system/service.service <<END\n');
    expect(text).toContain('awslogs-stream=$instance_id nginx\n');
  });
});
