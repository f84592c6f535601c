import { flag, section } from '../fields';

export const fields = {
  /** Costly services, off unless asked for. */
  optIns: section({
    /** Static anycast addresses in front of the regions' load balancers, with flow logs. */
    globalAccelerator: flag().default(false),
    /** Shield Advanced: a one-year subscription, 3,000 USD a month. */
    shieldAdvanced: flag().default(false),
  }).default({ globalAccelerator: false, shieldAdvanced: false }),
};
