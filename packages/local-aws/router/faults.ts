import type { AwsResponse } from '../emulators/emulator';
import { awsError } from './errors';
import { isDataPlane } from './planes';
import type { RequestHead } from './request';

/** A part of the local AWS that refuses its callers, until it is allowed again. */
export interface Fault {
  /** Such as `sqs down`: unique. */
  readonly name: string;
  /** SigV4 service names; empty: every service. */
  readonly services: readonly string[];
  /** As signatures name them; empty: every AWS region. */
  readonly awsRegions: readonly string[];
  /** `control`: data planes work on. */
  readonly plane: 'control' | 'all';
  /** Of the requests, 0 to 1. */
  readonly share: number;
  /** HTTP status of the refusal. */
  readonly status: number;
}

/** Reads what AWS has long since spread to its edge locations, and so does not depend on the service that it asks. */
export const REPLICA_READER = 'local-aws-edge';

/** Faults of the local AWS, as drills inject them. */
export class Faults {
  private readonly injected = new Map<string, Fault>();

  /** `random` in [0, 1) decides which requests a share means. */
  constructor(private readonly random: () => number = Math.random) {}

  refuse(fault: Fault): void {
    this.injected.set(fault.name, fault);
  }

  /** False: no fault has the name. */
  allow(name: string): boolean {
    return this.injected.delete(name);
  }

  all(): readonly Fault[] {
    return [...this.injected.values()];
  }

  /** The refusal of a request, if a fault means it. */
  refusal(head: RequestHead, action: string | undefined): AwsResponse | undefined {
    const fault = this.all().find((one) => means(one, head, action) && this.random() < one.share);
    if (fault === undefined) return undefined;
    const code = head.service === 's3' && fault.status === 503 ? 'SlowDown' : 'ServiceUnavailable';
    return awsError(head, fault.status, code, `${head.service} refuses: ${fault.name}`);
  }
}

/** Signed for every AWS region: where one refuses, another answers. */
const isForAnyRegion = (headers: RequestHead['headers']) => headers['x-amz-region-set'] === '*';

function means(fault: Fault, head: RequestHead, action: string | undefined): boolean {
  const { service, region, method, path, headers } = head;
  if (service === '' || headers['user-agent'] === REPLICA_READER) return false;
  if (fault.services.length > 0 && !fault.services.includes(service)) return false;
  if (fault.awsRegions.length > 0 && (isForAnyRegion(headers) || !fault.awsRegions.includes(region)))
    return false;
  return fault.plane === 'all' || !isDataPlane({ service, method, path, action });
}
