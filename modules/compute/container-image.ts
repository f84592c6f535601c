/** An image in a private ECR registry, taken apart. */
export interface EcrImage {
  readonly registry: string;
  readonly accountId: string;
  readonly awsRegion: string;
  readonly repository: string;
  readonly repositoryArn: string;
}

const ECR_IMAGE = /^((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com)\/([^:@]+)/;

/** Undefined where the image lies in a public registry, which asks for no credentials. */
export function ecrImage(containerImage: string): EcrImage | undefined {
  const match = ECR_IMAGE.exec(containerImage);
  if (match === null) return undefined;
  const [, registry = '', accountId = '', awsRegion = '', repository = ''] = match;
  const repositoryArn = `arn:aws:ecr:${awsRegion}:${accountId}:repository/${repository}`;
  return { registry, accountId, awsRegion, repository, repositoryArn };
}

/** The same image in the registry of another AWS region, where it is replicated to; one in a public registry is that everywhere. */
export function regionalImage(containerImage: string, awsRegion: string): string {
  const image = ecrImage(containerImage);
  return image === undefined
    ? containerImage
    : containerImage.replace(`.ecr.${image.awsRegion}.`, `.ecr.${awsRegion}.`);
}
