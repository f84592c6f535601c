import type { AwsResponse } from '../../../emulators/emulator';
import { Route53Dnssec } from '../../../emulators/route53/dnssec';
import { child, type Tree } from '../../../emulators/xml';
import { document, request } from '../request';

let route53: Route53Dnssec;
beforeEach(() => {
  route53 = new Route53Dnssec();
});

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1';

function ask(method: string, path: string, body?: string): AwsResponse {
  const response = route53.handle(request(method, `/2013-04-01/${path}`, { service: 'route53', body }));
  if (response === undefined) throw new Error('left to moto');
  return response;
}
const createKey = (arn = KEY) =>
  ask(
    'POST',
    'keysigningkey',
    `<CreateKeySigningKeyRequest><HostedZoneId>Z1</HostedZoneId><KeyManagementServiceArn>${arn}</KeyManagementServiceArn><Name>key_1</Name><Status>ACTIVE</Status></CreateKeySigningKeyRequest>`,
  );
const dnssec = (): Tree => document(ask('GET', 'hostedzone/Z1/dnssec'));
const refused = (response: AwsResponse) => child(document(response), 'Error').Code;

test('a zone is signed once it has an active key', () => {
  expect(refused(ask('POST', 'hostedzone/Z1/enable-dnssec'))).toBe('KeySigningKeyWithActiveStatusNotFound');

  expect(createKey().status).toBe(201);
  ask('POST', 'hostedzone/Z1/enable-dnssec');

  expect(child(dnssec(), 'Status').ServeSignature).toBe('SIGNING');
  expect(child(dnssec(), 'KeySigningKeys', 'member')).toMatchObject({
    Name: 'key_1',
    Status: 'ACTIVE',
    DSRecord: expect.stringMatching(/^\d+ 13 2 [0-9A-F]{64}$/),
  });
});

test('signing ends before its key does', () => {
  createKey();
  ask('POST', 'hostedzone/Z1/enable-dnssec');

  expect(refused(ask('POST', 'keysigningkey/Z1/key_1/deactivate'))).toBe('KeySigningKeyInUse');
  ask('POST', 'hostedzone/Z1/disable-dnssec');
  expect(refused(ask('DELETE', 'keysigningkey/Z1/key_1'))).toBe('InvalidKeySigningKeyStatus');
  ask('POST', 'keysigningkey/Z1/key_1/deactivate');
  ask('DELETE', 'keysigningkey/Z1/key_1');

  expect(child(dnssec(), 'Status').ServeSignature).toBe('NOT_SIGNING');
  expect(refused(ask('POST', 'keysigningkey/Z1/key_1/activate'))).toBe('NoSuchKeySigningKey');
});

test('a key is one of us-east-1 and has a name of its own', () => {
  expect(refused(createKey('arn:aws:kms:eu-west-1:123456789012:key/1'))).toBe('InvalidKMSArn');
  createKey();
  expect(refused(createKey())).toBe('KeySigningKeyAlreadyExists');
});

test('everything else is moto\u2019s', () => {
  for (const path of ['hostedzone', 'hostedzone/Z1', 'hostedzone/Z1/rrset', 'change/C1']) {
    const sent = request('GET', `/2013-04-01/${path}`, { service: 'route53' });
    expect(route53.handle(sent)).toBeUndefined();
  }
});
