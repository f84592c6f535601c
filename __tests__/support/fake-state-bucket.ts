import { listening } from './listening';

export interface FakeStateBucket {
  /** Add it to the environment to reach the bucket. */
  readonly environment: Record<string, string>;
  /** Key to content; undefined while the bucket does not exist. */
  objects: Map<string, string> | undefined;
  /** Called before each answer: what else has changed the bucket meanwhile. */
  beforeAnswer: () => void;
  readonly close: () => void;
}

const xml = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;

/** Terraform lists what belongs to its other workspaces, of which there are none. */
const NOTHING_LISTED = '<?xml version="1.0"?><ListBucketResult></ListBucketResult>';

/** As much of S3 as Terraform's state needs: one bucket, objects, `If-None-Match: *`. */
export async function fakeStateBucket(): Promise<FakeStateBucket> {
  const { environment, close } = await listening((request, response) => {
    const key = decodeURIComponent(
      new URL(request.url ?? '/', 'http://s3').pathname.split('/').slice(2).join('/'),
    );
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // Terraform reads on for ever where nothing says how long an object is.
      const answer = (status: number, body = '') =>
        response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body);
      bucket.beforeAnswer();
      const { objects } = bucket;
      if (!objects) return answer(404, xml('NoSuchBucket'));
      if (request.method === 'HEAD') return answer(200);
      if (request.method === 'GET' && key === '') return answer(200, NOTHING_LISTED);
      if (request.method === 'GET') {
        const found = objects.get(key);
        return found === undefined ? answer(404, xml('NoSuchKey')) : answer(200, found);
      }
      if (request.method === 'DELETE') {
        objects.delete(key);
        return response.writeHead(204).end();
      }
      if (request.headers['if-none-match'] === '*' && objects.has(key))
        return answer(412, xml('PreconditionFailed'));
      // The SDK sends its checksum behind the body, in chunks; tests write states without line breaks.
      const body = Buffer.concat(chunks).toString();
      objects.set(key, body.split('\r\n').find((line) => line.startsWith('{')) ?? body);
      return answer(200);
    });
  });
  const bucket: FakeStateBucket = {
    environment,
    objects: undefined,
    beforeAnswer: () => {},
    close,
  };
  return bucket;
}
