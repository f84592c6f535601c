/** Blocks an address that asks too often, beside the requests that `scope` leaves out. */
export function rateLimit(name: string, priority: number, id: string, limit: number, scope?: object) {
  return {
    name: id,
    priority,
    // Not 403: clients that know 429, the fill workers among them, try again later.
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rate_based_statement: {
        limit,
        evaluation_window_sec: 300,
        aggregate_key_type: 'IP',
        ...(scope === undefined ? {} : { scope_down_statement: scope }),
      },
    },
    visibilityConfig: visibility(`${name}-${id}`),
  };
}

/** A group of AWS's own rules, of which some only count. */
export function managedRules(name: string, priority: number, group: string, counted: readonly string[] = []) {
  return {
    name: group,
    priority,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: 'AWS',
        name: group,
        rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
      },
    },
    visibilityConfig: visibility(`${name}-${group}`),
  };
}

/** Measured, and not sampled: what logs redact would be readable in the samples. */
export function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}

const REDACTED_HEADERS = ['authorization', 'cookie', 'referer'];

/** What a firewall logs: blocked and counted requests, without query strings, credentials and what further headers say. */
export function loggedRequests(furtherHeaders: readonly string[] = []) {
  return {
    redactedFields: [
      ...[...REDACTED_HEADERS, ...furtherHeaders].map((header) => ({ singleHeader: { name: header } })),
      { queryString: {} },
    ],
    loggingFilter: {
      defaultBehavior: 'DROP',
      filter: [
        {
          behavior: 'KEEP',
          requirement: 'MEETS_ANY',
          condition: [{ actionCondition: { action: 'BLOCK' } }, { actionCondition: { action: 'COUNT' } }],
        },
      ],
    },
  };
}
