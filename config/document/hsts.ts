import { flag, section } from '../fields';
import type { Problem } from '../problem';
import type { Check, Document } from '.';

export const fields = {
  /** What browsers remember for two years of the names that they have visited: to ask over HTTPS only. */
  hsts: section({
    /** True binds every name below a visited one too: below the apex, also names that the platform does not own. */
    includeSubdomains: flag().default(false),
    /**
     * True asks browsers to know it before the first visit, once the domain is entered at https://hstspreload.org. Taking it back
     * takes months.
     */
    preload: flag().default(false),
  }).default({ includeSubdomains: false, preload: false }),
};

export const checks: readonly Check[] = [{ needs: ['hsts'], problems: preloadProblems }];

function* preloadProblems({ hsts }: Document): Iterable<Problem> {
  if (hsts.preload && !hsts.includeSubdomains) {
    const expected = 'false, because the preload list takes only domains with "hsts.includeSubdomains"';
    yield { path: 'hsts.preload', expected, got: true };
  }
}
