import { matching } from '../fields';
import { shortName } from '../names';

export const fields = {
  /** First part of every stack id and of many names, and a tag; no two deployments share it. Never changes once applied. */
  deployment: shortName,
  /** Account that may be changed; Terraform refuses any other. @default - any account the credentials belong to */
  accountId: matching('an account id of 12 digits', /^\d{12}$/).optional(),
};
