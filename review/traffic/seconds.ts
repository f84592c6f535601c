/**
 * How long a step takes until viewers notice it, roughly. A change of Route 53 has reached all its servers after 60 seconds
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html), and resolvers keep an alias for 60 more.
 * The others are what applies usually take.
 */
const SECONDS: Readonly<Record<string, number>> = {
  aws_route53_record: 60,
  aws_cloudfront_distribution: 300,
  aws_cloudfront_function: 10,
  aws_lb: 180,
  aws_autoscaling_group: 240,
};
const OTHERWISE = 10;

export const secondsOf = (type: string): number => SECONDS[type] ?? OTHERWISE;
