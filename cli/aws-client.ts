/** Settings of an SDK client that lead to the local AWS; none for AWS, where the SDK finds its own. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export function clientSettings(
  region: string,
  environment: Readonly<Record<string, string>>,
): ClientSettings {
  const endpoint = environment.AWS_ENDPOINT_URL;
  if (endpoint === undefined) return { region };
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
  return { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
}
