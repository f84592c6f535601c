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
