import { createHash, randomBytes } from 'node:crypto';
import '@aws-sdk/signature-v4a';
import {
  CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  paginateListKeys,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { clientSettings, ofAllPages } from './aws-client';

/** Where signing keys come from and where they go. */
export interface EdgeKeys {
  /** Value of a secret; undefined where it has none yet. */
  read(secretName: string): Promise<string | undefined>;
  /** Gives a secret without a value a random one. Of several that do so at once, the first wins. */
  create(secretName: string): Promise<void>;
  /** Names of all entries of the edge's store. */
  listed(): Promise<string[]>;
  /** Changes the store in one step: readers see all of it or nothing. */
  change(puts: Readonly<Record<string, string>>, deletes: readonly string[]): Promise<void>;
}

/** Start of the entries under which the edge finds keys; `lambda-src/edge/token.mts` reads them. */
const KEY_PREFIX = 'token-key:';

/** Not less than the digest of HS256 (RFC 7518, 3.2). */
const KEY_BYTES = 32;

/** Version of the key that a secret holds, which is the key's id in tokens: `…/v2` is `2`. */
export function keyIdOf(secretName: string): string {
  const [, version] = /\/v(\d+)$/.exec(secretName) ?? [];
  if (version === undefined) {
    throw new Error(
      `expected the name of a secret that ends in a version such as "/v1", got "${secretName}"`,
    );
  }
  return version;
}

/** The key of a secret that has one. */
export async function readKey(keys: EdgeKeys, secretName: string): Promise<string> {
  const key = await keys.read(secretName);
  if (key === undefined) {
    throw new Error(
      `Secret "${secretName}" has no value yet: "npx meridian edge-token publish" makes one up`,
    );
  }
  if (Buffer.byteLength(key) < KEY_BYTES) {
    throw new Error(
      `Secret "${secretName}" has a value of less than ${KEY_BYTES} bytes, which is no key: use the next number in "edgeAuth.keyVersions"`,
    );
  }
  return key;
}

/**
 * Makes the keys of the secrets, and no others, those that the edge accepts, and makes up those that are not there yet;
 * says what changed.
 */
export async function publishKeys(
  keys: EdgeKeys,
  secretNames: readonly string[],
): Promise<{ published: string[]; removed: string[] }> {
  const puts: Record<string, string> = {};
  for (const name of secretNames) {
    const id = keyIdOf(name);
    if ((await keys.read(name)) === undefined) await keys.create(name);
    puts[`${KEY_PREFIX}${id}`] = await readKey(keys, name);
  }
  const deletes = (await keys.listed()).filter((entry) => entry.startsWith(KEY_PREFIX) && !(entry in puts));
  if (Object.keys(puts).length + deletes.length > 0) {
    await keys.change(puts, deletes);
  }
  return { published: Object.keys(puts), removed: deletes };
}

export interface EdgeKeysOptions {
  readonly storeArn: string;
  /** AWS region of the stack that the secrets belong to. */
  readonly awsRegion: string;
  /** Settings that lead to the local AWS; empty for AWS, where the SDK finds its own. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Secrets Manager, where the `global` stack keeps the keys, and CloudFront's key value store. */
export function awsEdgeKeys({ storeArn, awsRegion, environment }: EdgeKeysOptions): EdgeKeys {
  const settings = clientSettings(awsRegion, environment);
  const { endpoint, ...elsewhere } = settings;
  const secrets = new SecretsManagerClient(settings);
  const store = new CloudFrontKeyValueStoreClient(elsewhere);
  if (endpoint !== undefined) {
    sendTo(new URL(endpoint), store);
  }
  return {
    async read(secretName) {
      try {
        return (await secrets.send(new GetSecretValueCommand({ SecretId: secretName }))).SecretString;
      } catch (error) {
        // AWS says so of a secret without a value, too; where there is no secret, `create` fails with a better sentence.
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async create(secretName) {
      const value = {
        SecretId: secretName,
        SecretString: randomBytes(KEY_BYTES).toString('base64url'),
        // Of two values under one token AWS takes the first and refuses the other.
        ClientRequestToken: createHash('sha256').update(secretName).digest('hex'),
      };
      try {
        await secrets.send(new PutSecretValueCommand(value));
      } catch (error) {
        if (!(error instanceof ResourceExistsException)) throw error;
      }
    },
    async listed() {
      const pages = paginateListKeys({ client: store, pageSize: 50 }, { KvsARN: storeArn });
      return await ofAllPages(pages, ({ Items }) => Items?.flatMap(({ Key }) => Key ?? []));
    },
    async change(puts, deletes) {
      const { ETag } = await store.send(new DescribeKeyValueStoreCommand({ KvsARN: storeArn }));
      await store.send(
        new UpdateKeysCommand({
          KvsARN: storeArn,
          IfMatch: ETag,
          Puts: Object.entries(puts).map(([Key, Value]) => ({ Key, Value })),
          Deletes: deletes.map((Key) => ({ Key })),
        }),
      );
    },
  };
}

/**
 * Sends what is signed for AWS elsewhere, as a proxy would.
 *
 * As an endpoint an address does not do: the client puts the account id in front of it.
 */
function sendTo({ protocol, hostname, port }: URL, client: CloudFrontKeyValueStoreClient): void {
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign(args.request as object, { protocol, hostname, port: Number(port) });
      return next(args);
    },
    { step: 'deserialize', priority: 'low' },
  );
}
