import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { EDGE_REGION } from '../../modules/edge/edge-region';
import { OriginSecrets } from '../../modules/edge/origin-secrets';
import { TokenKeys } from '../../modules/edge/token-keys';
import { names } from '../names';
import { otherAwsRegions } from '../other-aws-regions';

export interface EdgeSecrets {
  /** What load balancers want to see. */
  readonly originSecrets: OriginSecrets;
  /** What tokens of protected paths are signed with; undefined where no path is protected. */
  readonly tokenKeys: TokenKeys | undefined;
}

/** Secrets of the edge, with a copy in every AWS region of the document. */
export function createSecrets(scope: Construct, document: Document): EdgeSecrets {
  const { deployment, edgeAuth, originProtection } = document;
  const replicaRegions = otherAwsRegions(document, EDGE_REGION);
  const originSecrets = new OriginSecrets(scope, 'origin-secrets', {
    namePrefix: names.originSecretPrefix(document),
    versions: originProtection.secretVersions,
    replicaRegions,
  });
  const tokenKeys =
    edgeAuth.protectedPrefixes.length > 0
      ? new TokenKeys(scope, 'token-keys', {
          namePrefix: `${deployment}/edge-token-key`,
          versions: edgeAuth.keyVersions,
          replicaRegions,
        })
      : undefined;
  return { originSecrets, tokenKeys };
}
