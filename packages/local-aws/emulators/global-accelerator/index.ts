import { ACCOUNT, AwsError, answerAction, type Fields, type Tags, tagList, tagsOf } from '../aws';
import type { AwsRequest, AwsResponse, Emulator } from '../emulator';
import { now, randomUUID } from '../moment';

type Kind = 'Accelerator' | 'Listener' | 'EndpointGroup';

interface Stored {
  readonly kind: Kind;
  readonly arn: string;
  readonly parent?: Stored;
  readonly fields: Fields;
  readonly attributes: Fields;
}

interface PortRange {
  readonly FromPort: number;
  readonly ToPort: number;
}

const CHILD = { Accelerator: 'Listener', Listener: 'EndpointGroup', EndpointGroup: undefined } as const;
const KINDS = Object.keys(CHILD) as Kind[];

/** Global Accelerator: accelerators, their listeners and endpoint groups, flow-log attributes and tags. */
export class GlobalAccelerator implements Emulator {
  readonly services = ['globalaccelerator'];
  private readonly stored = new Map<string, Stored>();
  private readonly tags = new Map<string, Tags>();
  private addresses = 0;

  /** What exists of a kind, as the API describes it. */
  describeAll(kind: Kind): Fields[] {
    return [...this.stored.values()].filter((one) => one.kind === kind).map((one) => one.fields);
  }

  handle(request: AwsRequest): AwsResponse {
    return answerAction(request, (action, input) => this.act(action, input));
  }

  private act(action: string, input: Fields): Fields {
    switch (action) {
      case 'ListTagsForResource':
        return { Tags: tagList(this.tags.get(String(input.ResourceArn))) };
      case 'TagResource':
        for (const [key, value] of tagsOf(input.Tags as [])) this.tagsFor(input.ResourceArn).set(key, value);
        return {};
      case 'UntagResource':
        for (const key of input.TagKeys as string[]) this.tagsFor(input.ResourceArn).delete(key);
        return {};
      case 'DescribeAcceleratorAttributes':
        return { AcceleratorAttributes: this.require('Accelerator', input.AcceleratorArn).attributes };
      case 'UpdateAcceleratorAttributes':
        return { AcceleratorAttributes: this.updateAttributes(input) };
      case 'ListCrossAccountResources':
        return { CrossAccountResources: [] };
      default:
        return this.actOnKind(action, input);
    }
  }

  private actOnKind(action: string, input: Fields): Fields {
    for (const kind of KINDS) {
      const arn = input[`${kind}Arn`];
      switch (action) {
        case `Create${kind}`:
          return { [kind]: this.create(kind, input) };
        case `Describe${kind}`:
          return { [kind]: this.require(kind, arn).fields };
        case `Update${kind}`:
          return { [kind]: this.update(this.require(kind, arn), input) };
        case `Delete${kind}`:
          this.delete(this.require(kind, arn));
          return {};
        case `List${kind}s`:
          return { [`${kind}s`]: this.list(kind, input) };
      }
    }
    throw new AwsError('NotImplemented', `The local AWS does not implement Global Accelerator's ${action}.`);
  }

