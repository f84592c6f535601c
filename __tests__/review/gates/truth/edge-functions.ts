import { analyse } from '../../../../review/analysis/analyse';
import type { Review } from '../../../../review/analysis/review';
import type { ResourceChange } from '../../../../review/plan-json';
import {
  changed,
  context,
  created,
  destroyed,
  plan,
  planned,
  replaced,
  reviewOf,
  source,
  updated,
} from '../../support';
import type { ReviewRow } from './reviews';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:router';
export const routed = (version: string | undefined, attributes: object = {}) => ({
  ...attributes,
  default_cache_behavior: [
    {
      lambda_function_association:
        version === undefined ? [] : [{ event_type: 'origin-request', lambda_arn: `${ARN}:${version}` }],
    },
  ],
});
const SITE = 'aws_cloudfront_distribution.site';
const FUNCTION = 'aws_lambda_function.router';
const lambda = (more: object = {}) => ({
  function_name: 'router',
  arn: ARN,
  publish: true,
  version: '1',
  qualified_arn: `${ARN}:1`,
  ...more,
});
const stays = changed(SITE, { actions: ['no-op'], before: routed('1'), after: routed('1') });
const detached = updated(SITE, routed('1'), routed(undefined));
/** As it is written with the function, whose version the apply will tell. */
export const written = source('x-global', {
  resource: {
    aws_cloudfront_distribution: {
      site: {
        default_cache_behavior: {
          lambda_function_association: [{ lambda_arn: '${aws_lambda_function.router.qualified_arn}' }],
        },
      },
    },
  },
});
const global = source('x-global');
const review = (...changes: ResourceChange[]) => reviewOf(changes, { head: global });
const ordered = (attributes: ReturnType<typeof routed>) => ({
  ordered_cache_behavior: attributes.default_cache_behavior,
});

/** The function in one stack, the distribution in another. */
function across(distribution: ResourceChange): Review {
  const [owner, site] = [source('x-functions'), global];
  return analyse(
    [planned(owner, plan([destroyed(FUNCTION, lambda())])), planned(site, plan([distribution]))],
    context([owner, site]),
  );
}

export const edgeChanges = {
  update: reviewOf(
    [
      updated(
        FUNCTION,
        lambda(),
        { ...lambda(), qualified_arn: undefined },
        { after_unknown: { qualified_arn: true } },
      ),
      updated(SITE, routed('1'), routed(undefined)),
    ],
    { head: written },
  ),
  attach: review(created(FUNCTION, lambda()), updated(SITE, routed(undefined), routed('1'))),
  detach: review(changed(FUNCTION, { actions: ['no-op'], before: lambda(), after: lambda() }), detached),
  same: review(updated(FUNCTION, lambda({ timeout: 3 }), lambda({ timeout: 5 })), stays),
  alone: review(destroyed(FUNCTION, lambda())),
  unpublished: review(destroyed(FUNCTION, lambda({ publish: false }))),
};

/** Plans about functions whose replicas may still be there. */
export const edgeRows: readonly ReviewRow[] = [
  ['a function goes with its association', review(destroyed(FUNCTION, lambda()), detached), 'G25'],
  [
    'a function goes with its distribution',
    review(destroyed(FUNCTION, lambda()), destroyed(SITE, routed('1'))),
    'G25 g01',
  ],
  ['a function goes that a distribution still runs', review(destroyed(FUNCTION, lambda()), stays), 'G25'],
  [
    'a function is replaced that a distribution runs',
    review(replaced(FUNCTION, lambda(), lambda({ function_name: 'b' })), stays),
    'G25',
  ],
  [
    'a function goes that another behaviour ran',
    review(destroyed(FUNCTION, lambda()), updated(SITE, ordered(routed('1')), ordered(routed(undefined)))),
    'G25',
  ],
  [
    'a function goes of which an older version ran',
    review(destroyed(FUNCTION, lambda({ version: '7' })), detached),
    'G25',
  ],
  ['a function goes that the distribution of another stack runs', across(stays), 'G25'],
  ['a function goes that the distribution of another stack ran', across(detached), 'G25'],
  [
    'a function is left where it is',
    review(destroyed(FUNCTION, lambda({ skip_destroy: true })), detached),
    '',
    'Terraform only forgets it',
  ],
  ['a function no longer runs, and stays', edgeChanges.detach, ''],
  ['a function goes that no distribution ran', edgeChanges.alone, ''],
  [
    'another function goes whose name begins alike',
    review(destroyed(FUNCTION, lambda({ arn: ARN.slice(0, -1) })), detached),
    '',
  ],
  ['a function at the edge gets another version', edgeChanges.update, ''],
  ['a function is attached', edgeChanges.attach, ''],
];
