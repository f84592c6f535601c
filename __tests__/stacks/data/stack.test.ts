import { DbEventSubscription } from '@cdktf/provider-aws/lib/db-event-subscription';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsGlobalCluster } from '@cdktf/provider-aws/lib/rds-global-cluster';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Route53ZoneAssociation } from '@cdktf/provider-aws/lib/route53-zone-association';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import type { Document } from '../../../config/document';
import { synthesizedStack } from '../../support/platform';
import type { Synthesized } from '../../support/synthesize';

const document = validated(demo);

const synthesize = (region: string, changes: Partial<Document> = {}): Synthesized =>
  synthesizedStack({ ...document, ...changes }, `data-${region}`);
const asia = synthesize('asia');
const europe = synthesize('europe');
const america = synthesize('america');

describe('DataStack', () => {
  it('reads its own region and, in a later region, what the first one founded', () => {
    expect(asia.reads).toEqual(['demo-region-asia.tfstate']);
    expect(europe.reads.sort()).toEqual(['demo-data-asia.tfstate', 'demo-region-europe.tfstate']);
    expect(america.reads.sort()).toEqual(['demo-data-asia.tfstate', 'demo-region-america.tfstate']);
  });

  it('founds the database in the first region and joins it in the others', () => {
    expect(asia.only(RdsGlobalCluster).global_cluster_identifier).toBe('demo');
    expect(asia.only(RdsCluster).cluster_identifier).toBe('demo-asia');
    expect(europe.all(RdsGlobalCluster)).toEqual([]);
    expect(europe.only(RdsCluster)).toMatchObject({
      cluster_identifier: 'demo-europe',
      source_region: 'ap-southeast-1',
    });
    expect(europe.only(RdsCluster)).not.toHaveProperty('master_password_wo');
  });

  it('is found by names of a private zone, which every region’s VPC may ask', () => {
    expect(asia.only(Route53Zone).name).toBe('internal.meridian.example');
    expect(asia.each(Route53Record).map(({ name, set_identifier }) => [name, set_identifier])).toEqual([
      ['asia.read.internal.meridian.example', undefined],
      ['asia.write.internal.meridian.example', undefined],
      ['read.internal.meridian.example', 'ap-southeast-1'],
      ['members.internal.meridian.example', undefined],
      ['write.internal.meridian.example', undefined],
    ]);
    expect(europe.all(Route53Zone)).toEqual([]);
    expect(europe.only(Route53ZoneAssociation).vpc_region).toBe('eu-central-1');
    expect(europe.each(Route53Record).map(({ name, set_identifier }) => [name, set_identifier])).toEqual([
      ['europe.read.internal.meridian.example', undefined],
      ['europe.write.internal.meridian.example', undefined],
      ['read.internal.meridian.example', 'eu-central-1'],
    ]);
  });

  it('sends readers to another region while its own member is dead', () => {
    for (const stack of [asia, europe, america]) {
      const checked = stack
        .each(Route53Record)
        .filter(({ health_check_id }) => health_check_id !== undefined);

      expect(checked.map(({ name }) => name)).toEqual(['read.internal.meridian.example']);
      expect(checked[0]?.health_check_id).toMatch(/^\$\{aws_route53_health_check\./);
    }
  });

  it('copies a new member from the region that writes, which need not be the founder', () => {
    const database = { ...document.database, sourceRegion: 'america' };

    expect(synthesize('europe', { database }).only(RdsCluster).source_region).toBe('us-west-2');
    expect(synthesize('america', { database }).only(RdsCluster).source_region).toBe('ap-southeast-1');
  });

  it('is kept up on another day of the week than the other regions', () => {
    const days = [asia, europe, america].map((stack) => stack.only(RdsCluster).preferred_maintenance_window);

    expect(days).toEqual(['mon:03:00-mon:04:00', 'tue:03:00-tue:04:00', 'wed:03:00-wed:04:00']);
  });

  it('lets the instances of every region in, by the document alone: any region may come to write', () => {
    for (const stack of [asia, europe, america]) {
      expect(
        stack
          .each(VpcSecurityGroupIngressRule)
          .map(({ cidr_ipv4, from_port }) => `${cidr_ipv4} ${from_port}`)
          .sort(),
      ).toEqual(['10.10.0.0/16 15432', '10.20.0.0/16 15432', '10.30.0.0/16 15432']);
    }
  });

  it('keeps the master credentials in the first region, with copies in the others', () => {
    expect(asia.only(SecretsmanagerSecret)).toMatchObject({
      name: 'demo/database/master',
      replica: [{ region: 'eu-central-1' }, { region: 'us-west-2' }],
    });
    expect(europe.all(SecretsmanagerSecret)).toEqual([]);
    expect(JSON.stringify(asia.outputs)).not.toMatch(/secret_string|random_password/);
  });

  it('tells its own team what happens to the database', () => {
    expect(europe.only(SnsTopicSubscription).endpoint).toBe('data@meridian.example');
    expect(europe.each(DbEventSubscription)).toHaveLength(2);
  });

  it('has as many instances as the document says for its region', () => {
    const [first, ...others] = document.regions;
    const regions = first === undefined ? [] : [{ ...first, databaseInstances: 3 }, ...others];
    const instances = synthesize('asia', { regions }).document.resource?.aws_rds_cluster_instance ?? {};

    expect(Object.keys(instances)).toHaveLength(3);
  });

  it.each([true, false])('guards the database where deletion protection is %s', (deletionProtection) => {
    const guarded = {
      deletion_protection: deletionProtection,
      lifecycle: { prevent_destroy: deletionProtection },
    };
    const synthesized = synthesize('asia', { deletionProtection });

    expect(synthesized.only(RdsCluster)).toMatchObject(guarded);
    expect(synthesized.only(RdsGlobalCluster)).toMatchObject(guarded);
  });
});
