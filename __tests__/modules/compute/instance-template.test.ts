import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { TerraformOutput } from 'cdktf';
import { InstanceTemplate, type InstanceTemplateProps } from '../../../modules/compute/instance-template';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<InstanceTemplateProps> = {}) =>
  Synthesized.module((scope) => {
    const { version } = new InstanceTemplate(scope, 'instance', {
      name: 'demo-europe',
      instanceType: 't4g.small',
      instanceProfileArn: 'arn:profile',
      securityGroupId: 'sg-1',
      volumeKeyArn: 'arn:volume-key',
      userData: 'echo hello',
      ...props,
    });
    new TerraformOutput(scope, 'version', { value: version });
  });
const template = synthesize().only(LaunchTemplate);

describe('InstanceTemplate', () => {
  it('encrypts its only disk with the given key and deletes it with the instance', () => {
    expect(template.block_device_mappings).toHaveLength(1);
    expect(template.block_device_mappings[0].ebs).toMatchObject({
      volume_type: 'gp3',
      encrypted: 'true',
      kms_key_id: 'arn:volume-key',
      delete_on_termination: 'true',
    });
  });

  it('runs the script at first boot under the given profile', () => {
    expect(template.user_data).toBe('${base64encode("echo hello")}');
    expect(template.iam_instance_profile).toEqual({ arn: 'arn:profile' });
  });

  it('takes its image from the processor of the instance type', () => {
    const image = (instanceType: string) => synthesize({ instanceType }).data('aws_ssm_parameter')[0]?.name;

    expect(image('c7gn.large')).toMatch(/-arm64$/);
    expect(image('c7i.large')).toMatch(/-x86_64$/);
  });

  it('has a version that a change raises, and no fixed one', () => {
    expect(synthesize().outputs.version?.value).toMatch(/^\$\{aws_launch_template\..+\.latest_version}$/);
    expect(template.update_default_version).toBe(true);
  });
});
