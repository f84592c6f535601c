import { AwsError, type Fields, json, jsonError } from '../aws';
import type { AwsRequest, AwsResponse } from '../emulator';
import { Clusters } from './clusters';
import { ControlPanels } from './control-panels';
import type { Kind } from './kind';
import type { Configuration } from './resources';
import { RoutingControls } from './routing-controls';
import { SafetyRules } from './safety-rules';

const REGION = 'us-west-2';

/** REST API that configures clusters and what is in them; everything is deployed at once. */
export class ControlPlane {
  private readonly clusters: Clusters;
  private readonly panels: ControlPanels;
  private readonly controls: RoutingControls;
  private readonly rules: SafetyRules;
  private readonly kinds: Readonly<Record<string, Kind>>;

  constructor(private readonly configured: Configuration) {
    this.clusters = new Clusters(configured);
    this.panels = new ControlPanels(configured);
    this.controls = new RoutingControls(configured);
    this.rules = new SafetyRules(configured);
    this.kinds = {
      cluster: this.clusters,
      controlpanel: this.panels,
      routingcontrol: this.controls,
      safetyrule: this.rules,
    };
  }

  handle(request: AwsRequest): AwsResponse {
    try {
      const answer = this.route(request);
      if (answer !== undefined) return json(answer, 200, { 'content-type': 'application/json' });
      const what = `${request.method} ${request.path}`;
      throw new AwsError('NotImplemented', `The local AWS does not implement recovery control's ${what}.`);
    } catch (error) {
      if (error instanceof AwsError) return jsonError(error);
      throw error;
    }
  }

  private route(request: AwsRequest): Fields | undefined {
    if (request.region !== REGION) {
      const message = `Credential should be scoped to a valid region, which is ${REGION}.`;
      throw new AwsError('InvalidSignatureException', message, 403);
    }
    const [resource = '', arn, list] = request.path.slice(1).split('/').map(decodeURIComponent);
    if (resource === 'tags') return this.tagging(request, arn ?? '');
    if (request.method === 'GET') return this.read(request, resource, arn, list);
    const kind = this.kinds[resource];
    if (request.method === 'POST') return kind?.create(inputOf(request));
    if (request.method === 'PUT') return kind?.update(inputOf(request));
    if (request.method !== 'DELETE' || kind === undefined) return undefined;
    kind.delete(arn ?? '');
    return {};
  }

  private read(request: AwsRequest, resource: string, arn?: string, list?: string): Fields | undefined {
    if (arn !== undefined && list === undefined) return this.kinds[resource]?.describe(arn);
    switch (list ?? resource) {
      case 'cluster':
        return this.clusters.list();
      case 'controlpanels':
        return this.panels.list(request.query.get('ClusterArn'));
      case 'routingcontrols':
        return this.controls.list(arn ?? '');
      case 'safetyrules':
        return this.rules.list(arn ?? '');
      default:
        return undefined;
    }
  }

  private tagging(request: AwsRequest, arn: string): Fields | undefined {
    const { clusters, panels, rules } = this.configured;
    const { tags } = clusters.get(arn) ?? panels.get(arn) ?? rules.require(arn);
    if (request.method === 'GET') return { Tags: Object.fromEntries(tags) };
    if (request.method === 'POST') {
      for (const [key, value] of Object.entries(inputOf(request).Tags ?? {})) tags.set(key, value);
    } else {
      for (const key of request.query.getAll('TagKeys')) tags.delete(key);
    }
    return {};
  }
}

function inputOf({ body }: AwsRequest): Fields {
  return JSON.parse(body.toString()) as Fields;
}
