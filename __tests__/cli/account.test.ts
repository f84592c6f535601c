import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agree, callerAccount, changedAccount, refuseUnanswerable } from '../../cli/account';
import { settleCredentials } from '../../cli/settle-credentials';
import { listening } from '../support/listening';

const stack = { deployment: 'production', awsRegion: 'us-east-1' };
const named = { ...stack, accountId: '111122223333' };
const credentialsOf = (account: string) => async () => account;
const aws = { local: false };

test('the account of the document is named for the question', async () => {
  expect(await changedAccount(named, aws, credentialsOf('111122223333'))).toEqual({
    accountId: '111122223333',
    words: 'account 111122223333 (document "production")',
  });
});

test('credentials of another account are refused with both ids', async () => {
  await expect(changedAccount(named, aws, credentialsOf('999999999999'))).rejects.toThrow(
    /^Nothing was changed: the document "production" is for account 111122223333, and these credentials belong to account 999999999999/,
  );
});

test('where the document names no account, none is changed that is not named', async () => {
  await expect(changedAccount(stack, aws, credentialsOf('999999999999'))).rejects.toThrow(
    /names no account, and these credentials belong to account 999999999999.*--account 999999999999/,
  );
  const account = '999999999999';
  expect(await changedAccount(stack, { ...aws, account }, credentialsOf(account))).toMatchObject({
    accountId: account,
  });
});

test('an account that is named but is not that of the credentials is refused', async () => {
  const told = { ...aws, account: '111122223333' };
  await expect(changedAccount(stack, told, credentialsOf('999999999999'))).rejects.toThrow(
    '--account says 111122223333, and these credentials belong to account 999999999999',
  );
});

test('the local AWS is nobody’s account: no credentials are asked', async () => {
  const asked = jest.fn();
  expect(await changedAccount(stack, { local: true }, asked)).toEqual({
    accountId: undefined,
    words: 'the local AWS (document "production")',
  });
  expect(asked).not.toHaveBeenCalled();
});

test('AWS says whose the credentials are', async () => {
  const answer =
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
  const sts = await listening((_, response) => response.end(answer));
  expect(await callerAccount('us-east-1', sts.environment)).toBe('123456789012');
  sts.close();
});

test('whose keys are asked about where the shell names a profile, too: those that Terraform takes', async () => {
  const asked: string[] = [];
  const sts = await listening((request, response) => {
    asked.push(String(request.headers.authorization));
    response.end('<GetCallerIdentityResponse/>');
  });
  const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  const file = join(folder, 'credentials');
  writeFileSync(file, '[other]\naws_access_key_id = PROFILE\naws_secret_access_key = y\n');
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sts.url,
    AWS_PROFILE: 'other',
    AWS_SHARED_CREDENTIALS_FILE: file,
    AWS_ACCESS_KEY_ID: 'KEYS',
    AWS_SECRET_ACCESS_KEY: 'x',
  });
  try {
    settleCredentials(process.env);
    await callerAccount('us-east-1').catch(() => {});
  } finally {
    process.env = before;
    sts.close();
  }
  expect(asked).toEqual([expect.stringContaining('Credential=KEYS/')]);
});

test('a profile alone stays, and so do keys that are not whole', () => {
  for (const environment of [{ AWS_PROFILE: 'a' }, { AWS_PROFILE: 'a', AWS_ACCESS_KEY_ID: 'b' }]) {
    const settled = { ...environment };
    settleCredentials(settled);
    expect(settled).toEqual(environment);
  }
});

test('credentials that AWS refuses are one sentence', async () => {
  const answer =
    '<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>It has expired</Message></Error></ErrorResponse>';
  const sts = await listening((_, response) => response.writeHead(403).end(answer));
  await expect(callerAccount('us-east-1', sts.environment)).rejects.toThrow(
    /^AWS does not say whose these credentials are \(ExpiredToken.*: It has expired\): sign in again$/,
  );
  sts.close();
});

test('where nothing answers, nobody is told to sign in', async () => {
  const sts = await listening((_, response) => response.end());
  sts.close();
  await expect(callerAccount('us-east-1', sts.environment)).rejects.toThrow(
    /^Nothing answers when asked whose these credentials are \(.*ECONNREFUSED.*\): is the network, or the local AWS \("npm start"\), up\?$/,
  );
});

test('--yes answers the question', async () => {
  await expect(
    agree('apply this', { words: 'account 1' }, { yes: true }, new AbortController().signal),
  ).resolves.toBe(undefined);
});

test('an interrupt at the question changes nothing', async () => {
  await expect(
    agree('apply this', { words: 'account 1' }, { yes: false }, AbortSignal.abort()),
  ).rejects.toThrow('Nothing was changed.');
});

test('a question that nobody can answer is refused', () => {
  expect(process.stdin.isTTY).toBeFalsy();
  expect(() => refuseUnanswerable('apply', { yes: false })).toThrow('pass --yes');
  expect(() => refuseUnanswerable('apply', { yes: true })).not.toThrow();
});
