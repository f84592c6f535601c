import { analyse } from '../../review/analysis/analyse';
import { judge } from '../../review/gates/judge';
import { looksSecret } from '../../review/masking/looks-secret';
import type { ResourceChange } from '../../review/plan-json';
import { formats, render } from '../../review/report';
import {
  changed,
  context,
  created,
  destroyed,
  outputChange,
  plan,
  planned,
  source,
  updated,
} from './support';

/** The same numbers each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const next = numbers(7);
const of = (letters: string, length: number) =>
  Array.from({ length }, () => letters[next(letters.length)]).join('');
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const WORDS = ['correct', 'horse', 'battery', 'staple', 'winter', 'lemon', 'harbour', 'violin'];

/** Secrets as people and tools make them. */
const KINDS: readonly (() => string)[] = [
  () => of(LETTERS, 24),
  () => of('0123456789abcdef', 40),
  () => `${WORDS[next(8)]}-${WORDS[next(8)]}-${of('0123456789', 4)}-${WORDS[next(8)]}`,
  () => `P@"<&>'\\ ${of(LETTERS, 10)}\n${of(LETTERS, 6)}%$`,
  () => `ключ-${of(LETTERS, 8)}-鍵`,
  () => JSON.stringify({ user: 'meridian', password: of(LETTERS, 12) }),
  () => `-----BEGIN PRIVATE KEY-----\n${of(LETTERS, 64)}\n${of(LETTERS, 64)}\n-----END PRIVATE KEY-----\n`,
];

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Ways in which a known secret stands where nobody marks it. */
const COPIES: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `postgres://admin:${encodeURIComponent(secret)}@db.example`,
  (secret) => base64(secret),
  (secret) => base64(`x${secret}`),
  (secret) => base64(`#!/bin/bash\nexport KEY='${secret}'\n`),
  (secret) => Buffer.from(secret).toString('hex'),
  (secret) => JSON.stringify({ env: [{ name: 'KEY', value: secret }] }),
  (secret) => JSON.stringify({ inner: JSON.stringify({ secret }) }),
  (secret) => Buffer.from(`ab${secret}cd`).toString('base64url'),
];

/** Where a secret is planted, with the mark that makes it known. */
const PLACES: readonly ((secret: string, id: string, copy: string) => ResourceChange[])[] = [
  (secret, id, copy) => [
    created(`aws_x.${id}`, { password: secret, plain: copy }, { after_sensitive: { password: true } }),
  ],
  (secret, id, copy) => [
    updated(
      `aws_x.${id}`,
      { block: [{ deep: { list: ['a', secret] } }], plain: 'old' },
      { block: [{ deep: { list: ['b', secret] } }], plain: copy },
      { before_sensitive: { block: [{ deep: { list: [false, true] } }] } },
    ),
  ],
  (secret, id, copy) => [
    updated(
      `aws_x.${id}`,
      { origin: [{ value: 'a' }] },
      { origin: [{ value: secret }] },
      { after_sensitive: { origin: true } },
    ),
    created(`aws_y.${id}`, { [copy]: 'as a name', tags: { [secret]: copy } }),
  ],
  (secret, id, copy) => [
    changed(`aws_x.${id}[${JSON.stringify(secret)}]`, {
      actions: ['no-op'],
      before: { password: secret },
      after: { password: secret },
      before_sensitive: { password: true },
      also: { previous_address: `aws_x.old_${id}[${JSON.stringify(copy)}]` },
    }),
  ],
  (secret, id, copy) => [
    destroyed(`aws_x.${id}["${copy}"]`, { a: copy }),
    updated(
      `aws_lambda_function.${id}`,
      { function_name: 'f' },
      { function_name: copy, environment: [{ variables: { KEY: secret } }] },
      { after_sensitive: { environment: [{ variables: { KEY: true } }] } },
    ),
  ],
];

