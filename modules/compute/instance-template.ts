import { DataAwsDefaultTags } from '@cdktf/provider-aws/lib/data-aws-default-tags';
import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
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

    // Read by the plan, which shows a new release of Amazon Linux, and not at launch: a fleet never mixes two by itself.
    const image = new DataAwsSsmParameter(this, 'image', {
      name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture(instanceType)}`,
    });

    const template = new LaunchTemplate(this, 'template', {
      namePrefix: `${name}-`,
      description: `Instances of ${name}`,
      imageId: image.insecureValue,
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
