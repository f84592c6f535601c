import { isOpen, type JudgedFinding, type JudgedReview } from '../gates/judge';

/** The whole document; its `version` says how to read it. */
export const json = (review: JudgedReview) => `${JSON.stringify(review, undefined, 2)}\n`;

const LEVELS = { refuse: 'error', hold: 'warning', warn: 'note' } as const;

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif({ findings }: JudgedReview): string {
  const rules = [...new Map(findings.map(({ gate, title }) => [gate, title]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'meridian review',
            rules: rules.map(([id, title]) => ({ id, shortDescription: { text: title } })),
          },
        },
        results: findings.map(resultOf),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(finding: JudgedFinding) {
  const { gate, severity, sentence, stack, address, allowedBy } = finding;
  return {
    ruleId: gate,
    level: LEVELS[severity],
    message: { text: sentence },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: `cdktf.out/stacks/${encodeURIComponent(stack)}/cdk.tf.json` },
        },
        logicalLocations: [
          { fullyQualifiedName: address === undefined ? stack : `${stack}/${address}`, kind: 'resource' },
        ],
      },
    ],
    ...(allowedBy === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              justification: `${allowedBy.owner}, ${allowedBy.ticket}: ${allowedBy.reason}`,
            },
          ],
        }),
  };
}

/** One suite per stack: a case for each finding, or one that passes. */
export function junit({ stacks, findings }: JudgedReview): string {
  const ids = [...new Set([...stacks.map(({ id }) => id), ...findings.map(({ stack }) => stack)])];
  const suites = ids.map((id) => {
    const own = findings.filter(({ stack }) => stack === id);
    const failing = own.filter(fails).length;
    const cases =
      own.length === 0 ? [`    <testcase classname="${xml(id)}" name="every gate"/>`] : own.map(caseOf);
    return [
      `  <testsuite name="${xml(id)}" tests="${cases.length}" failures="${failing}">`,
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="meridian review" failures="${findings.filter(fails).length}">\n${suites.join('\n')}\n</testsuites>\n`;
}

const fails = (finding: JudgedFinding) => isOpen(finding) && finding.severity === 'refuse';

function caseOf(finding: JudgedFinding): string {
  const { gate, title, stack, address, sentence } = finding;
  const opening = `    <testcase classname="${xml(stack)}" name="${xml(`${gate} ${address ?? title}`)}">`;
  const inner = fails(finding)
    ? `<failure message="${xml(sentence)}"/>`
    : `<system-out>${xml(sentence)}</system-out>`;
  return `${opening}${inner}</testcase>`;
}

/** Of characters that XML 1.0 has: others cannot even be escaped. */
export const xml = (text: string) =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
