import type { NamedKind } from '../request/resources';
import type { Bearer, NamedDocument, PolicySource } from './policy-source';
import { serviceSessionOf } from './service-sessions';

/** Asks moto's `/_local/identities`. */
export type AskIdentities = (about: string, name: string, region: string) => Promise<unknown>;

export function identitiesOf(motoPort: number): AskIdentities {
  return async (about, name, region) => {
    const query = new URLSearchParams({ about, name, region });
    const answer = await fetch(`http://127.0.0.1:${motoPort}/_local/identities?${query}`);
    if (!answer.ok) throw new Error(`moto does not say who is who: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}

/** Whose requests change what is told about a thing: a service's prefix. */
const OWNERS: Readonly<Record<string, string>> = {
  'accepter of a peering': 'ec2',
  'boundary of a role': 'iam',
  'boundary of a user': 'iam',
  caller: 'iam',
  'function of a mapping': 'lambda',
  group: 'iam',
  'instance-profile': 'iam',
  key: 'kms',
  'requester of a peering': 'ec2',
  role: 'iam',
  'role of a profile': 'iam',
  'role session': 'iam',
  secret: 'secretsmanager',
  user: 'iam',
};

/** Services whose requests change what others are asked about. */
const AFFECTED: Readonly<Record<string, readonly string[]>> = { sts: ['iam'] };

interface CallerAnswer {
  readonly kind: 'session' | 'user';
  readonly arn: string;
  readonly account: string;
  readonly of?: string;
  readonly userId: string;
  readonly userName?: string;
  readonly expires?: number;
  readonly identity: readonly NamedDocument[];
  readonly boundary: NamedDocument | null;
  readonly session: readonly NamedDocument[] | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** What moto knows of identities and resources, remembered until a request changes it. */
export class MotoPolicies implements PolicySource {
  /** By owner, then by question. */
  private readonly known = new Map<string, Map<string, Promise<unknown>>>();
  private readonly underWay = new Map<string, number>();

  constructor(private readonly ask: AskIdentities) {}

  async bearerOf(accessKey: string): Promise<Bearer | undefined> {
    const service = serviceSessionOf(accessKey);
    const found = (await (service
      ? this.find('role session', `${service.role} ${service.name}`, '')
      : this.find('caller', accessKey, ''))) as CallerAnswer | null;
    if (found === null) return undefined;
    const { kind, arn, account, of = arn, boundary, session, ...rest } = found;
    return {
      ...rest,
      caller: kind === 'session' ? { kind, arn, account, of } : { kind, arn, account },
      ...(boundary ? { boundary } : {}),
      ...(session ? { session } : {}),
    };
  }

  async policyOf(arn: string): Promise<string | undefined> {
    return ((await this.find('policy', arn, '', serviceOf(arn))) as string | null) ?? undefined;
  }

  async tagsOf(arn: string, region: string): Promise<Readonly<Record<string, string>>> {
    return ((await this.find('tags', arn, region, serviceOf(arn))) as Record<string, string> | null) ?? {};
  }

  async arnOf(kind: NamedKind, name: string, region: string): Promise<string | undefined> {
    return ((await this.find(kind, name, region)) as string | null) ?? undefined;
  }

  changing(service: string): () => void {
    // Tags of anything are changed by the tagging API, and anything by an operation that is not known.
    const owners = service === 'tag' || service === '' ? [ANY] : [service, ...(AFFECTED[service] ?? [])];
    const move = (by: number) => {
      for (const owner of owners) {
        this.underWay.set(owner, this.changes(owner) + by);
        if (owner === ANY) this.known.clear();
        else this.known.delete(owner);
      }
    };
    move(1);
    return () => move(-1);
  }

  private changes(owner: string): number {
    return this.underWay.get(owner) ?? 0;
  }

  private find(about: string, name: string, region: string, owner = OWNERS[about] ?? ''): Promise<unknown> {
    if (this.changes(owner) + this.changes(ANY) > 0) return this.ask(about, name, region);
    const answers = this.known.get(owner) ?? new Map<string, Promise<unknown>>();
    this.known.set(owner, answers);
    const question = [about, name, region].join('\n');
    let answer = answers.get(question);
    if (answer === undefined) {
      answer = this.ask(about, name, region);
      answers.set(question, answer);
      // What failed is asked again.
      answer.catch(() => answers.delete(question));
    }
    return answer;
  }
}

/** Stands for every owner. */
const ANY = '*';

const serviceOf = (arn: string) => arn.split(':')[2] ?? '';
