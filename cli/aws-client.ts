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

/** What a paginator of the SDK brings, of every page. */
export async function ofAllPages<P, T>(
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
