import { CertificatesInUse } from '../../../emulators/acm';

const USED = 'arn:aws:acm:us-east-1:123456789012:certificate/used';
const certificates = new CertificatesInUse(() => [USED, '']);

const ask = (action: string, CertificateArn: string) =>
  certificates.handle({
    service: 'acm',
    region: 'us-east-1',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(JSON.stringify({ CertificateArn })),
    action,
  });

describe('a certificate', () => {
  it('that a distribution uses is not deleted', () => {
    const answer = ask('DeleteCertificate', USED);

    expect(answer?.status).toBe(400);
    expect(JSON.parse(String(answer?.body))).toMatchObject({
      __type: 'ResourceInUseException',
      message: `Certificate ${USED} in account 123456789012 is in use.`,
    });
  });

  it('that none uses is moto\u2019s business, as is every other request', () => {
    expect(ask('DeleteCertificate', USED.replace('used', 'free'))).toBeUndefined();
    expect(ask('DescribeCertificate', USED)).toBeUndefined();
  });
});