const planted: { secret: string; copy: string }[] = [];
const changes: ResourceChange[] = [];
for (let index = 0; planted.length < 1050; index++) {
  const secret = KINDS[index % KINDS.length]?.() ?? '';
  const copy = COPIES[next(COPIES.length)]?.(secret) ?? '';
  changes.push(...(PLACES[next(PLACES.length)]?.(secret, `r${index}`, copy) ?? []));
  planted.push({ secret, copy });
}
/** Nobody marks these: they only look like what they are. */
const unmarked = Array.from(
  { length: 100 },
  (_, index) =>
    [of(LETTERS, 40), of('0123456789abcdef', 64), `AKIA${of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`][
      index % 3
    ] ?? '',
);
changes.push(
  ...unmarked.map((key, index) => created(`aws_z.k${index}`, { comment: `use ${key} for it`, list: [key] })),
);

const outputSecret = of(LETTERS, 30);
const driftSecret = of(LETTERS, 30);
const stateSecret = of(LETTERS, 30);
const head = source('x-region-asia', {
  data: { terraform_remote_state: {} },
  output: { key: { value: '${aws_x.a}', sensitive: true } },
});
const whole = {
  ...plan(changes, {
    resource_drift: [
      updated(
        'aws_s3_bucket.a',
        { bucket: 'a' },
        { bucket: driftSecret },
        { after_sensitive: { bucket: true } },
      ),
    ],
    output_changes: { key: { ...outputChange('old', outputSecret), after_sensitive: true } },
  }),
  prior_state: {
    values: {
      root_module: {
        resources: [
          {
            values: { secret_string: stateSecret, other: 'only in the state' },
            sensitive_values: { secret_string: true },
          },
        ],
      },
    },
  },
};
const review = judge(
  analyse([planned(head, whole, { problem: `Terraform says ${outputSecret}` })], context([head])),
  [
    {
      gate: 'G01',
      stack: 'x-region-asia',
      address: 'aws_x.r1',
      reason: 'a b c',
      owner: 'o',
      ticket: 't',
      expires: '2026-01-02',
    },
  ],
  new Date('2026-01-01'),
);

describe.each(formats)('%s', (format) => {
  const text = render({ ...review }, format);

  test('holds none of 1,000 planted secrets, as they are or as they are written there', () => {
    expect(planted.length).toBeGreaterThan(1000);
    const found = planted.filter(({ secret, copy }) => {
      const lines = [
        secret,
        copy,
        JSON.stringify(secret).slice(1, -1),
        ...secret.split('\n').filter((line) => line.length > 12 && !line.startsWith('-----')),
      ];
      return lines.some((line) => text.includes(line));
    });
    expect(found).toEqual([]);
    expect([outputSecret, driftSecret, stateSecret].filter((secret) => text.includes(secret))).toEqual([]);
    expect(unmarked.filter((key) => text.includes(key))).toEqual([]);
  });

  test('holds nothing of the state', () => {
    expect(text).not.toContain('only in the state');
  });
});

test('the reports that tell attributes say that a secret is there, and which ones are the same', () => {
  const { resources } = analyse(
    [
      planned(
        head,
        plan([
          updated(
            'aws_x.a',
            { p: 'hunter2-old' },
            { p: 'hunter2-new', q: 'is hunter2-old' },
            { after_sensitive: { p: true } },
          ),
        ]),
      ),
    ],
    context([head]),
  ).stacks[0] ?? { resources: [] };
  expect(resources[0]?.attributes).toEqual([
    { path: 'p', before: '‹secret 2›', after: '‹secret 1›' },
    { path: 'q', before: null, after: 'is ‹secret 2›' },
  ]);
});

test('a secret in the open is refused, and what only looks like one is told', () => {
  const found = (change: ResourceChange[]) =>
    judge(analyse([planned(head, plan(change))], context([head])), [], new Date('2026-01-01')).findings.map(
      ({ gate, severity, address }) => [gate, severity, address],
    );
  const marked = created('aws_x.a', { password: 'hunter2-hunter2' }, { after_sensitive: { password: true } });
  expect(found([marked])).toEqual([]);
  expect(found([marked, created('aws_y.b', { note: 'hunter2-hunter2' })])).toEqual([
    ['G12', 'refuse', 'aws_y.b'],
  ]);
  expect(found([created('aws_y.b', { note: unmarked[0] })])).toEqual([['G12', 'warn', 'aws_y.b']]);
});

