import { choice, flag, section } from '../fields';
import type { Problem } from '../problem';
import type { Check, Document } from '.';

export const fields = {
  /** Costly services, off unless asked for. */
  optIns: section({
    /** Static anycast addresses, with a way of their own into every region: load balancer, secret and WAF (`accelerator`). */
    globalAccelerator: flag().default(false),
    /** Shield Advanced: a one-year subscription, 3,000 USD a month. */
    shieldAdvanced: flag().default(false),
    /**
     * `existing` where the account, or its organization, is subscribed to Shield Advanced already: only protections are made.
     * An account is subscribed once, and AWS refuses the second time.
     */
    shieldSubscription: choice(['create', 'existing']).default('create'),
  }).default({ globalAccelerator: false, shieldAdvanced: false, shieldSubscription: 'create' }),
};

export const checks: readonly Check[] = [{ needs: ['optIns'], problems: subscriptionProblems }];

function* subscriptionProblems({ optIns }: Document): Iterable<Problem> {
  if (optIns.shieldSubscription === 'existing' && !optIns.shieldAdvanced) {
    const expected = '"create", because "optIns.shieldAdvanced" is off and nothing uses a subscription';
    yield { path: 'optIns.shieldSubscription', expected, got: 'existing' };
  }
}
