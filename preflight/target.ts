import { Resolver } from 'node:dns/promises';
import type { SynthesizedStack } from '../terraform/synthesized';
import type { Aws } from './aws';
import { type Resource, resourcesOf } from './resources';

/** What DNS says, as everybody may ask it. */
export interface NameService {
  /** Name servers of a domain; none where it is not delegated. */
  nameServers(domain: string): Promise<readonly string[]>;
  /** Authorities that may issue certificates for exactly this name; none where it has no CAA record. */
  certificateAuthorities(name: string): Promise<readonly string[]>;
}

export interface TargetProps {
  /** The stacks of one deployment. */
  readonly stacks: readonly SynthesizedStack[];
  /** Ids of those that hold resources already. */
  readonly applied: ReadonlySet<string>;
  /** The account of the credentials. */
  readonly accountId: string;
  readonly aws: Aws;
  /** @default - the resolver of this machine */
  readonly names?: NameService;
  /** How container registries are asked. @default - `fetch` */
  readonly fetch?: typeof fetch;
}

/** An account, and what a deployment will ask it for. */
export class Target {
  readonly accountId: string;
  readonly aws: Aws;
  readonly names: NameService;
  readonly fetch: typeof fetch;
  readonly stacks: readonly SynthesizedStack[];
  private readonly resources: readonly Resource[];
  private readonly sources: readonly Resource[];
  private readonly applied: ReadonlySet<string>;

  constructor({ stacks, applied, accountId, aws, names = publicNames, fetch: ask = fetch }: TargetProps) {
    this.stacks = stacks;
    this.applied = applied;
    this.accountId = accountId;
    this.aws = aws;
    this.names = names;
    this.fetch = ask;
    const read = stacks.map((stack) => resourcesOf(stack, accountId));
    this.resources = read.flatMap(({ resources }) => resources);
    this.sources = read.flatMap(({ sources }) => sources);
  }

  /** Resources of these types in stacks that hold nothing yet: these will be created. */
  created(...types: readonly string[]): readonly Resource[] {
    return this.resources.filter(({ type, stackId }) => types.includes(type) && !this.applied.has(stackId));
  }

  data(...types: readonly string[]): readonly Resource[] {
    return this.sources.filter(({ type }) => types.includes(type));
  }

  /** Every AWS region that a stack has resources in. */
  get awsRegions(): readonly string[] {
    return [...new Set(this.stacks.flatMap(({ awsRegions }) => awsRegions))];
  }
}

const resolver = new Resolver({ timeout: 3000, tries: 2 });
const NOTHING = ['ENODATA', 'ENOTFOUND'];

async function unlessNone<T>(answer: Promise<T[]>): Promise<readonly T[]> {
  try {
    return await answer;
  } catch (error) {
    if (NOTHING.includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

const publicNames: NameService = {
  nameServers: (domain) => unlessNone(resolver.resolveNs(domain)),
  certificateAuthorities: async (name) =>
    (await unlessNone(resolver.resolveCaa(name))).flatMap(({ issue }) => issue ?? []),
};
