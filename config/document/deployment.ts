import { matching } from '../fields';
import { shortName } from '../names';
import type { Problem } from '../problem';
import type { Check, Document } from '.';

export const fields = {
  /** First part of every stack id and of many names, and a tag; no two deployments share it. Never changes once applied. */
  deployment: shortName,
  /** Account that may be changed; Terraform refuses any other. @default - any account the credentials belong to */
  accountId: matching('an account id of 12 digits', /^\d{12}$/).optional(),
};

export const checks: readonly Check[] = [{ needs: ['deployment'], problems: reservedNameProblems }];

/** Names of ours start with the deployment, and AWS keeps names that start so for itself. */
const RESERVED_STARTS = {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
  'internal-': 'load balancers',
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
  'sg-': 'security groups',
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  'sthree-': 'buckets',
  'amzn-s3-demo-': 'buckets',
};

function* reservedNameProblems({ deployment }: Document): Iterable<Problem> {
  for (const [start, what] of Object.entries(RESERVED_STARTS)) {
    if (`${deployment}-`.startsWith(start)) {
      const expected = `a name that does not start with "${start.slice(0, -1)}", because AWS keeps names of ${what} that start with "${start}"`;
      yield { path: 'deployment', expected, got: deployment };
    }
  }
}
