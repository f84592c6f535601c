import type { Caller } from '../policy/caller';
import type { ResourceNames } from '../request/resources';

export interface NamedDocument {
  /** Of an inline policy its name, of a managed one its ARN. */
  readonly name: string;
  readonly document: string;
}

/** Who has an access key, with all policies that come with it. */
export interface Bearer {
  readonly caller: Extract<Caller, { readonly account: string }>;
  readonly identity: readonly NamedDocument[];
  /** @default - none */
  readonly boundary?: NamedDocument;
  /** @default - the session is not restricted, or there is none */
  readonly session?: readonly NamedDocument[];
  readonly tags: Readonly<Record<string, string>>;
  /** `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
  readonly userName?: string;
  /** Of a session, in epoch seconds. */
  readonly expires?: number;
}

/** Where policies, tags and names are known. */
export interface PolicySource extends ResourceNames {
  /** `undefined`: nobody has the key. */
  bearerOf(accessKey: string): Promise<Bearer | undefined>;
  /** The policy attached to a resource, of a role the one that says who may assume it; `undefined`: it has none. */
  policyOf(arn: string): Promise<string | undefined>;
  tagsOf(arn: string, region: string): Promise<Readonly<Record<string, string>>>;
  /**
   * A request that may change what is known of a service is on its way: nothing remembered of it counts, until the
   * returned function says that it has been answered.
   */
  changing(service: string): () => void;
}
