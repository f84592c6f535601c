/** Addresses that the fill worker must never connect to. */
export const FORBIDDEN_IPV4 = [
  '127.0.0.1',
  '127.1.2.3',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.1.1',
  // Metadata of instances, of tasks, and AWS's resolver and clock.
  '169.254.169.254',
  '169.254.170.2',
  '169.254.169.253',
  '169.254.169.123',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
] as const;

export const FORBIDDEN_IPV6 = [
  '::',
  '::1',
  '0:0:0:0:0:0:0:1',
  '0000:0000:0000:0000:0000:0000:0000:0001',
  'fc00::1',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '3fff::1',
  '5f00::1',
] as const;

/** One IPv4 address in every notation that a URL parser, a resolver or a careless check may read. */
export function notations(address: string): string[] {
  const bytes = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number, digits = 2) => value.toString(16).padStart(digits, '0');
  const octal = (value: number) => `0${value.toString(8)}`;
  const groups = `${hex(a)}${hex(b)}:${hex(c)}${hex(d)}`;
  const fullWidth = (text: string) =>
    text.replace(/[\d]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  return [
    address,
    `${address}.`,
    String(number),
    `0x${hex(number, 8)}`,
    octal(number),
    bytes.map(octal).join('.'),
    bytes.map((byte) => `0x${hex(byte)}`).join('.'),
    `${a}.${octal(b)}.0x${hex(c)}.${d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    fullWidth(address),
    address.replaceAll('.', '\u3002'),
    address.replaceAll('.', '\uff0e'),
    address.replaceAll('.', '%2e'),
    `[::ffff:${address}]`,
    `[::ffff:${groups}]`,
    `[::${groups}]`,
    `[64:ff9b::${groups}]`,
    `[2002:${groups}::1]`,
    `user:password@${address}`,
  ];
}
