import { isIPv4 } from 'node:net';

/** A range of IPv4 addresses, as numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
  readonly prefixLength: number;
}

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/** Docker's bridge network on every instance: addresses in it never leave the instance. */
const DOCKER_RANGE = '172.17.0.0/16';

/** The range, or undefined where the text is no CIDR block. An address inside the range is taken for its start. */
export function addressRange(cidrBlock: string): AddressRange | undefined {
  const [address = '', length = '', ...rest] = cidrBlock.split('/');
  if (!isIPv4(address) || !/^(\d|[12]\d|3[0-2])$/.test(length) || rest.length > 0) {
    return undefined;
  }
  const prefixLength = Number(length);
  const size = 2 ** (32 - prefixLength);
  const value = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const first = value - (value % size);
  return { first, last: first + size - 1, prefixLength };
}

export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** What a VPC's range should have been, or undefined where it is right. */
export function vpcRangeExpectation(cidrBlock: string): string | undefined {
  const range = addressRange(cidrBlock);
  if (range === undefined) {
    return 'a CIDR block such as "10.10.0.0/16"';
  }
  if (range.prefixLength < 16 || range.prefixLength > 20) {
    return 'a size from /16 (the largest VPC) to /20 (three subnets in three zones)';
  }
  if (!PRIVATE_RANGES.some((cidr) => contains(cidr, range))) {
    return `a private range (in ${PRIVATE_RANGES.join(', ')})`;
  }
  if (contains(DOCKER_RANGE, range)) {
    return `a range outside ${DOCKER_RANGE}, which Docker uses on every instance`;
  }
  const canonical = `${dotted(range.first)}/${range.prefixLength}`;
  return canonical === cidrBlock ? undefined : `the start of the range, "${canonical}"`;
}

function contains(outer: string, { first, last }: AddressRange): boolean {
  const range = addressRange(outer);
  return range !== undefined && range.first <= first && last <= range.last;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}
