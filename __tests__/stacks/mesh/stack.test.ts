import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route } from '@cdktf/provider-aws/lib/route';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import { plannedStacks } from '../../../stacks/platform';
import { synthesizedStack } from '../../support/platform';

const document = validated(demo);
const mesh = synthesizedStack(document, 'mesh');
describe('MeshStack', () => {
  it('reads every region', () => {
    expect(mesh.reads.sort()).toEqual([
      'demo-region-america.tfstate',
      'demo-region-asia.tfstate',
      'demo-region-europe.tfstate',
    ]);
  });

  it('peers every two regions once', () => {
    const pairs = mesh.each(VpcPeeringConnection).map(({ tags }) => tags.Name);

    expect(pairs.sort()).toEqual(['demo-america-to-asia', 'demo-america-to-europe', 'demo-europe-to-asia']);
  });

  it('has routes on both ends of each, by the provider of their own AWS region', () => {
    const ranges = {
      undefined: '10.10.0.0/16',
      'aws.eu-central-1': '10.20.0.0/16',
      'aws.us-west-2': '10.30.0.0/16',
    };
    const routes = mesh
      .each(Route)
      .map(({ provider, destination_cidr_block }) => `${provider} ${destination_cidr_block}`);

    const expected = Object.entries(ranges).flatMap(([provider, own]) =>
      Object.values(ranges)
        .filter((range) => range !== own)
        .flatMap((range) => Array(4).fill(`${provider} ${range}`)),
    );
    expect(routes.sort()).toEqual(expected.sort());
  });

  it('copies objects between a region and its stand-in, both ways, by the provider of the source', () => {
    const copies = mesh
      .each(S3BucketReplicationConfigurationA)
      .flatMap(({ provider, rule }) => rule.map(({ id }: { id: string }) => `${provider} ${id}`));

    // Asia and America fail over to Europe, and Europe to America.
    expect(copies.sort()).toEqual([
      'aws.eu-central-1 to-america',
      'aws.eu-central-1 to-asia',
      'aws.us-west-2 to-europe',
      'undefined to-europe',
    ]);
  });

  it('tells a region of copies that fail where they come from, and of late ones where they go to', () => {
    const alarms = mesh
      .each(CloudwatchMetricAlarm)
      .map(({ provider, alarm_name, alarm_actions: [topic] }) => {
        const region = /region-(\w+)\.outputs\.alarm_topic_arn/.exec(topic)?.[1];
        return `${alarm_name} by ${provider} to ${region}`;
      });

    expect(alarms.sort()).toEqual([
      'demo-mesh-america-to-europe-failed by aws.us-west-2 to america',
      'demo-mesh-america-to-europe-late by aws.eu-central-1 to europe',
      'demo-mesh-asia-to-europe-failed by undefined to asia',
      'demo-mesh-asia-to-europe-late by aws.eu-central-1 to europe',
      'demo-mesh-europe-to-america-failed by aws.eu-central-1 to europe',
      'demo-mesh-europe-to-america-late by aws.us-west-2 to america',
      'demo-mesh-europe-to-asia-failed by aws.eu-central-1 to europe',
      'demo-mesh-europe-to-asia-late by undefined to asia',
    ]);
  });

  it('holds nothing but peerings, routes, copies, the roles that make them and the alarms that watch them', () => {
    expect(Object.keys(mesh.document.resource ?? {}).sort()).toEqual([
      'aws_cloudwatch_metric_alarm',
      'aws_iam_role',
      'aws_iam_role_policy',
      'aws_route',
      'aws_s3_bucket_replication_configuration',
      'aws_vpc_peering_connection',
      'aws_vpc_peering_connection_accepter',
      'aws_vpc_peering_connection_options',
    ]);
  });

  it('tells regions apart whose names run together', () => {
    const regions = ['cc', 'aa-bb', 'bb-cc', 'aa'].map((name, index) => ({
      name,
      awsRegion: ['ap-southeast-1', 'eu-central-1', 'us-west-2', 'us-east-1'][index] ?? '',
      cidrBlock: `10.${index}.0.0/16`,
    }));

    expect(synthesizedStack({ ...document, regions }, 'mesh').each(VpcPeeringConnection)).toHaveLength(6);
  });

  it('does not exist for a region alone', () => {
    const [region] = document.regions;
    const alone = { ...document, regions: region === undefined ? [] : [region] };

    expect(plannedStacks(alone).map(({ id }) => id)).toContain('demo-region-asia');
    expect(plannedStacks(alone).map(({ id }) => id)).not.toContain('demo-mesh');
  });
});
