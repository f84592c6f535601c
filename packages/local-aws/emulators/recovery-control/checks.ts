import { AwsError } from '../aws';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-route53recoverycontrol-safetyrule.html */
const NAME = /^[^\s&<>'";]{1,64}$/;

export const invalid = (message: string) => new AwsError('ValidationException', message);

export const conflict = (message: string) => new AwsError('ConflictException', message, 409);

/** A name that AWS accepts, and that none of the resources beside it has. */
export function checkedName<T extends { readonly name: string }>(
  name: unknown,
  beside: readonly T[],
  taken = conflict,
): string {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw invalid(`The name ${name} is not 1 to 64 characters without white space and & < > ' " ;.`);
  }
  if (beside.some((other) => other.name === name)) throw taken(`The name ${name} is in use.`);
  return name;
}

/** Quotas: https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.quotas.html */
export const QUOTAS = {
  clusters: 2,
  panelsPerCluster: 50,
  controlsPerPanel: 100,
  controlsPerCluster: 300,
  rulesPerPanel: 20,
  changesPerRequest: 10,
} as const;

export function checkQuota(existing: readonly unknown[], most: number, what: string): void {
  if (existing.length < most) return;
  throw new AwsError('ServiceQuotaExceededException', `The quota of ${most} ${what} is used up.`, 402);
}
