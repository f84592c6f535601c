import { REPLICA_READER } from '../../router/faults';

/** A published version of a function, as the runtime needs it. */
export interface DeployedLambda {
  /** Such as `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  /** ARN of the role in which it runs. */
  readonly role: string;
  readonly zip: Buffer;
}

/** Finds what was deployed under an ARN that ends with a version or an alias. */
export type FindLambda = (functionArn: string) => Promise<DeployedLambda>;

interface GetFunction {
  readonly Configuration: {
    readonly Handler: string;
    readonly Timeout: number;
    readonly MemorySize: number;
    readonly Environment?: { readonly Variables?: Record<string, string> };
    readonly FunctionArn: string;
    readonly Role: string;
    readonly Version: string;
  };
}

/** Asks the local AWS: Lambda's own API for the configuration, and a path of ours for the zip, which the API lacks. */
export function lambdasOf(endpoint: () => string): FindLambda {
  return async (functionArn) => {
    const [, , , region = '', , , name = '', qualifier = '$LATEST'] = functionArn.split(':');
    const credential = `Credential=edge/20260101/${region}/lambda/aws4_request`;
    const path = `/2015-03-31/functions/${name}?Qualifier=${encodeURIComponent(qualifier)}`;
    const answer = await fetch(`${endpoint()}${path}`, {
      headers: {
        authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=local`,
        'user-agent': REPLICA_READER,
      },
    });
    if (!answer.ok) throw new Error(`there is no function ${functionArn}`);
    const { Configuration: found } = (await answer.json()) as GetFunction;
    const version = [...functionArn.split(':').slice(0, 7), found.Version].join(':');
    const code = await fetch(`${endpoint()}/_local/lambda-code?arn=${encodeURIComponent(version)}`);
    if (!code.ok) throw new Error(`the code of ${version} is missing: ${await code.text()}`);
    return {
      handler: found.Handler,
      timeoutSeconds: found.Timeout,
      memoryMegabytes: found.MemorySize,
      environment: found.Environment?.Variables ?? {},
      role: found.Role,
      zip: Buffer.from(await code.arrayBuffer()),
    };
  };
}
