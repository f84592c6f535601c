import { CloudwatchLogDelivery } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery';
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source';
import { Construct } from 'constructs';

export interface AccessLogDeliveryProps {
  /** Unique in the account, at most 60 characters. */
  readonly name: string;
  readonly distributionArn: string;
  /** `arn` of an `AccessLogDestination`. */
  readonly destinationArn: string;
}

/**
 * Fields of CloudFront's standard log, and what tells a slow origin from a slow edge.
 *
 * Cookies, query strings and referrers, which are addresses with query strings, are left out: they carry credentials, and logs
 * outlive sessions.
 */
const FIELDS = [
  'timestamp(ms)',
  'x-edge-request-id',
  'x-edge-location',
  'c-ip',
  'c-country',
  'asn',
  'cs-method',
  'x-host-header',
  'cs-uri-stem',
  'cs-protocol',
  'cs-protocol-version',
  'ssl-protocol',
  'ssl-cipher',
  'cs(User-Agent)',
  'cs-bytes',
  'sc-status',
  'sc-bytes',
  'sc-content-type',
  'sc-content-len',
  'sc-range-start',
  'sc-range-end',
  'x-edge-result-type',
  'x-edge-response-result-type',
  'x-edge-detailed-result-type',
  'time-taken',
  'time-to-first-byte',
  'origin-fbl',
  'origin-lbl',
];

/** Access logs of one distribution. Belongs into us-east-1. */
export class AccessLogDelivery extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, distributionArn, destinationArn }: AccessLogDeliveryProps,
  ) {
    super(scope, id);
    const source = new CloudwatchLogDeliverySource(this, 'source', {
      name,
      logType: 'ACCESS_LOGS',
      resourceArn: distributionArn,
    });
    new CloudwatchLogDelivery(this, 'delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destinationArn,
      recordFields: FIELDS,
    });
  }
}
