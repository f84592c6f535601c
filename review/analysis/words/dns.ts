import { blocks, type Changed, differences, same, shown, type Words } from './words';

/** `asia.origin.example.com (PRIMARY)` */
function recordName({ before, after, action }: Changed): string {
  const record = action === 'destroy' || action === 'forget' ? before : after;
  const failover = blocks(record.failover_routing_policy)[0]?.type;
  const role = failover ?? record.set_identifier;
  return `${String(record.name)} ${String(record.type)}${role ? ` (${String(role)})` : ''}`;
}

function answerOf(record: Changed['before']): string {
  const alias = blocks(record.alias)[0]?.name;
  return alias === undefined ? shown(record.records) : String(alias);
}

const record: Words = (changed) => {
  const { action, before, after } = changed;
  const name = recordName(changed);
  if (action === 'create') return [`${name} is answered from now on`];
  if (action === 'destroy') return [`${name} is no longer answered`];
  const weight = (attributes: Changed['before']) => blocks(attributes.weighted_routing_policy)[0]?.weight;
  return [
    ...(before.health_check_id && !after.health_check_id
      ? [`${name} asks no health check: nobody fails over from it any more`]
      : []),
    ...(!before.health_check_id && after.health_check_id
      ? [`${name} follows a health check from now on`]
      : []),
    ...differences(changed, { ttl: [`${name} is remembered for`, 'seconds'] }),
    ...(answerOf(before) === answerOf(after)
      ? []
      : [`${name} is answered with ${answerOf(after)} instead of ${answerOf(before)}`]),
    ...(same(weight(before), weight(after))
      ? []
      : [`${name} has the weight ${shown(weight(before))} → ${shown(weight(after))}`]),
    ...(blocks(before.alias)[0]?.evaluate_target_health === true &&
    blocks(after.alias)[0]?.evaluate_target_health === false
      ? [`${name} is answered whether its target is healthy or not`]
      : []),
  ];
};

const healthCheck: Words = (changed) => {
  const { action, place, before, after } = changed;
  if (action === 'destroy') return [`${place} loses its health check: nobody fails over from it any more`];
  if (action === 'create') return [`${place} gets a health check`];
  return [
    ...(after.disabled === true && before.disabled !== true
      ? [`${place}'s health check is switched off: it counts as healthy whatever happens`]
      : []),
    ...(after.disabled !== true && before.disabled === true
      ? [`${place}'s health check is switched on`]
      : []),
    ...(same(before.invert_healthcheck, after.invert_healthcheck)
      ? []
      : [`${place}'s health check means the opposite of what it meant`]),
    ...differences(changed, {
      resource_path: [`${place}'s health check asks`],
      fqdn: [`${place}'s health check asks the name`],
      port: [`${place}'s health check asks the port`],
      request_interval: [`${place}'s health check asks every`, 'seconds'],
      failure_threshold: [`${place} is dead after`, 'failures'],
      type: [`${place}'s health check is of type`],
    }),
  ];
};

const zone: Words = ({ action, before, after }) => {
  const name = String(after.name ?? before.name);
  if (action === 'destroy') return [`the zone ${name} goes, and the name servers that its parent names`];
  return action === 'replace' ? [`the zone ${name} gets other name servers: its parent has to be told`] : [];
};

export const dnsWords: Readonly<Record<string, Words>> = {
  aws_route53_record: record,
  aws_route53_health_check: healthCheck,
  aws_route53_zone: zone,
  aws_route53_hosted_zone_dnssec: ({ action }) =>
    action === 'destroy'
      ? ['the zone is no longer signed: resolvers refuse it while its parent has the DS record']
      : [],
};
