import { isAllowed, matches, type PolicyJson, policyJson } from './policy';

const policy = (...Statement: PolicyJson['Statement']): PolicyJson => ({ Version: '2012-10-17', Statement });

describe('the policy evaluator of these tests', () => {
  const read = { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::a/*' } as const;

  it('allows what a statement allows, and nothing else', () => {
    expect(isAllowed([policy(read)], { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b' })).toBe(true);
    expect(isAllowed([policy(read)], { action: 's3:PutObject', resource: 'arn:aws:s3:::a/b' })).toBe(false);
    expect(isAllowed([policy(read)], { action: 's3:GetObject', resource: 'arn:aws:s3:::ab' })).toBe(false);
    expect(isAllowed([], { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b' })).toBe(false);
  });

  it('lets a deny win', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '*' } as const;
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b' };

    expect(isAllowed([policy(read), policy(deny)], request)).toBe(false);
  });

  it('asks every key of every condition', () => {
    const conditional = policy({
      ...read,
      Condition: { StringEquals: { 'a:x': ['1', '2'] }, Null: { 'a:y': 'false' } },
    });
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b' };

    expect(isAllowed([conditional], { ...request, context: { 'a:x': '2', 'a:y': 'z' } })).toBe(true);
    expect(isAllowed([conditional], { ...request, context: { 'a:x': '2' } })).toBe(false);
    expect(isAllowed([conditional], { ...request, context: { 'a:y': 'z' } })).toBe(false);
  });

  it('refuses operators that it does not know', () => {
    const unknown = policy({ ...read, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } });

    expect(() => isAllowed([unknown], { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b' })).toThrow(
      'this evaluator knows no IpAddress',
    );
  });

  it('takes dots and slashes literally', () => {
    expect(matches('a.b*', 'a.b/c')).toBe(true);
    expect(matches('a.b*', 'axb/c')).toBe(false);
  });

  it('reads what synthesis writes', () => {
    const expression =
      '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = ["s3:GetObject"], "Resource" = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*", "arn:aws:iam::${data.aws_caller_identity.c.account_id}:root"]}]})}';

    expect(policyJson(expression).Statement[0]?.Resource).toEqual([
      '<aws_s3_bucket.b.arn>',
      '<aws_s3_bucket.b.arn>/*',
      'arn:aws:iam::111122223333:root',
    ]);
    expect(() => policyJson('plain')).toThrow('expected a jsonencode expression, got plain');
  });
});
