import { section, wholeNumber } from '../fields';

export const fields = {
  /** What WAF blocks in front of both distributions, and when somebody is told of it, there and in front of an accelerator's load balancers. */
  firewall: section({
    /** Requests to the site per viewer address in five minutes before WAF blocks it. */
    requestsPerFiveMinutes: wholeNumber(10, 2_000_000_000),
    /**
     * Requests to the media name per address in five minutes. A page has many objects, whole offices and mobile networks share an
     * address, and a fill worker reads an object of 5 GB in 600 requests.
     */
    mediaRequestsPerFiveMinutes: wholeNumber(10, 2_000_000_000).default(20_000),
    /** Requests that are blocked in five minutes before somebody is told. */
    blockedRequestsAlarm: wholeNumber(1, 2_000_000_000).default(1000),
  }),
};
