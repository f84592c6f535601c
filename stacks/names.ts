import type { Document } from '../config/document';
import { versionedName } from '../modules/secrets/secret';

/** Names that follow from the document alone, so that no stack has to read another for them. */
export const names = {
  /** Start of the names of what a region owns; 25 characters at most. */
  region: ({ deployment }: Document, region: string) => `${deployment}-${region}`,
  /** Name that CloudFront fetches from: answered by the region, or by its failover region when it is dead. */
  origin: ({ domain }: Document, region: string) => `${region}.${domain.originLabel}.${domain.name}`,
  /** Every name that CloudFront fetches from, as one certificate has it. */
  origins: ({ domain }: Document) => `*.${domain.originLabel}.${domain.name}`,
  /** Name that the nearest healthy region answers. */
  nearest: ({ domain }: Document) => `nearest.${domain.originLabel}.${domain.name}`,
  /** Start of the names of the secrets that clients of the accelerator show. */
  acceleratorSecretPrefix: ({ deployment }: Document) => `${deployment}/accelerator-secret`,
  /** Those secrets, which `global` makes where the accelerator is on: load balancers accept all. */
  acceleratorSecrets: (document: Document) =>
    document.accelerator.secretVersions.map((version) =>
      versionedName(names.acceleratorSecretPrefix(document), version),
    ),
  /** Start of the names of the secrets by which load balancers know CloudFront. */
  originSecretPrefix: ({ deployment }: Document) => `${deployment}/origin-secret`,
  /** Those secrets, once `global` is applied for the document: the first is sent, all are accepted. */
  originSecrets: (document: Document) =>
    document.originProtection.secretVersions.map((version) =>
      versionedName(names.originSecretPrefix(document), version),
    ),
  /** Private zone that only the platform's VPCs can ask. */
  privateZone: ({ domain }: Document) => `${domain.privateLabel}.${domain.name}`,
  /** Name in that zone of whichever member of the database writes. */
  databaseWriter: (document: Document) => `write.${names.privateZone(document)}`,
  /** Name in that zone of the readers nearest to who asks. */
  databaseReader: (document: Document) => `read.${names.privateZone(document)}`,
  /** Name in that zone whose text lists the members: `<region>=<AWS region>`. */
  databaseMembers: (document: Document) => `members.${names.privateZone(document)}`,
};
