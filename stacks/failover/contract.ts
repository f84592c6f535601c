import { list, map, text } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the platform team. A move reads the parameters, never these: a state may be out of reach then. */
export const failoverContract = {
  kind: 'failover',
  version: 1,
  outputs: {
    clusterArn: text('cluster_arn', 'Cluster that keeps the states of the routing controls.'),
    clusterEndpoints: list('cluster_endpoints', 'Its five endpoints, each "<AWS region> <address>".'),
    controlPanelArns: map('control_panel_arns', 'Control panel by service.'),
    routingControlArns: map('routing_control_arns', 'Routing control by "<service>.<region>".'),
  },
} satisfies StackContract;

/** What the copy of a service's switch holds: all that a move needs to know. */
export interface SwitchContent {
  readonly version: number;
  readonly service: string;
  readonly primary: string;
  readonly standby: string;
  /** Who decides to move it. */
  readonly team: string;
  /** What the document promises of a move. */
  readonly objectives: { readonly recoveryTimeSeconds: number; readonly recoveryPointSeconds: number };
  /** Each `<AWS region> <address>`. */
  readonly endpoints: readonly string[];
  /** Routing control by region. */
  readonly routingControls: Readonly<Record<string, string>>;
}

/** Start of the names of a deployment's copies. */
export const switchParameters = (deployment: string) => `/${deployment}/failover/`;

/** Name of the parameter that is the copy, in each AWS region that keeps one. */
export const switchParameter = (deployment: string, service: string) =>
  `${switchParameters(deployment)}${service}`;
