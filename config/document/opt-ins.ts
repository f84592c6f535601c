import { flag, section } from '../fields';

export const fields = {
  /** Costly services, off unless asked for. */
  optIns: section({
    /** Static anycast addresses, with a way of their own into every region: load balancer, secret and WAF (`accelerator`). */
    globalAccelerator: flag().default(false),
    /** Shield Advanced: a one-year subscription, 3,000 USD a month. */
    shieldAdvanced: flag().default(false),
  }).default({ globalAccelerator: false, shieldAdvanced: false }),
};
