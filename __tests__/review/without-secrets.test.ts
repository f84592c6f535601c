import { randomBytes } from 'node:crypto';
import { maskedKnown } from '../../review/masking/masked';
import { Secrets } from '../../review/masking/secrets';
import { withoutSecrets } from '../../review/masking/without-secrets';

const SECRETS = 1000;

/** A plan in which each resource has a password that its schema calls sensitive. */
const passwords = Array.from({ length: SECRETS }, (_, index) =>
  index % 2 === 0 ? randomBytes(12).toString('base64url') : `hunter "${index}" & <co>`,
);
const secrets = new Secrets([
  {
    resource_changes: passwords.map((password, index) => ({
      address: `aws_db_instance.db_${index}`,
      change: { actions: ['create'], before: null, after: { password }, after_sensitive: { password: true } },
    })),
  },
]);

/** As a provider quotes what it was given, in the ways in which it may be written. */
const writings: readonly (readonly [string, (secret: string) => string])[] = [
  [
    'as it is',
    (secret) => `creating RDS instance: InvalidParameterValue: MasterUserPassword ${secret} is too short`,
  ],
  ['in JSON', (secret) => `unexpected body: ${JSON.stringify({ password: secret })}`],
  ['in a URL', (secret) => `Post "https://rds.amazonaws.com/?p=${encodeURIComponent(secret)}": EOF`],
  ['in base64', (secret) => `user data ${Buffer.from(`x=${secret}\n`).toString('base64')} is invalid`],
  ['in hex', (secret) => `bytes ${Buffer.from(secret).toString('hex')}`],
];

test.each(writings)('no secret of 1,000 is in an error that quotes it %s', (_, written) => {
  const told = passwords.map(
    (secret) => [secret, withoutSecrets(new Error(written(secret)), secrets)] as const,
  );

  expect(told.length).toBe(SECRETS);
  expect(told.filter(([secret, { message }]) => message.includes(written(secret)))).toEqual([]);
  expect(told.filter(([, { message }]) => !message.includes('‹secret '))).toEqual([]);
  expect(told.filter(([, { cause }]) => cause !== undefined)).toEqual([]);
});

test('no secret of 1,000 is in the progress of a resource whose key it is', () => {
  const events = passwords.map((secret) =>
    maskedKnown({ kind: 'resource', address: `aws_iam_user.each["${secret}"]` }, secrets),
  );

  expect(events.length).toBe(SECRETS);
  expect(events.filter(({ address }, index) => address.includes(passwords[index] ?? ''))).toEqual([]);
});

test('an error without a secret stays what it is', () => {
  const error = new Error('"demo-global" is locked by somebody');

  expect(withoutSecrets(error, secrets)).toBe(error);
});
