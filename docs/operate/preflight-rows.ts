import { checks } from '../../preflight';

/** A row for each check. */
export function preflightRows(): string[][] {
  return [
    ['check', 'asks', 'mended by'],
    ...checks.map(({ id, asks, remedy }) => [`\`${id}\``, asks, remedy]),
  ];
}

/** The IAM actions that all checks together need, by service. */
export function preflightActions(): string[][] {
  const actions = [...new Set(['sts:GetCallerIdentity', ...checks.flatMap((check) => check.actions)])].sort();
  const services = [...new Set(actions.map((action) => action.split(':', 1)[0] ?? ''))];
  const of = (service: string) => actions.filter((action) => action.startsWith(`${service}:`));
  return [
    ['service', 'actions'],
    ...services.map((service) => [
      service,
      of(service)
        .map((action) => `\`${action}\``)
        .join(', '),
    ]),
  ];
}
