import type { ResourceReview } from '../analysis/review';
import { type Finding, findingsOf, type Gate } from './gate';

/** A zone, and what vouches for it. */
const ZONE_TYPES = ['aws_route53_zone', 'aws_route53_hosted_zone_dnssec', 'aws_route53_key_signing_key'];

export const edgeDns: Gate = {
  id: 'G06',
  title: 'who answers a name changes',
  severity: 'refuse',
  check: (review) => findingsOf(review, (resource, { id }) => found(resource, id)),
};

function found(resource: ResourceReview, stack: string): Omit<Finding, 'stack'> | undefined {
  const { address, type, action, traits, attributes } = resource;
  if (['move', 'import'].includes(action)) return undefined;
  const isGone = ['destroy', 'replace', 'forget'].includes(action);
  // Another tag or comment changes no answer.
  const isChanged = isGone || attributes.some(({ path }) => !/^(?:tags|tags_all|comment)\b/.test(path));
  if (!isChanged) return undefined;
  const sentence = `"${stack}" has ${action} ${address}, ${whatIs(resource)}.`;
  if (traits.includes('delegation')) return { sentence };
  if (traits.includes('routed')) return action === 'create' ? { sentence, severity: 'warn' } : { sentence };
  if (type === 'aws_route53_health_check') return action === 'create' ? undefined : { sentence };
  if (ZONE_TYPES.includes(type)) return isGone ? { sentence } : undefined;
  return type === 'aws_route53_record' && isGone ? { sentence, severity: 'warn' } : undefined;
}

function whatIs({ type, traits }: ResourceReview): string {
  if (traits.includes('delegation')) return 'which leads to the name servers of a zone';
  if (traits.includes('routed')) return 'which regions fail over by';
  if (type === 'aws_route53_health_check') return 'by which a dead region is noticed';
  return type === 'aws_route53_record' ? 'a name that somebody may ask' : 'without which a zone is not found';
}

export const controlPlane: Gate = {
  id: 'G16',
  title: 'failing over would need a control plane',
  severity: 'refuse',
  check: (review) =>
    findingsOf(review, ({ address, action, traits }, { id }) =>
      traits.includes('unwatched') && action !== 'destroy'
        ? {
            sentence: `${address} of "${id}" follows no health check: whoever wants to fail over has to write to Route 53.`,
          }
        : undefined,
    ),
};
