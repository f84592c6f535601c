import {
  ListBucketsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { runningLocalEnvironment } from '../../local/environment';

// The SDK is fine on this Node.js; what it says about next year's versions is not for the reader of test results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** What moto notes of every request, reads included, is no part of what was applied. */
const ACCESS_LOGS = /-logs-\d+$/;

/** Whoever plans a stack meanwhile locks its state, and leaves two more versions of the lock. */
const LOCK = / \S+\.tfstate\.tflock /;

/** Every version of every object in the running local AWS, Terraform's states among them, one a line. */
export async function heldObjects(): Promise<string[]> {
  const endpoint = runningLocalEnvironment()?.AWS_ENDPOINT_URL;
  if (endpoint === undefined) throw new Error('the local AWS is not running');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  try {
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const held = Buckets.map(({ Name, CreationDate }) => `${Name} ${CreationDate?.toISOString()}`);
    for (const { Name: Bucket = '' } of Buckets) {
      if (!ACCESS_LOGS.test(Bucket)) held.push(...(await versions(s3, Bucket)));
    }
    return held.filter((line) => !LOCK.test(line)).sort();
  } finally {
    s3.destroy();
  }
}

async function versions(s3: S3Client, Bucket: string): Promise<string[]> {
  const lines: string[] = [];
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, ...from }),
    );
    for (const { Key, VersionId, ETag, Size, LastModified } of page.Versions ?? []) {
      lines.push([Bucket, Key, VersionId, ETag, Size, LastModified?.toISOString()].join(' '));
    }
    for (const { Key, VersionId } of page.DeleteMarkers ?? []) lines.push([Bucket, Key, VersionId].join(' '));
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    from = IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
  }
  return lines;
}
