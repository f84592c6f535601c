/** What a registry may answer with: lists of images by platform, or one image. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

interface Manifest {
  readonly manifests?: readonly { readonly platform?: { readonly architecture?: string } }[];
}

/**
 * What is wrong with an image; nothing where its registry has it for this processor, or lets only the account itself ask, as a
 * private ECR does. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export async function imageProblem(
  image: string,
  processor: string,
  ask: typeof fetch,
): Promise<string | undefined> {
  const { host, repository, reference } = parts(image);
  if (/\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/.test(host)) return undefined;
  const answer = await manifest(`https://${host}/v2/${repository}/manifests/${reference}`, ask);
  if (!answer.ok) return `${host} answers ${answer.status} for the image ${image}`;
  const { manifests } = (await answer.json()) as Manifest;
  const built = manifests?.flatMap(({ platform }) => platform?.architecture ?? []);
  if (built === undefined || built.includes(processor)) return undefined;
  return `the image ${image} is built for ${[...new Set(built)].join(', ')} only`;
}

/** Asks again with the token that the registry says where to get. */
async function manifest(url: string, ask: typeof fetch): Promise<Response> {
  const first = await ask(url, { headers: { accept: MANIFESTS } });
  const challenge = first.headers.get('www-authenticate') ?? '';
  if (first.status !== 401 || !/^bearer /i.test(challenge)) return first;
  const fields = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  ) as Record<string, string>;
  const { realm = '', service = '', scope = '' } = fields;
  const granted = await ask(`${realm}?${new URLSearchParams({ service, scope })}`);
  const { token = '' } = granted.ok ? ((await granted.json()) as { token?: string }) : {};
  return ask(url, { headers: { accept: MANIFESTS, authorization: `Bearer ${token}` } });
}

/** `nginx:1.27` is `registry-1.docker.io/library/nginx`, as Docker reads it. */
function parts(image: string): { host: string; repository: string; reference: string } {
  const [, name = '', tag, digest] = /^(.+?)(?::([\w][\w.-]*))?(?:@(sha256:[0-9a-f]+))?$/.exec(image) ?? [];
  const [first = '', ...rest] = name.split('/');
  const hasHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = hasHost ? rest.join('/') : name;
  return {
    host: hasHost && first !== 'docker.io' ? first : 'registry-1.docker.io',
    repository: hasHost || path.includes('/') ? path : `library/${path}`,
    reference: digest ?? tag ?? 'latest',
  };
}
