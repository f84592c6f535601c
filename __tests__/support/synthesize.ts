import { type TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { type Surroundings, surround } from '../../modules/surroundings';
import { each } from './each';

/** A block of synthesized JSON. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape; product code never does.
export type Block = Record<string, any>;

interface ResourceType {
  readonly tfResourceType: string;
}

const SURROUNDINGS = {
  awsRegion: 'ap-southeast-1',
  deletionProtection: true,
  encryptionKeyArn: 'arn:key',
  alarmTopicArn: 'arn:topic',
};

const prepared = new WeakSet<TerraformStack>();

/** The Terraform document that a stack or module turns into, with the lookups that tests need. */
export class Synthesized {
  readonly document: Record<string, Record<string, Block>>;

  private constructor(json: string) {
    this.document = JSON.parse(json);
  }

  /** A whole stack, with its validations, and with the references that cdktf invents between stacks. */
  static stack(stack: TerraformStack): Synthesized {
    Synthesized.prepare(stack);
    return new Synthesized(Testing.synth(stack, true));
  }

  /** Adds those references, here and in the stacks that they lead to; once is enough, and takes as long as the rest. */
  static prepare(stack: TerraformStack): void {
    if (!prepared.has(stack)) stack.prepareStack();
    prepared.add(stack);
  }

  /** One module, alone in an otherwise empty stack, surrounded as one of a region is. */
  static module(build: (scope: Construct) => void, around: Partial<Surroundings> = {}): Synthesized {
    return new Synthesized(
      Testing.synthScope((scope) => {
        surround(scope, { ...SURROUNDINGS, ...around });
        build(scope);
      }),
    );
  }

  /** The one resource of this type; fails when there are none or several. */
  only(type: ResourceType): Block {
    const [resource, ...others] = this.all(type);
    if (resource === undefined || others.length > 0) {
      throw new Error(`expected one ${type.tfResourceType}, got ${others.length + (resource ? 1 : 0)}`);
    }
    return resource;
  }

  /** Every resource of this type, to say something about each; fails when there is none, which would prove nothing. */
  each(type: ResourceType): Block[] {
    return each(this.all(type), type.tfResourceType);
  }

  /** Every resource of this type. */
  all(type: ResourceType): Block[] {
    return Object.values(this.document.resource?.[type.tfResourceType] ?? {});
  }

  /** Addresses of what Terraform makes before a resource: what it refers to, and what that refers to in turn. */
  before(block: Block, found = new Set<string>()): Set<string> {
    for (const [address = '', type = '', id = ''] of JSON.stringify(block).matchAll(
      /(?<!data\.)\b(aws_\w+)\.([\w-]+)/g,
    )) {
      const referred = this.document.resource?.[type]?.[id];
      if (referred === undefined || found.has(address)) continue;
      found.add(address);
      this.before(referred, found);
    }
    return found;
  }

  /** The data sources of a type such as `aws_ec2_managed_prefix_list`. */
  data(tfType: string): Block[] {
    return Object.values(this.document.data?.[tfType] ?? {});
  }

  get backend(): Block {
    return this.document.terraform?.backend ?? {};
  }

  get outputs(): Record<string, Block> {
    return this.document.output ?? {};
  }

  /** Keys of the state files that this stack reads. */
  get reads(): string[] {
    return this.data('terraform_remote_state').map(({ config }) => config.key);
  }
}
