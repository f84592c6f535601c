import { analyse } from '../../review/analysis/analyse';
import { judge } from '../../review/gates/judge';
import { isSecretItself, namesSecret } from '../../review/masking/named-secret';
import { formats, render } from '../../review/report';
import { context, created, outputChange, plan, planned, source, updated } from './support';

test.each([
  'password',
  'db_password',
  'DB_PASSWORD',
  'masterPassword',
  'CLIENT_SECRET',
  'x-origin-secret',
  'auth_token',
  'githubToken',
  'api_key',
  'ApiKey',
  'AWS_SECRET_ACCESS_KEY',
  'private_key',
  'tunnel1_preshared_key',
  'secret_string',
  'PGPASSWD',
  'smtp.passphrase',
])('%s is the name of a secret', (name) => expect(namesSecret(name)).toBe(true));

test.each([
  'password_policy',
  'password_length',
  'manage_master_user_password_rotation',
  'secret_arn',
  'secret_id',
  'secret_name',
  'master_user_secret_kms_key_id',
  'secret_versions',
  'token_ttl_seconds',
  'token_endpoint',
  'next_token',
  'client_token',
  'creation_token',
  'client_request_token',
  'kms_key',
  'public_key',
  'partition_key',
  'key',
  'passwordless',
  'secretary',
  'tokens',
  'value',
  '',
])('%s is none', (name) => expect(namesSecret(name)).toBe(false));

test.each([
  'true',
  'required',
  '12',
  'none',
  '',
  'arn:aws:secretsmanager:eu-west-1:123456789012:secret:demo',
  '${data.aws_secretsmanager_secret_version.a.secret_string}',
  '{{resolve:secretsmanager:demo}}',
  '/demo/database/password',
  'https://login.example/token',
  '********',
  '<sensitive>',
  '(known after apply)',
])('%s is a setting, or the place of a secret', (text) => expect(isSecretItself(text)).toBe(false));

test.each(['hunter2', 'correct horse', 'https://admin:hunter2@db.example', '/9j/4AAQ+x=='])(
  '%s is a secret under such a name',
  (text) => expect(isSecretItself(text)).toBe(true),
);

const head = source('x-region-asia');
const judged = (changes: Parameters<typeof plan>[0], outputs = {}) =>
  judge(
    analyse([planned(head, plan(changes, { output_changes: outputs }))], context([head])),
    [],
    new Date('2026-01-01'),
  );
const leaksOf = (...given: Parameters<typeof judged>) =>
  judged(...given)
    .findings.filter(({ gate }) => gate === 'G12')
    .map(({ severity, sentence }) => [
      severity,
      / in (\S+)/.exec(sentence)?.[1],
      sentence.includes('its name'),
    ]);

const container = (environment: readonly object[]) => JSON.stringify([{ name: 'app', environment }]);

/** Each with the place that is told. */
const OPEN: readonly (readonly [ReturnType<typeof created>, string])[] = [
  [created('aws_x.a', { admin_password: 'hunter2' }), 'admin_password'],
  [
    created('aws_lambda_function.a', { environment: [{ variables: { DB_PASSWORD: 'hunter2' } }] }),
    'environment[0].variables.DB_PASSWORD',
  ],
  [
    created('aws_x.a', { custom_header: [{ name: 'x-api-key', value: 'letmein' }] }),
    'custom_header[0].value',
  ],
  [
    created('aws_ecs_task_definition.a', {
      container_definitions: container([{ name: 'API_TOKEN', value: 'hunter2' }]),
    }),
    'container_definitions',
  ],
  [
    updated('aws_x.a', { tokens: { ci_token: 'old one' } }, { tokens: { ci_token: 'hunter2' } }),
    'tokens.ci_token',
  ],
];

test.each(OPEN)('a value is told whose name calls it a secret, and no report has it: %#', (change, path) => {
  expect(leaksOf([change])).toEqual([['warn', path, true]]);
  const review = judged([change]);
  for (const format of formats) expect(render(review, format)).not.toMatch(/hunter2|letmein|old one/);
});

test.each([
  { password_policy: [{ minimum_length: 14, require_numbers: true }], reset_password: 'true' },
  { master_user_secret: [{ secret_arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:demo' }] },
  {
    environment: [
      { variables: { SECRET_NAME: 'demo/origin', DB_PASSWORD: '/demo/db', TOKEN_URL: 'https://a' } },
    ],
  },
  { container_definitions: container([{ name: 'LOG_LEVEL', value: 'debug' }]) },
  {
    container_definitions: JSON.stringify([
      { secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:a' }] },
    ]),
  },
  { parameter: [{ name: 'password_encryption', value: 'scram-sha-256' }] },
  { creation_token: 'demo-files', tags: { Name: 'password' } },
  {
    policy: JSON.stringify({
      Statement: [{ Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:a' }],
    }),
  },
])('what only speaks of secrets is none: %j', (after) => {
  expect(leaksOf([created('aws_x.a', after)])).toEqual([]);
});

test('what a schema calls sensitive is in its place', () => {
  const marked = { after_sensitive: { password: true } };
  expect(leaksOf([created('aws_x.a', { password: 'hunter2-hunter2' }, marked)])).toEqual([]);
});

test('an output is told by its name too, and an id is none', () => {
  expect(leaksOf([], { db_password: outputChange(null, 'hunter2') })).toEqual([['warn', 'value', true]]);
  expect(
    leaksOf([], { origin_secret_arn: outputChange(null, 'arn:aws:a'), key: outputChange(null, 'k') }),
  ).toEqual([]);
});

test('a word that is a password somewhere stays a word elsewhere', () => {
  const changes = [
    created('aws_x.a', { password: 'postgres' }),
    created('aws_y.b', { engine: 'aurora-postgres' }),
  ];
  const [, engine] = judged(changes).stacks[0]?.resources ?? [];
  expect(engine?.attributes).toEqual([{ path: 'engine', before: null, after: 'aurora-postgres' }]);
});