test('an output in the open that holds what is sensitive elsewhere is refused', () => {
  const marked = created('aws_x.a', { password: 'hunter2-hunter2' }, { after_sensitive: { password: true } });
  const found = (value: unknown, after_sensitive: unknown = false) => {
    const output_changes = { key: { ...outputChange(null, value), after_sensitive } };
    const review = analyse([planned(head, plan([marked], { output_changes }))], context([head]));
    return judge(review, [], new Date('2026-01-01'))
      .findings.filter(({ gate }) => gate === 'G12')
      .map(({ severity, address, sentence }) => [severity, address, sentence.split(' that ')[0]]);
  };
  const here = '"x-region-asia" has a value in value';
  expect(found('is hunter2-hunter2')).toEqual([['refuse', 'output.key', `output.key of ${here}`]]);
  expect(found({ list: ['hunter2-hunter2'] })).toEqual([
    ['refuse', 'output.key', `output.key of ${here}.list[0]`],
  ]);
  expect(found('hunter2-hunter2', true)).toEqual([]);
  expect(found('something else')).toEqual([]);
  expect(found(unmarked[0])).toEqual([]);
});

test.each([
  'europe.origin.meridian.example',
  'service_accelerator-entrance_load-balancer_origin-secret_355D9EFD',
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/demo-asia/50dc6c495c0c9188',
  'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'vpc-0a1b2c3d4e5f67890',
  'aws_kms_key.encryption-key_B3391E8B',
  'Route53GrantsItselfTheSame',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
  'access_control_allow_credentials',
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/demo-asia/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
  'listener-rule/app/demo-asia/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
  'key-value-store/0c6f1d3e-94b7-4a25-8c1f-2f7be0d5a6c9',
  'app/demo-asia/50dc6c495c0c9188',
  'targetgroup/demo-asia-service-2/943f017f100becff',
  'global/webacl/demo-viewers/a1b2c3d4-5678-90ab-cdef-11111e1c1b1a',
  'accelerator/1234abcd-12ab-34cd-56ef-1234567890ab/listener/0123abcd/endpoint-group/098765abcdef',
  'disk-encryption-of-the-whole-cluster',
  'sk-learn-models-of-the-recommender',
  'ghcr.io/stefanprodan/podinfo:6.7.1',
  'strict-origin-when-cross-origin',
])('%s is no secret', (text) => {
  expect(looksSecret(text)).toBe(false);
});

test.each([
  'AbCd1efGh2IjK-12345678-1234-1234-1234-123456789012-Lm3NoPq4RsTu',
  '0c6f1d3e-94b7-4a25-8c1f-2f7be0d5a6c9Ab1Cd2Ef3Gh4',
  'Ab1Cd2Ef3Gh4Ij5/0c6f1d3e-94b7-4a25-8c1f-2f7be0d5a6c9',
  'wJ4lrXUt8nFEM/K7MD3ENGb/Px2RfiC9YzEXkLpQ',
  '9f2k7d4m1x/8q3w6e5r2t/1y4u7i9o3p/5a8s2d6f4g',
  'app/9f2k7d4m1xa8q3w6e5r2t1y4u7i9o3pz/50dc6c495c0c9188',
  'queue/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
  `glpat-${of(LETTERS, 20)}`,
  `npm_${of(LETTERS, 36)}`,
  `AIza${of(LETTERS, 35)}`,
  'xapp-1-A0123456789-1234567890-abcdef',
  `sk-${of(LETTERS, 48)}`,
  `sk-proj-abcdefgh_ijklmnop-qrstuvwx`,
  `sk-ant-api03-abcdefgh_ijklmnop-qrstuvwx`,
  'glpat-abcdefghijklmnopqrst',
])('%s is a secret', (text) => {
  expect(looksSecret(text)).toBe(true);
});
