import { ACCOUNT, type Fields } from '../aws';
import { randomUUID } from '../moment';
import { checkedName, checkQuota, conflict, QUOTAS } from './checks';
import type { Kind } from './kind';
import { arnOf, type Cluster, type Configuration, hexId } from './resources';

/** https://docs.aws.amazon.com/general/latest/gr/r53arc.html */
export const ENDPOINT_REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-northeast-1', 'ap-southeast-2'];

export class Clusters implements Kind {
  constructor(private readonly configured: Configuration) {}

  create(input: Fields): Fields {
    const { clusters, panels } = this.configured;
    const all = clusters.where(() => true);
    checkQuota(all, QUOTAS.clusters, 'clusters');
    const cluster = clusters.add({
      arn: arnOf(`cluster/${randomUUID()}`),
      name: checkedName(input.ClusterName, all),
      endpoints: ENDPOINT_REGIONS.map((region) => ({
        Endpoint: `https://${hexId(8)}.route53-recovery-cluster.${region}.amazonaws.com/v1`,
        Region: region,
      })),
      tags: new Map(Object.entries(input.Tags ?? {})),
      networkType: String(input.NetworkType ?? 'IPV4'),
    });
    panels.add({
      arn: arnOf(`controlpanel/${hexId(32)}`),
      cluster,
      isDefault: true,
      tags: new Map(),
      name: 'DefaultControlPanel',
    });
    return { Cluster: described(cluster) };
  }

  describe(arn: string): Fields {
    return { Cluster: described(this.configured.clusters.require(arn)) };
  }

  update(input: Fields): Fields {
    const cluster = this.configured.clusters.require(input.ClusterArn);
    cluster.networkType = String(input.NetworkType);
    return { Cluster: described(cluster) };
  }

  delete(arn: string): void {
    const { clusters, panels, controls } = this.configured;
    const cluster = clusters.require(arn);
    const own = panels.where((panel) => panel.cluster === cluster);
    if (own.length > 1 || controls.where(({ panel }) => panel.cluster === cluster).length > 0) {
      throw conflict(`${arn} still has control panels or routing controls.`);
    }
    for (const panel of own) panels.remove(panel);
    clusters.remove(cluster);
  }

  list(): Fields {
    return { Clusters: this.configured.clusters.where(() => true).map(described) };
  }
}

function described({ arn, name, endpoints, networkType }: Cluster): Fields {
  return {
    ClusterArn: arn,
    ClusterEndpoints: endpoints,
    Name: name,
    Status: 'DEPLOYED',
    Owner: ACCOUNT,
    NetworkType: networkType,
  };
}
