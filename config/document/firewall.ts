import { section, wholeNumber } from '../fields';

export const fields = {
  /** What WAF blocks in front of the site. */
  firewall: section({
    /** Requests per viewer address in five minutes before WAF blocks it. */
    requestsPerFiveMinutes: wholeNumber(10, 2_000_000_000),
  }),
};
