import { flag } from '../fields';

export const fields = {
  /** Guards every stateful resource against deletion: Terraform's and AWS's own. False only for throw-away deployments. */
  deletionProtection: flag().default(true),
};
