import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { signedHeaders } from '../../../../lambda-src/backfill/queue/sqs';
import { cases } from '../../../support/full-run';
import { CREDENTIALS, HOST, SCOPE, VECTORS } from './signature-vectors';

const SEED = 20261120;

/** The SDK's signer takes any digest that has its shape. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | Uint8Array | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Uint8Array);
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

describe('signedHeaders', () => {
  it.each(VECTORS)('gives the signature of AWS test vector $name', (vector) => {
    const { authorization } = signedHeaders(
      { url: new URL(`https://${HOST}/`), headers: vector.headers, body: vector.body },
      { ...CREDENTIALS, sessionToken: vector.sessionToken },
      SCOPE,
    );

    expect(authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${vector.signedHeaders}, Signature=${vector.signature}`,
    );
  });

  it('signs like the AWS SDK, whatever is sent', async () => {
    const text = (maximum: number) => fc.string({ minLength: 1, maxLength: maximum });
    const headerValue = fc.stringMatching(/^[ -~]{0,40}$/);
    const request = fc.record({
      host: fc.oneof(fc.domain(), fc.constantFrom('127.0.0.1:4566', 'sqs.eu-west-1.amazonaws.com')),
      headers: fc.dictionary(fc.stringMatching(/^x-test-[a-z\d_-]{1,12}$/), headerValue, { maxKeys: 6 }),
      contentType: headerValue,
      target: headerValue,
      body: fc.string({ unit: 'binary', maxLength: 300 }),
      accessKeyId: fc.stringMatching(/^A[A-Z\d]{15,19}$/),
      secretAccessKey: text(60),
      sessionToken: fc.option(fc.base64String({ minLength: 4, maxLength: 400 }), { nil: undefined }),
      awsRegion: fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-\d$/),
      service: fc.stringMatching(/^[a-z][a-z\d-]{1,11}$/),
      date: fc.date({
        min: new Date('2000-01-01T00:00:00Z'),
        max: new Date('2099-12-31T23:59:59.999Z'),
        noInvalidDate: true,
      }),
    });

    await fc.assert(
      fc.asyncProperty(request, async (random) => {
        const { host, body, awsRegion, service, date, accessKeyId, secretAccessKey, sessionToken } = random;
        const url = new URL(`https://${host}/`);
        const headers = {
          ...random.headers,
          'content-type': random.contentType,
          'x-amz-target': random.target,
        };
        const credentials = { accessKeyId, secretAccessKey, sessionToken };
        const signer = new SignatureV4({
          service,
          region: awsRegion,
          sha256: Sha256,
          credentials:
            sessionToken === undefined ? { accessKeyId, secretAccessKey } : { ...credentials, sessionToken },
          applyChecksum: false,
        });
        const theirs = await signer.sign(
          {
            method: 'POST',
            protocol: 'https:',
            hostname: url.hostname,
            path: '/',
            headers: { ...headers, host: url.host },
            body,
          },
          { signingDate: date },
        );
        const ours = signedHeaders({ url, headers, body }, credentials, { awsRegion, service, date });

        expect(ours).toEqual(theirs.headers);
      }),
      { seed: SEED, numRuns: cases(100, 10_000) },
    );
  });
});
