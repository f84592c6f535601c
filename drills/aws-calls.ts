import { readFileSync, statSync } from 'node:fs';
import { REPLICA_READER } from 'local-aws/router/faults';
import { isDataPlane } from 'local-aws/router/planes';
import { WORLD_READER } from 'local-aws/world/aws-api';

interface LoggedCall {
  readonly service: string;
  readonly region: string;
  readonly method: string;
  readonly path: string;
  readonly action?: string;
  readonly agent?: string;
}

/** User agent of calls that only find out whether something refuses: nothing is done with what they answer. */
export const PROBE = 'meridian-probe';

/** Programs of the local world, which read what is deployed in place of what AWS has spread by itself; and probes. */
const NOT_OF_THE_PLATFORM = new Set([WORLD_READER, REPLICA_READER, PROBE]);

/** Calls that the local AWS has logged from now on: what a failover must do without. */
export class AwsCalls {
  private readonly from: number;

  constructor(private readonly logFile: string) {
    this.from = statSync(logFile).size;
  }

  /** Such as `route53 POST /2013-04-01/hostedzone`: calls to control planes, and reads of Terraform's states. */
  ofControlPlanes(): string[] {
    return readFileSync(this.logFile)
      .subarray(this.from)
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line): LoggedCall => JSON.parse(line))
      .filter(({ agent = '', service }) => service !== '' && !NOT_OF_THE_PLATFORM.has(agent))
      .filter((call) => !isDataPlane(call) || call.path.endsWith('.tfstate'))
      .map(({ service, action, method, path }) => `${service} ${action ?? `${method} ${path}`}`);
  }
}
