import { DataAwsDefaultTags } from '@cdktf/provider-aws/lib/data-aws-default-tags';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { architecture } from './instance-type';

export interface InstanceTemplateProps {
  /** Start of the generated name, and name of every instance. */
  readonly name: string;
  readonly instanceType: string;
  readonly instanceProfileArn: string;
  readonly securityGroupId: string;
  /** Key of the instances' disks. */
  readonly volumeKeyArn: string;
  /** Script of the first boot. */
  readonly userData: string;
}

/** An Amazon Linux instance with encrypted disks, no public address, no key pair, and metadata for itself alone. */
export class InstanceTemplate extends Construct {
  public readonly templateId: string;
  /** Rises with every change. */
  public readonly version: string;

  constructor(scope: Construct, id: string, props: InstanceTemplateProps) {
    super(scope, id);
    const { name, instanceType } = props;
    // Default tags reach neither instances nor their disks by themselves.
    const { tags: defaultTags } = new DataAwsDefaultTags(this, 'default-tags');
    const tags = Fn.merge([defaultTags, { Name: name }]);

    const template = new LaunchTemplate(this, 'template', {
      namePrefix: `${name}-`,
      description: `Instances of ${name}`,
      // Resolved at launch: a new release of Amazon Linux changes no plan, and instances do not live long.
      imageId: `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture(instanceType)}`,
      instanceType,
      iamInstanceProfile: { arn: props.instanceProfileArn },
      ebsOptimized: 'true',
      monitoring: { enabled: true },
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        // The container is on the host's network, so nothing needs a second hop.
        httpPutResponseHopLimit: 1,
      },
      networkInterfaces: [
        {
          associatePublicIpAddress: 'false',
          deleteOnTermination: 'true',
          securityGroups: [props.securityGroupId],
        },
      ],
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: {
            volumeType: 'gp3',
            volumeSize: 20,
            encrypted: 'true',
            kmsKeyId: props.volumeKeyArn,
            deleteOnTermination: 'true',
          },
        },
      ],
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
        resourceType,
        tags,
      })),
      userData: Fn.base64encode(props.userData),
      updateDefaultVersion: true,
    });
    this.templateId = template.id;
    this.version = Token.asString(template.latestVersion);
  }
}
