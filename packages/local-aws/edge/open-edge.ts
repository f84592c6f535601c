import type { Server } from 'node:http';
import { join } from 'node:path';
import type { CloudFront } from '../emulators/cloudfront';
import { edgeAccessLog } from './access-log';
import { realClock } from './clock';
import { deployedTo } from './configuration';
import { Edge, type EdgeProps } from './edge';
import { functionEngine } from './functions';
import { createEdgeServer, type EdgeServerProps } from './listener';
import type { Clock, Endpoint, LambdaRuntime, NameResolver } from './types';

export interface OpenEdgeProps {
  readonly cloudFront: CloudFront;
  /** Router of the local AWS. */
  readonly aws: Endpoint;
  readonly resolver: NameResolver;
  readonly lambda: LambdaRuntime;
  readonly requester?: EdgeProps['requester'];
  readonly logsDirectory: string;
  readonly warn: (warning: string) => void;
  /** @default - the machine's */
  readonly clock?: Clock;
  readonly extra?: EdgeServerProps['extra'];
}

export interface OpenEdge {
  readonly edge: Edge;
  /** Not listening yet. */
  readonly server: Server;
  close(): void;
}

/** The edge of the local AWS: what is deployed there, served over HTTP. */
export function openEdge(props: OpenEdgeProps): OpenEdge {
  const { aws, clock = realClock, lambda, logsDirectory, requester } = props;
  const configuration = deployedTo(props.cloudFront);
  const edge = new Edge({
    configuration,
    functions: functionEngine((store, key) => configuration.keyValue(store, key), props.warn),
    lambda,
    requester,
    resolver: props.resolver,
    clock,
    s3: aws,
  });
  const log = edgeAccessLog(join(logsDirectory, 'edge-access.log'));
  const server = createEdgeServer({ edge, log, extra: props.extra });
  return {
    edge,
    server,
    close: () => {
      server.close();
      server.closeAllConnections();
      edge.close();
    },
  };
}
