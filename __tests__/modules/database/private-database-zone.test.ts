import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Route53ZoneAssociation } from '@cdktf/provider-aws/lib/route53-zone-association';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { DatabaseAccess } from '../../../modules/database/database-access';
import { DatabaseReaderRecord } from '../../../modules/database/database-reader-record';
import { PrivateDatabaseZone } from '../../../modules/database/private-database-zone';
import { PrivateZoneAssociation } from '../../../modules/database/private-zone-association';
import { Synthesized } from '../../support/synthesize';

describe('PrivateDatabaseZone', () => {
  const synthesized = Synthesized.module((scope) => {
    new PrivateDatabaseZone(scope, 'zone', {
      zoneName: 'internal.meridian.example',
      vpcId: 'vpc-1',
      writerEndpoint: 'demo-database.global-1.global.rds.amazonaws.com',
    });
  });

  it('is private from its first moment', () => {
    expect(synthesized.only(Route53Zone).vpc).toEqual([{ vpc_id: 'vpc-1', vpc_region: 'ap-southeast-1' }]);
  });

  it('leaves the VPCs that other stacks associate alone', () => {
    expect(synthesized.only(Route53Zone).lifecycle).toEqual({
      ignore_changes: ['vpc'],
      prevent_destroy: true,
    });
  });

  it('answers `write` with the endpoint that Aurora moves, without any routing of its own', () => {
    const record = synthesized.only(Route53Record);

    expect(record).toMatchObject({
      name: 'write.internal.meridian.example',
      type: 'CNAME',
      records: ['demo-database.global-1.global.rds.amazonaws.com'],
    });
    expect(Object.keys(record).filter((key) => key.endsWith('_routing_policy'))).toEqual([]);
  });
});

describe('DatabaseReaderRecord', () => {
  it('answers `read` with the readers nearest to the VPC that asks', () => {
    const record = Synthesized.module(
      (scope) => {
        new DatabaseReaderRecord(scope, 'read', {
          zoneId: 'Z1',
          zoneName: 'internal.meridian.example',
          readerEndpoint: 'demo-europe.cluster-ro-1.eu-central-1.rds.amazonaws.com',
        });
      },
      { awsRegion: 'eu-central-1' },
    ).only(Route53Record);

    expect(record).toMatchObject({
      zone_id: 'Z1',
      name: 'read.internal.meridian.example',
      records: ['demo-europe.cluster-ro-1.eu-central-1.rds.amazonaws.com'],
      set_identifier: 'eu-central-1',
      latency_routing_policy: { region: 'eu-central-1' },
    });
  });
});

describe('PrivateZoneAssociation', () => {
  it('lets a further VPC ask', () => {
    const association = Synthesized.module(
      (scope) => {
        new PrivateZoneAssociation(scope, 'association', {
          zoneId: 'Z1',
          vpcId: 'vpc-2',
        });
      },
      { awsRegion: 'eu-central-1' },
    ).only(Route53ZoneAssociation);

    expect(association).toMatchObject({ zone_id: 'Z1', vpc_id: 'vpc-2', vpc_region: 'eu-central-1' });
  });
});

describe('DatabaseAccess', () => {
  it('opens the port of the database, and no other, to an address range', () => {
    const rule = Synthesized.module((scope) => {
      new DatabaseAccess(scope, 'access', {
        securityGroupId: 'sg-1',
        description: 'VPC of europe',
        clientCidrBlock: '10.20.0.0/16',
      });
    }).only(VpcSecurityGroupIngressRule);

    expect(rule).toMatchObject({
      security_group_id: 'sg-1',
      cidr_ipv4: '10.20.0.0/16',
      ip_protocol: 'tcp',
      from_port: 15432,
      to_port: 15432,
    });
  });
});
