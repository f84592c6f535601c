import type { ResourceChange } from '../plan-json';
import { isSilent } from './operations';
import { READS } from './resources';
import type { Reads } from './values';

/** What the model does not read because it says nothing of who answers, whatever it is. */
const SAYS_NOTHING: Reads = {
  aws_autoscaling_group: ['tag', 'enabled_metrics', 'wait_for_capacity_timeout', 'force_delete'],
  aws_cloudfront_cache_policy: ['min_ttl', 'default_ttl', 'max_ttl'],
  aws_cloudfront_distribution: [
    ...['price_class', 'logging_config', 'http_version', 'retain_on_delete', 'wait_for_deployment'],
    ...[
      'in_progress_validation_batches',
      'default_cache_behavior.compress',
      'ordered_cache_behavior.compress',
    ],
  ],
  aws_cloudfront_function: ['live_stage_etag'],
  aws_cloudfrontkeyvaluestore_key: ['id', 'total_size_in_bytes'],
  aws_lb: ['name', 'access_logs', 'connection_logs', 'enable_deletion_protection'],
  aws_lb_target_group: ['name', 'load_balancer_arns'],
  aws_route53_health_check: ['measure_latency', 'reference_name'],
  aws_route53_record: ['ttl', 'allow_overwrite'],
  aws_s3_bucket: ['force_destroy'],
};

type Block = Readonly<Record<string, unknown>>;

/** Paths of what a change of a modelled type changes and the model does not read. `written` is the resource's block. */
export function unreadChanges(
  { type, deposed, change }: ResourceChange,
  written: Block | undefined,
): string[] {
  const { before, after, after_unknown: unknown } = change;
  const reads = READS[type];
  if (reads === undefined || deposed !== undefined || !before || !after) return [];
  const known = [...reads, ...(SAYS_NOTHING[type] ?? [])];
  const isKnown = (path: string) => isSilent(type, path) || known.includes(path);
  const hasKnown = (path: string) => known.some((each) => each.startsWith(`${path}.`));
  const left = (values: unknown) => leavesOf(values, '', isKnown, hasKnown);
  const [was, is] = [left(before), left(after)];
  const later = [...left(unknown)].filter(([, said]) => said.has('true')).map(([path]) => path);
  // What nobody writes is AWS's own to tell: an ARN, a time.
  const asked = later.filter((path) => written === undefined || isWritten(written, path));
  const isTold = (path: string) => !later.some((each) => `${path}.`.startsWith(`${each}.`));
  const differ = [...new Set([...was.keys(), ...is.keys()])].filter(
    (path) => isTold(path) && shown(was.get(path)) !== shown(is.get(path)),
  );
  return [...new Set([...differ, ...asked])].sort();
}

/** Values by path, without indices: blocks of a set have no order, and one more that says the same is no news. */
function leavesOf(
  values: unknown,
  path: string,
  isKnown: (path: string) => boolean,
  hasKnown: (path: string) => boolean,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (at: string, said: Iterable<string>) =>
    found.set(at, new Set([...(found.get(at) ?? []), ...said]));
  for (const [name, value] of Object.entries((values ?? {}) as Block)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (isKnown(at) || isNothing(value)) continue;
    const blocks = Array.isArray(value) ? value : [value];
    if (!hasKnown(at) || !blocks.every((each) => typeof each === 'object')) add(at, [JSON.stringify(value)]);
    else
      for (const block of blocks)
        for (const [inner, said] of leavesOf(block, at, isKnown, hasKnown)) add(inner, said);
  }
  return found;
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  (typeof value === 'object' && Object.values(value).every(isNothing));

const shown = (said: ReadonlySet<string> | undefined) => [...(said ?? [])].sort().join();

function isWritten(written: unknown, path: string): boolean {
  const [name = '', ...rest] = path.split('.');
  const blocks = Array.isArray(written) ? written : [written];
  return blocks.some((each) => {
    const value = (each as Block | undefined)?.[name];
    return (
      value !== undefined &&
      (rest.length === 0 || typeof value === 'string' || isWritten(value, rest.join('.')))
    );
  });
}
