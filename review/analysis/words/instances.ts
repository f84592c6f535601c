import { blocks, type Changed, differences, same, shown, texts, type Words } from './words';

const group: Words = (changed) => {
  const { action, place } = changed;
  if (action === 'destroy') return [`${place} loses its instances`];
  return differences(changed, {
    min_size: [`${place}: instances at least`],
    max_size: [`${place}: instances at most`],
    desired_capacity: [`${place}: instances`],
    max_instance_lifetime: [`${place}: an instance lives for`, 'seconds'],
    health_check_grace_period: [`${place}: a new instance may be sick for`, 'seconds'],
  });
};

const template: Words = (changed) => {
  const { action, place, before, after } = changed;
  if (action !== 'update') return [];
  const [was, is] = [imageOf(before.user_data), imageOf(after.user_data)];
  const containers = was !== undefined && is !== undefined && was !== is;
  return [
    ...differences(changed, {
      instance_type: [`${place}: instances are`],
      image_id: [`${place}: instances start from`],
    }),
    ...(containers ? [`${place}: the service runs ${is} instead of ${was}`] : []),
    ...(!containers && !same(before.user_data, after.user_data)
      ? [`${place}: what instances do when they start changes`]
      : []),
  ];
};

/** The image that `docker run` or `docker pull` of a start script names. */
function imageOf(script: unknown): string | undefined {
  return typeof script === 'string'
    ? /\b[\w.-]+(?::\d+)?\/[\w./-]+(?::[\w.-]+|@sha256:\w+)/.exec(script)?.[0]
    : undefined;
}

const targets: Words = (changed) => {
  const { action, place, before, after } = changed;
  const name = String(after.name ?? before.name);
  if (action !== 'update') return [];
  const [was, is] = [before, after].map(({ health_check: check }) => blocks(check)[0] ?? {});
  if (was === undefined || is === undefined) return [];
  return [
    ...differences(
      { ...changed, before: was, after: is },
      {
        path: [`${place}: ${name} asks instances for`],
        interval: [`${place}: ${name} asks instances every`, 'seconds'],
        healthy_threshold: [`${place}: ${name} takes an instance after`, 'good answers'],
        unhealthy_threshold: [`${place}: ${name} drops an instance after`, 'bad answers'],
        matcher: [`${place}: ${name} takes for healthy`],
      },
    ),
    ...differences(changed, {
      deregistration_delay: [`${place}: ${name} waits for requests for`, 'seconds'],
    }),
  ];
};

const ingress = ({ action, before, after }: Changed) => {
  const rule = action === 'destroy' ? before : after;
  const from = rule.cidr_ipv4 ?? rule.cidr_ipv6 ?? rule.prefix_list_id ?? rule.referenced_security_group_id;
  const ports =
    rule.from_port === rule.to_port
      ? shown(rule.from_port)
      : `${shown(rule.from_port)}–${shown(rule.to_port)}`;
  if (action === 'create' || action === 'replace') return [`port ${ports} is open to ${shown(from)}`];
  if (action === 'destroy') return [`port ${ports} is closed to ${shown(from)}`];
  return [];
};

export const instanceWords: Readonly<Record<string, Words>> = {
  aws_autoscaling_group: group,
  aws_launch_template: template,
  aws_lb_target_group: targets,
  aws_vpc_security_group_ingress_rule: ingress,
  aws_nat_gateway: ({ action, place }) =>
    action === 'create'
      ? [`${place}: one more NAT gateway`]
      : action === 'destroy'
        ? [`${place}: one NAT gateway less`]
        : [],
  aws_vpc: ({ action, place, before, after }) =>
    action === 'replace'
      ? [
          `${place}: its network is destroyed and made again, ${shown(before.cidr_block)} → ${shown(after.cidr_block)}: everything in it goes`,
        ]
      : action === 'destroy'
        ? [`${place}: its network goes, and everything in it`]
        : [],
  aws_autoscaling_policy: ({ action, place, before, after }) => {
    const target = (attributes: Changed['before']) =>
      blocks(attributes.target_tracking_configuration)[0]?.target_value;
    return action !== 'update' || same(target(before), target(after))
      ? []
      : [`${place}: instances are added above ${shown(target(before))} → ${shown(target(after))}`];
  },
  aws_lb: (changed) => {
    const { action, place, before, after } = changed;
    if (action === 'destroy') return [`${place} loses the load balancer ${String(before.name)}`];
    return [
      ...differences(changed, {
        idle_timeout: [`${place}: ${String(after.name)} keeps idle connections for`, 'seconds'],
        internal: [`${place}: ${String(after.name)} is internal:`],
      }),
      ...(texts(after.subnets).length < texts(before.subnets).length
        ? [`${place}: ${String(after.name)} is in fewer zones`]
        : []),
    ];
  },
};
