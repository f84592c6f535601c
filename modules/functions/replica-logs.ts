import { Construct, type IConstruct } from 'constructs';
import { LogGroup } from '../observability/log-group';
import { surround, surroundings } from '../surroundings';

export interface ReplicaLogsProps {
  /** `logGroupName` of a `LambdaAtEdge`. */
  readonly logGroupName: string;
  /** Construct in the AWS region of the replicas, whose surroundings are theirs. */
  readonly place: IConstruct;
}

/** Where the replicas of a Lambda@Edge function log that run in another AWS region than the function. */
export class ReplicaLogs extends Construct {
  constructor(scope: Construct, id: string, { logGroupName, place }: ReplicaLogsProps) {
    super(scope, id);
    surround(this, surroundings(place));
    new LogGroup(this, 'logs', { name: logGroupName });
  }
}