  private create(kind: Kind, input: Fields): Fields {
    if (kind === 'Accelerator') return this.createAccelerator(input);
    if (kind === 'Listener') {
      const parent = this.require('Accelerator', input.AcceleratorArn);
      this.checkPorts(parent, input.PortRanges as PortRange[]);
      return this.store(
        { kind, parent, arn: `${parent.arn}/listener/${randomUUID().slice(0, 8)}` },
        (arn) => ({
          ListenerArn: arn,
          PortRanges: input.PortRanges,
          Protocol: input.Protocol,
          ClientAffinity: input.ClientAffinity ?? 'NONE',
        }),
      );
    }
    const parent = this.require('Listener', input.ListenerArn);
    const region = input.EndpointGroupRegion;
    if (this.children(parent).some(({ fields }) => fields.EndpointGroupRegion === region)) {
      throw new AwsError(
        'EndpointGroupAlreadyExistsException',
        `The listener has an endpoint group in the region ${region}.`,
      );
    }
    const arn = `${parent.arn}/endpoint-group/${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    return this.store({ kind, parent, arn }, () => ({
      EndpointGroupArn: arn,
      EndpointGroupRegion: region,
      TrafficDialPercentage: input.TrafficDialPercentage ?? 100,
      HealthCheckPort: input.HealthCheckPort ?? (parent.fields.PortRanges as PortRange[])[0]?.FromPort,
      HealthCheckProtocol: input.HealthCheckProtocol ?? 'TCP',
      HealthCheckPath: input.HealthCheckPath ?? '/',
      HealthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? 30,
      ThresholdCount: input.ThresholdCount ?? 3,
      PortOverrides: input.PortOverrides ?? [],
      EndpointDescriptions: endpoints(input.EndpointConfigurations),
    }));
  }

  private createAccelerator(input: Fields): Fields {
    const id = randomUUID();
    const arn = `arn:aws:globalaccelerator::${ACCOUNT}:accelerator/${id}`;
    this.tags.set(arn, tagsOf(input.Tags as []));
    this.addresses += 2;
    // Of a block that is reserved for documentation: nobody's address.
    const addresses = input.IpAddresses ?? [
      `198.51.100.${this.addresses - 1}`,
      `198.51.100.${this.addresses}`,
    ];
    return this.store({ kind: 'Accelerator', arn }, () => ({
      AcceleratorArn: arn,
      Name: input.Name,
      IpAddressType: input.IpAddressType ?? 'IPV4',
      Enabled: input.Enabled ?? true,
      IpSets: [{ IpFamily: 'IPv4', IpAddressFamily: 'IPv4', IpAddresses: addresses }],
      DnsName: `a${id.replaceAll('-', '').slice(0, 16)}.awsglobalaccelerator.com`,
      Status: 'DEPLOYED',
      CreatedTime: now() / 1000,
      LastModifiedTime: now() / 1000,
    }));
  }

  private store(one: Omit<Stored, 'fields' | 'attributes'>, fields: (arn: string) => Fields): Fields {
    const stored = { ...one, fields: fields(one.arn), attributes: { FlowLogsEnabled: false } };
    this.stored.set(one.arn, stored);
    return stored.fields;
  }

  private update(one: Stored, input: Fields): Fields {
    if (one.parent !== undefined && one.kind === 'Listener' && input.PortRanges !== undefined) {
      this.checkPorts(one.parent, input.PortRanges as PortRange[], one);
    }
    const { EndpointConfigurations, IdempotencyToken: _, IpAddresses: __, ...fields } = input;
    Object.assign(one.fields, fields);
    if (EndpointConfigurations !== undefined) {
      one.fields.EndpointDescriptions = endpoints(EndpointConfigurations);
    }
    if (one.kind === 'Accelerator') one.fields.LastModifiedTime = now() / 1000;
    return one.fields;
  }

  private updateAttributes(input: Fields): Fields {
    const { AcceleratorArn, ...attributes } = input;
    const one = this.require('Accelerator', AcceleratorArn);
    if (attributes.FlowLogsEnabled === true && !attributes.FlowLogsS3Bucket) {
      throw new AwsError(
        'InvalidArgumentException',
        'FlowLogsS3Bucket is required when flow logs are enabled.',
      );
    }
    return Object.assign(one.attributes, attributes);
  }

  private delete(one: Stored): void {
    const child = CHILD[one.kind];
    if (child !== undefined && this.children(one).length > 0) {
      throw new AwsError(`Associated${child}FoundException`, `${one.arn} still has a ${child}.`);
    }
    if (one.kind === 'Accelerator' && one.fields.Enabled === true) {
      throw new AwsError(
        'AcceleratorNotDisabledException',
        'An accelerator must be disabled before its deletion.',
      );
    }
    this.stored.delete(one.arn);
    this.tags.delete(one.arn);
  }

  private list(kind: Kind, input: Fields): Fields[] {
    const parent = input.AcceleratorArn ?? input.ListenerArn;
    return [...this.stored.values()]
      .filter((one) => one.kind === kind && (one.parent === undefined || one.parent.arn === parent))
      .map((one) => one.fields);
  }

  private checkPorts(accelerator: Stored, ranges: readonly PortRange[], self?: Stored): void {
    for (const sibling of this.children(accelerator)) {
      const taken = sibling === self ? [] : (sibling.fields.PortRanges as PortRange[]);
      if (taken.some((a) => ranges.some((b) => a.FromPort <= b.ToPort && b.FromPort <= a.ToPort))) {
        throw new AwsError('InvalidPortRangeException', `The ports overlap with those of ${sibling.arn}.`);
      }
    }
  }

  private children(parent: Stored): Stored[] {
    return [...this.stored.values()].filter((one) => one.parent === parent);
  }

  private require(kind: Kind, arn: unknown): Stored {
    const one = this.stored.get(String(arn));
    if (one?.kind === kind) return one;
    throw new AwsError(`${kind}NotFoundException`, `${arn} does not exist.`);
  }

  private tagsFor(arn: unknown): Tags {
    const tags = this.tags.get(String(arn)) ?? new Map<string, string>();
    this.tags.set(String(arn), tags);
    return tags;
  }
}

function endpoints(configurations: unknown): Fields[] {
  const sent = (configurations ?? []) as Fields[];
  return sent.map((one) => ({ Weight: 128, ...one, HealthState: 'HEALTHY' }));
}
