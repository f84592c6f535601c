import { GlobalacceleratorAccelerator } from '@cdktf/provider-aws/lib/globalaccelerator-accelerator';
import { GlobalacceleratorListener } from '@cdktf/provider-aws/lib/globalaccelerator-listener';
import { Construct } from 'constructs';

/** Where Global Accelerator has its API and delivers its flow logs from: https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html */
export const ACCELERATOR_AWS_REGION = 'us-west-2';

export interface AcceleratorProps {
  readonly name: string;
  /** Bucket whose policy lets log delivery write into the folder. */
  readonly flowLogBucketName: string;
  readonly flowLogFolder: string;
}

/**
 * Static anycast addresses for clients that cannot use names: TCP 443, to the nearest healthy region.
 *
 * Regions add their endpoint groups to the listener.
 */
export class Accelerator extends Construct {
  public readonly arn: string;
  public readonly listenerArn: string;

  constructor(scope: Construct, id: string, { name, flowLogBucketName, flowLogFolder }: AcceleratorProps) {
    super(scope, id);
    const accelerator = new GlobalacceleratorAccelerator(this, 'accelerator', {
      name,
      enabled: true,
      ipAddressType: 'IPV4',
      attributes: {
        flowLogsEnabled: true,
        flowLogsS3Bucket: flowLogBucketName,
        flowLogsS3Prefix: flowLogFolder,
      },
    });
    const listener = new GlobalacceleratorListener(this, 'listener', {
      acceleratorArn: accelerator.arn,
      protocol: 'TCP',
      portRange: [{ fromPort: 443, toPort: 443 }],
    });
    this.arn = accelerator.arn;
    this.listenerArn = listener.arn;
  }
}
