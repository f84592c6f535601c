import { join } from 'node:path';
import type { Deployed, LocalAwsPlugin } from 'local-aws/plugin';
import { FULL_ORIGIN, FULL_ORIGIN_PATH, ORIGIN_HEADER } from '../../lambda-src/backfill/signal/miss';
import { drainsOf } from './drains';
import { objectsUnder } from './full-origin';
import { messageKey } from './message-key';

/** What the local AWS cannot know of the platform. */
export function meridian(deployed: Deployed): LocalAwsPlugin {
  const { consumers, directory, distributions, records } = deployed;
  const find = objectsUnder(() => consumers().flatMap(allowedPrefixes), join(directory, 'full-origin'));
  return {
    // Regions have failover names of their own: `asia.origin.…` leads to Asia's load balancer first.
    regionName: ({ dnsName }) =>
      records()
        .find(({ alias, failover }) => alias?.name === dnsName && failover === 'PRIMARY')
        ?.name.replace(/\..*$/s, ''),
    objects: ({ key, header }) =>
      find(key) ?? (header(ORIGIN_HEADER) === FULL_ORIGIN ? 'missing' : undefined),
    outside: {
      name: 'full-origin',
      hosts: () =>
        distributions()
          .flatMap(({ config }) => config.origins)
          .filter(({ customHeaders }) =>
            customHeaders.some(
              ({ name, value }) => name.toLowerCase() === ORIGIN_HEADER && value === FULL_ORIGIN,
            ),
          )
          .map(({ domainName }) => domainName),
    },
    // The fill worker's source is asked over the internet on AWS, and on this machine here.
    environmentOf: async ({ SOURCE_URL }, doorTo): Promise<Record<string, string>> =>
      SOURCE_URL === undefined ? {} : { SOURCE_URL: await doorTo(SOURCE_URL), SOURCE_MAY_BE_PRIVATE: 'true' },
    objectKey: messageKey,
    requester: ({ uri }) => (uri.startsWith(`${FULL_ORIGIN_PATH}/`) ? 'Fill worker' : undefined),
    drains: drainsOf(deployed),
    words: {
      title: 'Meridian',
      nothingDeployed: 'No region is deployed: npm start deploys the demo.',
      noObjects:
        "Ask for an object of the media host, such as /images/a.png. What the viewer's bucket lacks comes from the full " +
        'origin, and is filled into the bucket meanwhile: that is seen here.',
    },
  };
}

const allowedPrefixes = ({ environment }: { readonly environment: Readonly<Record<string, string>> }) =>
  JSON.parse(environment.ALLOWED_PREFIXES ?? '[]') as string[];
