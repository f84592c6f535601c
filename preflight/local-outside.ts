import type { TargetProps } from './target';

const MANIFEST = /^\/v2\/(?<repository>.+)\/manifests\/(?<reference>.+)$/;

/** DNS and registries as the local AWS was told that they are: what it stands for has no domain, and pulls no image. */
export function localOutside(endpoint: string): Required<Pick<TargetProps, 'names' | 'fetch'>> {
  const ask = async <T>(about: string, name: string): Promise<T> => {
    const answer = await fetch(`${endpoint}/_local/outside?${new URLSearchParams({ about, name })}`);
    if (!answer.ok) throw new Error(`the local AWS answers ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    names: {
      nameServers: (domain) => ask<readonly string[]>('name-servers', domain),
      certificateAuthorities: (name) => ask<readonly string[]>('certificate-authorities', name),
    },
    fetch: async (input) => {
      const { host, pathname } = new URL(String(input));
      const { repository, reference = '' } = MANIFEST.exec(pathname)?.groups ?? {};
      const separator = reference.startsWith('sha256:') ? '@' : ':';
      const image = `${host}/${repository}${separator}${reference}`;
      const processors = await ask<readonly string[] | null>('image', image);
      if (processors === null) return new Response('', { status: 404 });
      return Response.json({ manifests: processors.map((architecture) => ({ platform: { architecture } })) });
    },
  };
}
