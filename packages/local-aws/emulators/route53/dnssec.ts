import { AwsError, randomId, timestamp } from '../aws';
import type { AwsRequest, AwsResponse, Emulator } from '../emulator';
import { randomBytes, randomInt } from '../moment';
import { buildXml, parseXml, type Tree } from '../xml';

interface SigningKey {
  readonly Name: string;
  readonly KmsArn: string;
  readonly CreatedDate: string;
  readonly keyTag: number;
  readonly digest: string;
  readonly publicKey: string;
  status: string;
}

interface Zone {
  signing: boolean;
  readonly keys: Map<string, SigningKey>;
}

/** ECDSA over P-256 with SHA-256, the only algorithm that Route 53 signs with. */
const ALGORITHM = 13;
const SHA_256 = 2;
const KEY_SIGNING_FLAG = 257;

/** DNSSEC of Route 53's public zones, which moto lacks; keys and digests are random. */
export class Route53Dnssec implements Emulator {
  readonly services = ['route53'];
  private readonly zones = new Map<string, Zone>();

  answers({ path }: AwsRequest): boolean {
    return /^\/[^/]+\/(keysigningkey(\/|$)|hostedzone\/[^/]+\/((en|dis)able-)?dnssec$)/.test(path);
  }

  handle(request: AwsRequest): AwsResponse | undefined {
    if (!this.answers(request)) return undefined;
    const [, , collection, ...rest] = request.path.split('/');
    try {
      if (collection === 'keysigningkey') return this.signingKey(request, rest);
      const [zoneId = '', view] = rest;
      return this.zone(zoneId, view);
    } catch (error) {
      if (error instanceof AwsError) return refusal(error);
      throw error;
    }
  }

  private zone(zoneId: string, view: string | undefined): AwsResponse | undefined {
    const zone = this.zoneOf(zoneId);
    switch (view) {
      case 'dnssec':
        return answer('GetDNSSECResponse', {
          Status: { ServeSignature: zone.signing ? 'SIGNING' : 'NOT_SIGNING' },
          KeySigningKeys: { member: [...zone.keys.values()].map(described) },
        });
      case 'enable-dnssec':
        if (![...zone.keys.values()].some(({ status }) => status === 'ACTIVE')) {
          throw new AwsError('KeySigningKeyWithActiveStatusNotFound', 'A zone is signed with an active key.');
        }
        zone.signing = true;
        return answer('EnableHostedZoneDNSSECResponse', change());
      case 'disable-dnssec':
        zone.signing = false;
        return answer('DisableHostedZoneDNSSECResponse', change());
      default:
        return undefined;
    }
  }

  private signingKey(request: AwsRequest, [zoneId, name, action]: string[]): AwsResponse | undefined {
    if (zoneId === undefined || zoneId === '') {
      return this.createSigningKey(parseXml(request.body)?.[1] ?? {});
    }
    const zone = this.zoneOf(zoneId);
    const key = zone.keys.get(name ?? '');
    if (key === undefined) {
      throw new AwsError('NoSuchKeySigningKey', `The key-signing key ${name} does not exist.`, 404);
    }
    if (request.method === 'DELETE') {
      if (key.status === 'ACTIVE') {
        throw new AwsError('InvalidKeySigningKeyStatus', 'An active key-signing key is not deleted.');
      }
      zone.keys.delete(key.Name);
      return answer('DeleteKeySigningKeyResponse', change());
    }
    if (action === 'deactivate' && zone.signing) {
      throw new AwsError('KeySigningKeyInUse', 'The zone is signed with this key.');
    }
    key.status = action === 'deactivate' ? 'INACTIVE' : 'ACTIVE';
    return answer(`${action === 'deactivate' ? 'Dea' : 'A'}ctivateKeySigningKeyResponse`, change());
  }

  private createSigningKey(input: Tree): AwsResponse {
    const { HostedZoneId, KeyManagementServiceArn, Name, Status } = input;
    const zone = this.zoneOf(String(HostedZoneId));
    if (!/^arn:aws:kms:us-east-1:/.test(String(KeyManagementServiceArn))) {
      throw new AwsError('InvalidKMSArn', 'Zones are signed with KMS keys of us-east-1.');
    }
    if (zone.keys.has(String(Name))) {
      throw new AwsError('KeySigningKeyAlreadyExists', `The key-signing key ${Name} exists.`, 409);
    }
    const key: SigningKey = {
      Name: String(Name),
      KmsArn: String(KeyManagementServiceArn),
      CreatedDate: timestamp(),
      keyTag: randomInt(65_536),
      digest: randomBytes(32).toString('hex').toUpperCase(),
      publicKey: randomBytes(64).toString('base64'),
      status: String(Status),
    };
    zone.keys.set(key.Name, key);
    return answer('CreateKeySigningKeyResponse', { ...change(), KeySigningKey: described(key) }, 201);
  }

  private zoneOf(zoneId: string): Zone {
    const zone = this.zones.get(zoneId) ?? { signing: false, keys: new Map() };
    this.zones.set(zoneId, zone);
    return zone;
  }
}

function described({ keyTag, digest, publicKey, status, ...key }: SigningKey): Tree {
  return {
    ...key,
    Status: status,
    Flag: String(KEY_SIGNING_FLAG),
    SigningAlgorithmMnemonic: 'ECDSAP256SHA256',
    SigningAlgorithmType: String(ALGORITHM),
    DigestAlgorithmMnemonic: 'SHA-256',
    DigestAlgorithmType: String(SHA_256),
    KeyTag: String(keyTag),
    DigestValue: digest,
    PublicKey: publicKey,
    DSRecord: `${keyTag} ${ALGORITHM} ${SHA_256} ${digest}`,
    DNSKEYRecord: `${KEY_SIGNING_FLAG} 3 ${ALGORITHM} ${publicKey}`,
    LastModifiedDate: key.CreatedDate,
  };
}

function change(): Tree {
  return { ChangeInfo: { Id: `/change/${randomId('C')}`, Status: 'INSYNC', SubmittedAt: timestamp() } };
}

function answer(name: string, content: Tree, status = 200): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: buildXml(name, content) };
}

function refusal({ code, message, status }: AwsError): AwsResponse {
  return answer('ErrorResponse', { Error: { Type: 'Sender', Code: code, Message: message } }, status);
}
