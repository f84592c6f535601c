import {
  type Attributes,
  beyond,
  blocks,
  type Changed,
  differences,
  listed,
  same,
  shown,
  texts,
  type Words,
} from './words';

const webAcl: Words = ({ action, before, after }) => {
  const name = String(after.name ?? before.name);
  if (action === 'destroy') return [`the firewall ${name} goes`];
  if (action === 'create') return [`a firewall ${name}`];
  const [was, is] = [rulesOf(before), rulesOf(after)];
  return [
    ...beyond([...was.keys()], [...is.keys()]).map((rule) => `the firewall rule ${rule} goes`),
    ...beyond([...is.keys()], [...was.keys()]).map((rule) => `a firewall rule ${rule}`),
    ...[...is].flatMap(([rule, now]) => {
      const then = was.get(rule);
      return then === undefined ? [] : ruleWords(rule, then, now);
    }),
    ...(same(actionOf(before.default_action), actionOf(after.default_action))
      ? []
      : [
          `what no rule of the firewall matches: ${actionOf(before.default_action)} → ${actionOf(after.default_action)}`,
        ]),
  ];
};

const rulesOf = ({ rule }: Attributes) => new Map(blocks(rule).map((each) => [String(each.name), each]));

function ruleWords(rule: string, was: Attributes, is: Attributes): string[] {
  const [limit, newLimit] = [rateOf(was), rateOf(is)];
  const [action, newAction] = [was, is].map(
    (each) => actionOf(each.action) ?? actionOf(each.override_action),
  );
  return [
    ...(limit !== undefined && newLimit !== undefined && limit !== newLimit
      ? [`${rule.replaceAll('-', ' ')} ${shown(limit)} → ${shown(newLimit)} per five minutes`]
      : []),
    ...(action === newAction ? [] : [`the firewall rule ${rule}: ${action} → ${newAction}`]),
  ];
}

function rateOf({ statement }: Attributes): unknown {
  return blocks(blocks(statement)[0]?.rate_based_statement)[0]?.limit;
}

/** The one block that is there, such as `block`. */
function actionOf(value: unknown): string | undefined {
  const [block] = blocks(value);
  return Object.entries(block ?? {}).find(([, each]) => Array.isArray(each) && each.length > 0)?.[0];
}

const distribution: Words = (changed) => {
  const { action, before, after } = changed;
  const name = String(after.comment ?? before.comment);
  if (action === 'destroy' || action === 'replace')
    return [`${name}: its distribution goes, and the name that records lead to`];
  if (action === 'create') return [];
  const [was, is] = [texts(before.aliases), texts(after.aliases)];
  return [
    ...(beyond(is, was).length > 0 ? [`${name} answers ${listed(beyond(is, was))}`] : []),
    ...(beyond(was, is).length > 0 ? [`${name} no longer answers ${listed(beyond(was, is))}`] : []),
    ...differences(changed, {
      enabled: [`${name} is`],
      price_class: [`${name}: edges of`],
      web_acl_id: [`${name}: firewall`],
      http_version: [`${name}: HTTP`],
    }),
  ];
};

const cachePolicy: Words = (changed) => {
  const name = String(changed.after.name);
  return differences(changed, {
    default_ttl: [`${name}: answers are kept for`, 'seconds unless they say otherwise'],
    max_ttl: [`${name}: answers are kept for at most`, 'seconds'],
    min_ttl: [`${name}: answers are kept for at least`, 'seconds'],
  });
};

const responseHeaders: Words = ({ action, before, after }: Changed) => {
  if (action !== 'update') return [];
  const origins = (attributes: Attributes) =>
    texts(blocks(blocks(attributes.cors_config)[0]?.access_control_allow_origins)[0]?.items);
  const [was, is] = [origins(before), origins(after)];
  return [
    ...beyond(is, was).map((origin) => `pages of ${origin} may read answers`),
    ...beyond(was, is).map((origin) => `pages of ${origin} may no longer read answers`),
  ];
};

export const edgeWords: Readonly<Record<string, Words>> = {
  aws_wafv2_web_acl: webAcl,
  aws_cloudfront_distribution: distribution,
  aws_cloudfront_cache_policy: cachePolicy,
  aws_cloudfront_response_headers_policy: responseHeaders,
  aws_globalaccelerator_endpoint_group: (changed) =>
    differences(changed, {
      traffic_dial_percentage: [`${changed.place}: share of the accelerator's traffic`, 'percent'],
    }),
};
