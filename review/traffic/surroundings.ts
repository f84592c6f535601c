import { dnsName } from 'local-aws/world/route53/records';
import { whereTold } from './cannot-tell';
import { recordName } from './names';
import type { Resource } from './resources';
import type { Surroundings } from './served';
import { block, blocks, text, type Values } from './values';

/** What holds before, after and in between; `ever` is what is there at any time. */
export function surroundingsOf(before: readonly Resource[], ever: readonly Resource[]): Surroundings {
  const all = (resources: readonly Resource[], type: string) =>
    resources.filter((each) => each.type === type).map(({ values }) => values);
  const names = all(ever, 'aws_route53_record').map((each) => recordName(each));
  const known = new Set([...names, ...all(ever, 'aws_lb').map((each) => dnsName(text(each, 'dns_name')))]);
  const parents = new Set(names.map(parentOf));
  const buckets = new Set(all(ever, 'aws_s3_bucket').map((each) => text(each, 'bucket')));
  const paths = [checkedPaths(before), checkedPaths(ever)].find((each) => each.size > 0) ?? new Set();
  const headersOf = (rule: Values) =>
    blocks(rule, 'condition').flatMap((each) =>
      blocks(each, 'http_header').map((header) => text(header, 'http_header_name').toLowerCase()),
    );
  const headers = all(ever, 'aws_lb_listener_rule').flatMap((rule) => whereTold(() => headersOf(rule), []));
  return {
    isOurs: (name) => known.has(dnsName(name)) || parents.has(parentOf(dnsName(name))),
    everHad: (name) => known.has(dnsName(name)),
    isOurBucket: (bucket) => buckets.has(bucket),
    answersAt: (path) => paths.has(path),
    readHeaders: new Set(headers),
  };
}

/** Of a name of at least three labels: two names of `com` have nothing in common. */
function parentOf(name: string): string {
  const [, ...rest] = name.split('.');
  return rest.length < 2 ? name : rest.join('.');
}

/** What somebody asks all the time, so that it is known to be answered. */
const checkedPaths = (resources: readonly Resource[]) =>
  new Set(
    resources.flatMap(({ type, values }) => {
      if (type === 'aws_route53_health_check') return [text(values, 'resource_path') || '/'];
      const path = () => [text(block(values, 'health_check'), 'path') || '/'];
      return type === 'aws_lb_target_group' ? whereTold(path, []) : [];
    }),
  );
