import { type Attributes, blocks, differences, same, shown, type Words } from './words';

const lambda: Words = (changed) => {
  const { action, before, after } = changed;
  const name = String(after.function_name ?? before.function_name);
  if (action === 'destroy') return [`the function ${name} goes`];
  if (action !== 'update' && action !== 'replace') return [];
  const digest = (attributes: Attributes) => String(attributes.source_code_hash ?? 'none').slice(0, 8);
  const variables = (attributes: Attributes) =>
    blocks(attributes.environment)[0]?.variables as Attributes | undefined;
  const [was, is] = [variables(before) ?? {}, variables(after) ?? {}];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .sort()
    .filter((each) => !same(was[each], is[each]));
  return [
    ...(same(before.source_code_hash, after.source_code_hash)
      ? []
      : [`the source of ${name} changes: ${digest(before)} → ${digest(after)}`]),
    ...names.map((each) => `${name}: ${each} ${shown(was[each])} → ${shown(is[each])}`),
    ...differences(changed, {
      memory_size: [`${name}: memory`, 'MB'],
      timeout: [`${name}: at most`, 'seconds'],
      reserved_concurrent_executions: [`${name}: at once`],
      runtime: [`${name}: runtime`],
    }),
  ];
};

const queue: Words = (changed) => {
  const name = String(changed.after.name ?? changed.before.name);
  if (changed.action === 'destroy') return [`the queue ${name} goes, and the messages in it`];
  return differences(changed, {
    visibility_timeout_seconds: [`${name}: a message is hidden for`, 'seconds'],
    message_retention_seconds: [`${name}: a message is kept for`, 'seconds'],
    redrive_policy: [`${name}: messages are given up by`],
  });
};

const logs: Words = (changed) => {
  const name = String(changed.after.name ?? changed.before.name);
  if (changed.action === 'destroy' || changed.action === 'replace') return [`the logs in ${name} go`];
  return differences(changed, { retention_in_days: [`${name}: logs are kept for`, 'days'] });
};

export const serviceWords: Readonly<Record<string, Words>> = {
  aws_lambda_function: lambda,
  aws_sqs_queue: queue,
  aws_cloudwatch_log_group: logs,
  aws_sns_topic_subscription: ({ action, place, before, after }) => {
    if (action === 'create') return [`${place}: alarms go to ${shown(after.endpoint)}`];
    if (action === 'destroy') return [`${place}: alarms no longer go to ${shown(before.endpoint)}`];
    return same(before.endpoint, after.endpoint)
      ? []
      : [
          `${place}: alarms go to ${shown(after.endpoint)} instead of ${shown(before.endpoint)}, once that is confirmed`,
        ];
  },
  aws_cloudwatch_metric_alarm: (changed) => {
    const name = String(changed.after.alarm_name ?? changed.before.alarm_name);
    if (changed.action === 'destroy') return [`nobody is told of ${name} any more`];
    return differences(changed, {
      threshold: [`the alarm ${name} is raised at`],
      evaluation_periods: [`the alarm ${name} is raised after`, 'periods'],
      actions_enabled: [`the alarm ${name} tells people:`],
    });
  },
  aws_s3_bucket: ({ action, before }) => {
    const name = String(before.bucket);
    if (action === 'destroy') return [`the bucket ${name} goes, and what is in it`];
    return action === 'replace'
      ? [`the bucket ${name} is destroyed, and made again without what is in it`]
      : [];
  },
};
