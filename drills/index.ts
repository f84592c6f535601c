import { allRegionsDown } from './all-regions-down';
import { arcEndpointsDown } from './arc-endpoints-down';
import { bothOffRefused } from './both-off-refused';
import { controlPlanesDown } from './control-planes-down';
import { databaseSwitchover } from './database-switchover';
import { drain } from './drain';
import type { Drill } from './drill';
import { healthFlapping } from './health-flapping';
import { loadBalancerBrownout } from './load-balancer-brownout';
import { objectFill } from './object-fill';
import { poisonMessage } from './poison-message';
import { regionApiDown } from './region-api-down';
import { regionLoss } from './region-loss';
import { s3Brownout } from './s3-brownout';
import { sqsDown } from './sqs-down';
import { herdOf } from './thundering-herd';

export interface DrillsProps {
  /** Of `thundering-herd`. @default 10,000 */
  readonly viewers?: number | undefined;
}

/** Every drill by its name. */
export const drillsOf = ({ viewers }: DrillsProps = {}): Readonly<Record<string, Drill>> => ({
  'region-loss': regionLoss,
  'load-balancer-brownout': loadBalancerBrownout,
  'health-flapping': healthFlapping,
  'all-regions-down': allRegionsDown,
  drain,
  'control-planes-down': controlPlanesDown,
  'arc-endpoints-down': arcEndpointsDown,
  'both-off-refused': bothOffRefused,
  'object-fill': objectFill,
  'thundering-herd': herdOf(viewers),
  'poison-message': poisonMessage,
  's3-brownout': s3Brownout,
  'sqs-down': sqsDown,
  'region-api-down': regionApiDown,
  // Plans every stack: last, so that it also tells what the others have left behind.
  'database-switchover': databaseSwitchover,
});
