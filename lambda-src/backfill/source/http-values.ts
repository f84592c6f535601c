import type { IncomingHttpHeaders } from 'node:http';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, and the older `Sunday, 06-Nov-94 08:49:37 GMT`. */
const WITH_ZONE = /^\w+, *(\d{1,2})[ -](\w{3})[ -](\d{4}|\d\d) (\d\d):(\d\d):(\d\d) (?:GMT|UTC|[+-]0000)$/;
/** `Sun Nov  6 08:49:37 1994`, which is in UTC, too. */
const ASCTIME = /^\w{3} (\w{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/;

/** Milliseconds since 1970 of a date in one of HTTP's three formats, wherever this code runs; nothing else is a date. */
export function httpDate(text: string | undefined): number | undefined {
  const withZone = WITH_ZONE.exec(text ?? '');
  const asctime = ASCTIME.exec(text ?? '');
  const [, day, month = '', year, ...time] =
    withZone ?? (asctime && [asctime[0], asctime[2], asctime[1], asctime[6], ...asctime.slice(3, 6)]) ?? [];
  if (day === undefined || !MONTHS.includes(month)) return undefined;
  const [hours, minutes, seconds] = time.map(Number);
  const date = Date.UTC(fullYear(String(year)), MONTHS.indexOf(month), Number(day), hours, minutes, seconds);
  // No 31st of February.
  return new Date(date).getUTCDate() === Number(day) ? date : undefined;
}

/** Two digits that seem to lie more than fifty years ahead are of the century before. */
function fullYear(year: string): number {
  if (year.length === 4) return Number(year);
  const now = new Date().getUTCFullYear();
  const inThisCentury = now - (now % 100) + Number(year);
  return inThisCentury > now + 50 ? inThisCentury - 100 : inThisCentury;
}

/** Whether another request may get a better answer than one with this status. */
export function mayPass(status: number): boolean {
  return [408, 425, 429].includes(status) || status >= 500;
}

/** `Retry-After`: a number of seconds, or a date, which is compared with the clock of whoever sent it. */
export function retryAfterSeconds(headers: IncomingHttpHeaders): number | undefined {
  const value = headers['retry-after'] ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  const date = httpDate(value);
  return date && Math.max(0, Math.ceil((date - (httpDate(headers.date) ?? Date.now())) / 1000));
}

/** `Location` with the bytes that are no part of an address escaped, whatever text they are; Node.js hands them out one by one. */
export function escapedLocation(location: string): string {
  return location.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
