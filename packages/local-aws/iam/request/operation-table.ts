import table from './operations.json';

export type Protocol = 'query' | 'json' | 'rest-json' | 'rest-xml';

export interface ServiceOperations {
  /** The service's name in signatures. */
  readonly signedAs: string;
  /** Of its actions: `elasticloadbalancing`. */
  readonly prefix: string;
  readonly protocol: Protocol;
  /** Names, where the request says its operation. */
  readonly operations?: readonly string[];
  /** Where method and path say it: operation → `GET /{Bucket}?policy header`, with what a request must have. */
  readonly routes?: Readonly<Record<string, string>>;
}

/** Operations of the services that the local AWS is asked for, of AWS's API models; see `generate-operations.ts`. */
export interface OperationTable {
  /** The version of botocore that had the models. */
  readonly botocore: string;
  /** By botocore's names. */
  readonly services: Readonly<Record<string, ServiceOperations>>;
}

export const OPERATIONS = table as OperationTable;
