import { MalformedPolicy } from '../../../iam/policy/malformed-policy';
import { allow, type Case, deny, documented, policyOf } from '../support/cases';

/** Whether a condition holds: what is allowed under it is allowed. */
const holds = (it: string, condition: unknown, context: Case['context']): Case => ({
  it,
  context,
  identity: [allow('s3:GetObject', { Condition: condition })],
  is: 'allow',
});

const fails = (it: string, condition: unknown, context: Case['context']): Case => ({
  ...holds(it, condition, context),
  is: 'implicit deny',
});

documented({
  reference_policies_elements_condition_operators: [
    holds(
      'finds equal strings',
      { StringEquals: { 'aws:PrincipalTag/job': 'admin' } },
      { 'aws:PrincipalTag/job': 'admin' },
    ),
    fails(
      'tells case',
      { StringEquals: { 'aws:PrincipalTag/job': 'admin' } },
      { 'aws:PrincipalTag/job': 'Admin' },
    ),
    fails('finds nothing equal in a missing key', { StringEquals: { 'aws:PrincipalTag/job': 'admin' } }, {}),
    holds(
      'tells no case in the name of a key',
      { StringEquals: { 'AWS:principaltag/JOB': 'admin' } },
      { 'aws:PrincipalTag/job': 'admin' },
    ),
    holds('ignores case where asked', { StringEqualsIgnoreCase: { k: 'ADMIN' } }, { k: 'admin' }),
    fails('ignores nothing else', { StringEqualsIgnoreCase: { k: 'ADMIN' } }, { k: 'admins' }),
    holds('finds what is not equal', { StringNotEquals: { k: 'a' } }, { k: 'b' }),
    fails('finds what is equal not unequal', { StringNotEquals: { k: 'a' } }, { k: 'a' }),
    holds('finds a missing key unequal', { StringNotEquals: { k: 'a' } }, {}),
    fails(
      'finds unequal without case what differs otherwise only',
      { StringNotEqualsIgnoreCase: { k: 'A' } },
      { k: 'a' },
    ),
    holds('takes wildcards in StringLike', { StringLike: { k: 'home/*' } }, { k: 'home/ana' }),
    fails('takes no wildcards in StringEquals', { StringEquals: { k: 'home/*' } }, { k: 'home/ana' }),
    holds(
      'takes a wildcard over colons in StringLike',
      { StringLike: { k: 'arn:aws:s:*:1:f/*' } },
      { k: 'arn:aws:s:r:9:s/a:1:f/d' },
    ),
    fails(
      'takes no wildcard over colons in ArnLike',
      { ArnLike: { k: 'arn:aws:s:*:1:f/*' } },
      { k: 'arn:aws:s:r:9:s/a:1:f/d' },
    ),
    fails('finds like what StringNotLike must not', { StringNotLike: { k: 'a*' } }, { k: 'abc' }),
    holds('finds unlike what StringNotLike wants', { StringNotLike: { k: 'a*' } }, { k: 'bc' }),
    holds(
      'finds an empty string equal to an empty string',
      { StringLike: { 's3:prefix': ['', 'home/'] } },
      { 's3:prefix': '' },
    ),
    holds('compares numbers as numbers', { NumericEquals: { k: '10' } }, { k: '10.0' }),
    holds('finds fewer', { NumericLessThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '10' }),
    fails('finds more', { NumericLessThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '11' }),
    fails('finds nothing less than itself', { NumericLessThan: { k: 10 } }, { k: '10' }),
    holds('finds greater', { NumericGreaterThan: { k: 9 } }, { k: '10' }),
    holds('finds greater or equal', { NumericGreaterThanEquals: { k: 10 } }, { k: '10' }),
    holds('finds numbers unequal', { NumericNotEquals: { k: 10 } }, { k: '11' }),
    fails('takes nothing for no zero', { NumericEquals: { k: 0 } }, { k: '' }),
    fails('compares no hexadecimal number', { NumericEquals: { k: 16 } }, { k: '0x10' }),
    fails('compares no word as a number', { NumericLessThan: { k: 10 } }, { k: 'many' }),
    holds(
      'finds a later date',
      { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } },
      { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' },
    ),
    fails(
      'finds an earlier date not later',
      { DateGreaterThan: { k: '2020-01-01T00:00:01Z' } },
      { k: '2019-12-31T00:00:00Z' },
    ),
    fails(
      'has no date in a missing key',
      { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } },
      {},
    ),
    holds(
      'compares dates with epoch seconds',
      { DateLessThan: { 'aws:CurrentTime': '1893456000' } },
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
    ),
    holds(
      'finds equal dates of different zones',
      { DateEquals: { k: '2026-01-01T01:00:00+01:00' } },
      { k: '2026-01-01T00:00:00Z' },
    ),
    holds('finds a truth', { Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:SecureTransport': 'true' }),
    holds(
      'takes a JSON boolean',
      { Bool: { 'aws:SecureTransport': false } },
      { 'aws:SecureTransport': 'false' },
    ),
    fails('has no truth in a missing key', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, {}),
    holds(
      'compares bytes',
      { BinaryEquals: { k: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } },
      { k: 'BinaryValueInBase64' },
    ),
    fails('tells bytes apart', { BinaryEquals: { k: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } }, { k: 'binary' }),
    holds(
      'finds an address in a range',
      { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      { 'aws:SourceIp': '203.0.113.7' },
    ),
    fails(
      'finds an address outside of a range',
      { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      { 'aws:SourceIp': '203.0.114.7' },
    ),
    holds(
      'takes an address for a range of one',
      { IpAddress: { 'aws:SourceIp': '203.0.113.7' } },
      { 'aws:SourceIp': '203.0.113.7' },
    ),
    holds(
      'finds an IPv6 address in a range',
      { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] } },
      { 'aws:SourceIp': '2001:db8:1234:5678::1' },
    ),
    holds(
      'finds an address elsewhere',
      { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } },
      { 'aws:SourceIp': '192.0.2.1' },
    ),
    fails(
      'finds an address of one of the ranges not elsewhere',
      { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } },
      { 'aws:SourceIp': '198.51.100.1' },
    ),
    holds(
      'takes wildcards in ArnEquals as in ArnLike',
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:*:1:topic' } },
      { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:1:topic' },
    ),
    fails(
      'has no source in a direct request',
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:1:topic' } },
      {},
    ),
    holds(
      'finds another ARN',
      { ArnNotLike: { k: 'arn:aws:sns:*:1:topic' } },
      { k: 'arn:aws:sns:r:2:topic' },
    ),
    holds(
      'lets a missing key pass with IfExists',
      { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*'] } },
      {},
    ),
    fails(
      'looks at a present key with IfExists',
      { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*'] } },
      { 'ec2:InstanceType': 'm5.large' },
    ),
    {
      it: 'denies by a negated operator with IfExists where the key is missing',
      identity: [
        allow('*'),
        deny('*', { Condition: { StringNotEqualsIfExists: { 'aws:PrincipalTag/t': 'x' } } }),
      ],
      is: 'explicit deny',
    },
    holds('takes true in any case', { Null: { 'aws:TokenIssueTime': 'True' } }, {}),
    holds('finds that a key is absent', { Null: { 'aws:TokenIssueTime': 'true' } }, {}),
    fails('finds that an absent key is not present', { Null: { 'aws:TokenIssueTime': 'false' } }, {}),
    holds(
      'finds that a key is present',
      { Null: { 'aws:TokenIssueTime': false } },
      { 'aws:TokenIssueTime': 'x' },
    ),
  ],
  'reference_policies_condition-logic-multiple-context-keys-or-values': [
    holds('needs one of several values', { StringEquals: { k: ['finance', 'hr'] } }, { k: 'hr' }),
    fails('needs every key of an operator', { StringEquals: { a: '1', b: '2' } }, { a: '1' }),
    fails('needs every operator', { StringEquals: { a: '1' }, StringLike: { b: '2*' } }, { a: '1', b: '3' }),
    fails('wants none of several values where negated', { StringNotEquals: { k: ['1', '2'] } }, { k: '2' }),
    holds(
      'is content with none of several values where negated',
      { StringNotEquals: { k: ['1', '2'] } },
      { k: '3' },
    ),
  ],
  'reference_policies_condition-single-vs-multi-valued-context-keys': [
    holds(
      'ForAllValues finds all',
      { 'ForAllValues:StringEquals': { k: ['ID', 'Message', 'Tags'] } },
      { k: ['Message', 'Tags'] },
    ),
    fails(
      'ForAllValues finds one that is not listed',
      { 'ForAllValues:StringEquals': { k: ['ID', 'Message'] } },
      { k: ['ID', 'UserName'] },
    ),
    holds('ForAllValues holds for a missing key', { 'ForAllValues:StringEquals': { k: ['ID'] } }, {}),
    holds('ForAllValues holds for an empty set', { 'ForAllValues:StringEquals': { k: ['ID'] } }, { k: [] }),
    holds(
      'ForAllValues holds for an empty string',
      { 'ForAllValues:StringEquals': { k: ['ID'] } },
      { k: '' },
    ),
    holds(
      'ForAnyValue finds one',
      { 'ForAnyValue:StringEquals': { k: ['ID', 'PostDateTime'] } },
      { k: ['UserName', 'PostDateTime'] },
    ),
    fails(
      'ForAnyValue finds none',
      { 'ForAnyValue:StringEquals': { k: ['ID', 'PostDateTime'] } },
      { k: ['UserName'] },
    ),
    fails('ForAnyValue fails for a missing key', { 'ForAnyValue:StringEquals': { k: ['ID'] } }, {}),
    fails('ForAnyValue fails for an empty set', { 'ForAnyValue:StringLike': { k: ['*'] } }, { k: [] }),
    holds(
      'ForAnyValue finds one that is none of the listed',
      { 'ForAnyValue:StringNotEquals': { k: ['a', 'b'] } },
      { k: ['a', 'c'] },
    ),
    fails(
      'ForAnyValue finds all among the listed',
      { 'ForAnyValue:StringNotEquals': { k: ['a', 'b'] } },
      { k: ['a', 'b'] },
    ),
    fails(
      'ForAllValues negated finds a listed one',
      { 'ForAllValues:StringNotEquals': { k: ['a'] } },
      { k: ['a', 'c'] },
    ),
    holds(
      'ForAllValues takes wildcards with StringLike',
      { 'ForAllValues:StringLike': { k: ['*.example.com'] } },
      { k: ['a.example.com', 'b.example.com'] },
    ),
    holds(
      'ForAnyValue with IfExists lets a missing key pass',
      { 'ForAnyValue:StringEqualsIfExists': { k: ['a'] } },
      {},
    ),
  ],
});

it.each(['10.0.0.0/99', '10.0.0.0/', '10.0.0.0/0x8', '10.0.0.0/-1', '2001:db8::/129', 'everywhere'])(
  'no policy has the range %s',
  (range) => {
    const condition = { IpAddress: { 'aws:SourceIp': range } };
    expect(() => policyOf([allow('*', { Condition: condition })], 'ranges')).toThrow(MalformedPolicy);
  },
);
