import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { profileOf } from './stack-profile';
import type { StateLocation } from './synthesized';

/** A resource or data source, as a state lists it. */
export interface StateResource {
  /** `managed`, or `data` for what was only read. */
  readonly mode?: string;
  readonly type?: string;
  /** Its name in Terraform. */
  readonly name?: string;
  readonly instances?: readonly unknown[];
}

/** What is read of a Terraform state. */
export interface State {
  readonly lineage: string;
  readonly serial: number;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly StateResource[];
}

/** What Terraform writes beside a state while it works on it. */
export interface StateLock {
  readonly id: string;
  readonly who: string;
  readonly created: Date;
}

/** The objects in a state bucket, seen without Terraform. Failures are one sentence each. */
export class StateStore {
  private readonly bucket: string;
  private readonly deployment: string;
  private readonly settings: S3ClientConfig;
  /** By the AWS profile that it has its credentials of. */
  private readonly clients = new Map<string | undefined, S3Client>();

  /** `environment` is what Terraform gets on top of `process.env`. */
  constructor(
    { bucket, region }: StateLocation,
    deployment: string,
    private readonly environment: Readonly<Record<string, string>> = {},
  ) {
    // Node 20 is supported here as long as the pinned SDK runs on it.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    this.bucket = bucket;
    this.deployment = deployment;
    const {
      AWS_ENDPOINT_URL_S3,
      AWS_ENDPOINT_URL,
      AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY,
      AWS_SESSION_TOKEN,
    } = environment;
    const endpoint = AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL;
    this.settings = {
      region,
      maxAttempts: 3,
      ...(endpoint ? { endpoint } : {}),
      ...(AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY
        ? {
            credentials: {
              accessKeyId: AWS_ACCESS_KEY_ID,
              secretAccessKey: AWS_SECRET_ACCESS_KEY,
              ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
            },
          }
        : {}),
    };
  }

  /** With the credentials of the stack whose state it is, where each stack has its own. */
  private s3(key?: string): S3Client {
    const profile = key === undefined ? undefined : profileOf(stackOfStateKey(key));
    const client =
      this.clients.get(profile) ?? new S3Client(profile ? { ...this.settings, profile } : this.settings);
    this.clients.set(profile, client);
    return client;
  }

  async hasBucket(): Promise<boolean> {
    try {
      await this.s3().send(new HeadBucketCommand({ Bucket: this.bucket }));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw new Error(this.sentence(error), { cause: error });
    }
  }

  /** The state at the key, or undefined where there is none. */
  async read(key: string): Promise<State | undefined> {
    const text = await this.text(key);
    return text ? parseState(text) : undefined;
  }

  private async text(key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.s3(key).send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw new Error(this.sentence(error), { cause: error });
    }
  }

  /**
   * Puts an empty state at the key and says whether it did; a state that exists is never touched, by S3's own word.
   * A reader of an empty state gets the sentence its contract declares, where a missing object only confuses it.
   */
  async register(key: string): Promise<boolean> {
    const state = {
      version: 4,
      serial: 1,
      lineage: randomUUID(),
      outputs: {},
      resources: [],
      check_results: null,
    };
    try {
      await this.s3(key).send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: key,
          Body: JSON.stringify(state),
          ContentType: 'application/json',
          IfNoneMatch: '*',
        }),
      );
      return true;
    } catch (error) {
      if (statusOf(error) === 412) return false;
      throw new Error(this.sentence(error), { cause: error });
    }
  }

  /** The lock on the state at the key, if somebody holds it. */
  async lock(key: string): Promise<StateLock | undefined> {
    const text = await this.text(lockKey(key));
    if (!text) return undefined;
    const { ID = '', Who = '', Created = '' } = JSON.parse(text) as Record<string, string>;
    return { id: ID, who: Who, created: new Date(Created) };
  }

  /** Takes the lock away from a run that has ended without doing so itself. */
  async release(key: string): Promise<void> {
    try {
      await this.s3(key).send(new DeleteObjectCommand({ Bucket: this.bucket, Key: lockKey(key) }));
    } catch (error) {
      throw new Error(this.sentence(error), { cause: error });
    }
  }

  close(): void {
    for (const client of this.clients.values()) client.destroy();
  }

  private sentence(error: unknown): string {
    const { name, message } = error as { name?: string; message?: string };
    if (name === 'NoSuchBucket') return missingBucket(this.bucket, this.deployment, this.environment);
    if (name === 'CredentialsProviderError') return noCredentials;
    if (name === 'ExpiredToken' || name === 'InvalidAccessKeyId' || name === 'SignatureDoesNotMatch') {
      return `AWS refuses the credentials (${name}): sign in again`;
    }
    if (statusOf(error) === 403) {
      return `These credentials may not read the state bucket "${this.bucket}" (or it belongs to somebody else): ask the platform team for the stack's plan or apply role`;
    }
    if (isUnanswered(error)) {
      return `Nothing answers for the state bucket "${this.bucket}" (${message}): is the network, or the local AWS ("npm start"), up?`;
    }
    return `The state bucket "${this.bucket}" cannot be read: ${name ?? 'Error'}: ${message ?? String(error)}`;
  }
}

const stackOfStateKey = (key: string) => key.replace(/\.tfstate$/, '');

/** With `use_lockfile`, as Terraform names it. */
const lockKey = (key: string) => `${key}.tflock`;

export function parseState(text: string): State {
  const { lineage = '', serial = 0, outputs = {}, resources = [] } = JSON.parse(text) as Partial<State>;
  return { lineage, serial, outputs, resources };
}

/** `environment` is what Terraform gets on top of `process.env`: it leads elsewhere with `--local` only. */
export function missingBucket(
  bucket: string,
  deployment: string,
  { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL }: Readonly<Record<string, string>> = {},
): string {
  const flag = AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL ? ' --local' : '';
  return `The state bucket "${bucket}" does not exist: run "npx meridian bootstrap ${deployment}${flag}" first`;
}

export const noCredentials =
  'No AWS credentials are found: sign in (for example "aws sso login" and AWS_PROFILE), or use --local for the local AWS';

/** Whether a call found nobody, as opposed to somebody who refused it. */
export function isUnanswered(error: unknown): boolean {
  const { name, message, code } = error as { name?: string; message?: string; code?: string };
  return /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|TimeoutError/.test(`${code} ${name} ${message}`);
}

const statusOf = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
