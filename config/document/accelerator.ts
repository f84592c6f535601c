import { section, wholeNumber } from '../fields';
import { versionProblems, versions } from '../rotation';
import type { Check } from '.';

export const fields = {
  /** What clients of Global Accelerator show and may ask; of no effect while `optIns.globalAccelerator` is off. */
  accelerator: section({
    /**
     * Versions of the clients' secret; load balancers behind the accelerator accept all (at most two).
     * To rotate: [1] → [1, 2], apply global, then regions; give version 2 to the clients; → [2], apply regions, then global.
     */
    secretVersions: versions.default([1]),
    /** Requests per client address in five minutes before a region's WAF blocks it. */
    requestsPerFiveMinutes: wholeNumber(10, 2_000_000_000).default(2000),
  }).default({ secretVersions: [1], requestsPerFiveMinutes: 2000 }),
};

export const checks: readonly Check[] = [
  {
    needs: ['accelerator'],
    problems: ({ accelerator: { secretVersions } }) =>
      versionProblems('accelerator.secretVersions', secretVersions),
  },
];
