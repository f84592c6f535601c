import { z } from 'zod';
import { matching } from './fields';

/** Names that several sections of the document use. */

/**
 * Deployment and region names stand together in names that AWS limits to 32 characters (load balancers), with up to seven
 * characters of ours behind them: `<deployment>-<region>-public`. No double hyphen: names are joined with hyphens, and must
 * come apart again.
 */
export const shortName = matching(
  '2 to 12 lower case letters, digits and single hyphens, starting with a letter',
  /^(?=.{2,12}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
);

export const teamName = matching(
  'a team name of lower case letters, digits and hyphens',
  /^(?=.{2,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
);

export const regionName = z.string({ error: 'the name of a region' });

/** A service stands with a region in names of what it owns. */
export const serviceName = shortName;

export const teamKey = z.string({ error: 'a key of "teams"' });

export const DNS_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
export const dnsLabel = matching('a DNS label such as "origin"', new RegExp(`^${DNS_LABEL}$`));

/** At least two labels, the last of which is no number: `127.0.0.1` and `0x7f.1` are addresses (https://url.spec.whatwg.org/#ends-in-a-number-checker). */
export const domainName = matching(
  'a domain name such as "www.example.com", in lower case',
  new RegExp(`^(?=.{1,253}$)(?:${DNS_LABEL}\\.)+(?!(?:\\d+|0x[0-9a-f]*)$)[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$`),
);
