/** An image in a private ECR registry, taken apart. */
export interface EcrImage {
  readonly registry: string;
  readonly awsRegion: string;
  readonly repositoryArn: string;
}

const ECR_IMAGE = /^((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com)\/([^:@]+)/;

/** Undefined where the image lies in a public registry, which asks for no credentials. */
export function ecrImage(containerImage: string): EcrImage | undefined {
  const [, registry, accountId, awsRegion, repository] = ECR_IMAGE.exec(containerImage) ?? [];
  return registry === undefined || awsRegion === undefined
    ? undefined
    : {
        registry,
        awsRegion,
        repositoryArn: `arn:aws:ecr:${awsRegion}:${accountId}:repository/${repository}`,
      };
}

/** Family, generation, then letters such as `gd`: a `g` among them is AWS's own arm64 processor; `a1` was the first. */
const ARM64 = /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./;

export const architecture = (instanceType: string) => (ARM64.test(instanceType) ? 'arm64' : 'x86_64');
