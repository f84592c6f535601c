/** One AWS API request, read whole. */
export interface AwsRequest {
  /** SigV4 service name of the credential scope, e.g. `cloudfront`; empty when the request is not signed. */
  readonly service: string;
  /** Region of the credential scope. */
  readonly region: string;
  readonly method: string;
  /** Without the query, undecoded: what a percent sign stands for is the service's to say. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. `host` is the one the client meant, account id included (`123456789012.127.0.0.1:4566`). */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Last part of `X-Amz-Target`, or the query protocol's `Action`; absent where method and path say it. */
  readonly action?: string;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Part of AWS that moto lacks or gets wrong. */
export interface Emulator {
  /** SigV4 service names that it answers for; only their requests are read whole. */
  readonly services: readonly string[];
  /** Whether it means to answer a request of these services. @default - each of them */
  answers?(request: AwsRequest): boolean;
  /** `undefined`: not mine, moto answers. */
  handle(request: AwsRequest): AwsResponse | undefined | Promise<AwsResponse | undefined>;
}

/** The answer of the first emulator that the request is for. */
export async function askEmulators(
  emulators: readonly Emulator[],
  request: AwsRequest,
): Promise<AwsResponse | undefined> {
  for (const emulator of emulators) {
    const answer = emulator.services.includes(request.service) ? await emulator.handle(request) : undefined;
    if (answer) return answer;
  }
  return undefined;
}
