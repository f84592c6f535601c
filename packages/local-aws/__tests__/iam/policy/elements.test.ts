import { ACCOUNT, allow, type Case, deny, documented } from '../support/cases';

const OBJECT = 'arn:aws:s3:::amzn-s3-demo-bucket/1/test/object.jpg';
const only = (resource: unknown) => [allow('*', { Resource: resource })];
const except = (resource: unknown) => [{ Effect: 'Allow', Action: '*', NotResource: resource }];

const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`;

/** An asterisk that ends a part of the ARN reaches over colons, another one and a question mark do not. */
const RESOURCES: readonly (readonly [pattern: string, resource: string, is: Case['is']])[] = [
  ['arn:aws:sqs:*:q', QUEUE, 'allow'],
  ['arn:aws:sqs:*', QUEUE, 'allow'],
  ['arn:aws:sqs*', QUEUE, 'allow'],
  ['arn:*', QUEUE, 'allow'],
  ['arn:aws:sqs:eu-*:q', QUEUE, 'allow'],
  [`arn:aws:sqs:*:${ACCOUNT}:q`, QUEUE, 'allow'],
  ['arn:*:q', QUEUE, 'allow'],
  ['**', QUEUE, 'allow'],
  ['arn:aws:iam::*', `arn:aws:iam::${ACCOUNT}:role/ci/x`, 'allow'],
  ['arn:aws:s3:::*', OBJECT, 'allow'],
  ['arn:aws:sqs:*::q', QUEUE, 'implicit deny'],
  ['arn:aws:sqs:*q', QUEUE, 'implicit deny'],
  ['arn:aws:sqs:eu*1:q', QUEUE, 'implicit deny'],
  [`arn:aws:sqs:eu-west-1?${ACCOUNT}:q`, QUEUE, 'implicit deny'],
  ['arn:aws:sqs:eu-west-1', QUEUE, 'implicit deny'],
  ['arn:aws:s3:*', QUEUE, 'implicit deny'],
];

documented({
  reference_policies_elements_action: [
    { it: 'means an action by its name', identity: [allow('s3:GetObject')], is: 'allow' },
    { it: 'means any action by a wildcard', identity: [allow('*')], is: 'allow' },
    { it: 'means all actions of a service', identity: [allow('s3:*')], is: 'allow' },
    { it: 'compares names without regard to case', identity: [allow('S3:GETobject')], is: 'allow' },
    {
      it: 'takes wildcards in the middle of a name',
      action: 'iam:UpdateAccessKey',
      identity: [allow('iam:*AccessKey*')],
      is: 'allow',
    },
    { it: 'takes a question mark for one character', identity: [allow('s3:?etObject')], is: 'allow' },
    {
      it: 'takes a question mark for no more than one',
      identity: [allow('s3:?tObject')],
      is: 'implicit deny',
    },
    {
      it: 'means no action with a longer name',
      action: 's3:GetObjectAcl',
      identity: [allow('s3:GetObject')],
      is: 'implicit deny',
    },
    {
      it: 'means no action of another service',
      action: 's3express:CreateSession',
      identity: [allow('s3:*')],
      is: 'implicit deny',
    },
    { it: 'takes a list', identity: [allow(['ec2:*', 's3:GetObject'])], is: 'allow' },
  ],
  reference_policies_elements_notaction: [
    {
      it: 'with Allow means every action that is not listed',
      identity: [{ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }],
      is: 'allow',
    },
    {
      it: 'with Allow grants nothing that is listed',
      action: 's3:DeleteBucket',
      resource: 'arn:aws:s3:::photos',
      identity: [{ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }],
      is: 'implicit deny',
    },
    {
      it: 'with Allow reaches no resource of another service',
      action: 'sqs:SendMessage',
      resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:q`,
      identity: [{ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }],
      is: 'implicit deny',
    },
    {
      it: 'with Deny refuses what is not listed',
      identity: [allow('*'), { Effect: 'Deny', NotAction: ['iam:*', 'sts:GetSessionToken'], Resource: '*' }],
      is: 'explicit deny',
    },
    {
      it: 'with Deny grants nothing that is listed',
      action: 'iam:ListUsers',
      identity: [{ Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }],
      is: 'implicit deny',
    },
  ],
  reference_policies_elements_resource: [
    { it: 'means a resource by its ARN', resource: OBJECT, identity: only(OBJECT), is: 'allow' },
    { it: 'means everything by a wildcard', resource: OBJECT, identity: only('*'), is: 'allow' },
    {
      it: 'takes wildcards within the path',
      resource: OBJECT,
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/*/test/*'),
      is: 'allow',
    },
    {
      it: 'takes a wildcard for more than one folder',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket/1/2/test/3/object.jpg',
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/*/test/*'),
      is: 'allow',
    },
    {
      it: 'takes an empty folder for one',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket//test/object.jpg',
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/*/test/*'),
      is: 'allow',
    },
    {
      it: 'wants the slash that stands in the pattern',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg',
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/*/test/*'),
      is: 'implicit deny',
    },
    {
      it: 'tells a bucket from its objects',
      action: 's3:ListBucket',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/*'),
      is: 'implicit deny',
    },
    ...RESOURCES.map(
      ([pattern, resource, is]): Case => ({
        it: `with ${pattern} ${is === 'allow' ? 'means' : 'does not mean'} ${resource}`,
        resource,
        identity: only(pattern),
        is,
      }),
    ),
    {
      it: 'refuses all of a service by an asterisk in place of what is missing',
      action: 'iam:PassRole',
      resource: `arn:aws:iam::${ACCOUNT}:role/admin`,
      identity: [allow('*'), deny('*', { Resource: 'arn:aws:iam::*' })],
      is: 'explicit deny',
    },
    {
      it: 'takes a wildcard over colons within the last part',
      resource: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:a:log-stream:b`,
      identity: only(`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:*`),
      is: 'allow',
    },
    {
      it: 'compares ARNs with regard to case',
      resource: OBJECT,
      identity: only('arn:aws:s3:::AMZN-s3-demo-bucket/*'),
      is: 'implicit deny',
    },
    {
      it: 'takes a question mark for one character',
      resource: 'arn:aws:s3:::log-1/x',
      identity: only('arn:aws:s3:::log-?/x'),
      is: 'allow',
    },
    {
      it: 'takes a list',
      resource: `arn:aws:dynamodb:us-east-2:${ACCOUNT}:table/magazines_table`,
      identity: only([
        `arn:aws:dynamodb:us-east-2:${ACCOUNT}:table/books_table`,
        `arn:aws:dynamodb:us-east-2:${ACCOUNT}:table/magazines_table`,
      ]),
      is: 'allow',
    },
    {
      it: 'wants a plain wildcard for an action without a resource',
      action: 'ec2:DescribeVpcs',
      resource: '*',
      identity: only(`arn:aws:ec2:*:${ACCOUNT}:vpc/*`),
      is: 'implicit deny',
    },
  ],
  reference_policies_elements_notresource: [
    {
      it: 'with Deny refuses what is not listed',
      resource: 'arn:aws:s3:::films/x',
      identity: [
        allow('*'),
        { Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::HRBucket', 'arn:aws:s3:::HRBucket/*'] },
      ],
      is: 'explicit deny',
    },
    {
      it: 'with Deny leaves what is listed',
      resource: 'arn:aws:s3:::HRBucket/x',
      identity: [
        allow('*'),
        { Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::HRBucket', 'arn:aws:s3:::HRBucket/*'] },
      ],
      is: 'allow',
    },
    { it: 'with Allow grants what is not listed', identity: except('arn:aws:s3:::HRBucket/*'), is: 'allow' },
    {
      it: 'with Allow grants nothing that is listed',
      resource: 'arn:aws:s3:::HRBucket/x',
      identity: except('arn:aws:s3:::HRBucket/*'),
      is: 'implicit deny',
    },
  ],
  reference_policies_variables: [
    {
      it: 'puts the user’s name into a resource',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket/ana/cat.jpg',
      context: { 'aws:username': 'ana' },
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*'),
      is: 'allow',
    },
    {
      it: 'keeps a user out of another’s folder',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket/ben/cat.jpg',
      context: { 'aws:username': 'ana' },
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*'),
      is: 'implicit deny',
    },
    {
      it: 'takes a name with a wildcard for itself',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket/ben/cat.jpg',
      context: { 'aws:username': '*' },
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*'),
      is: 'implicit deny',
    },
    {
      it: 'knows no variables in the old version of the language',
      version: '2008-10-17',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket/ana/cat.jpg',
      context: { 'aws:username': 'ana' },
      identity: only('arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*'),
      is: 'implicit deny',
    },
    {
      it: 'puts a tag into a resource',
      resource: 'arn:aws:s3:::bucket/red',
      context: { 'aws:PrincipalTag/department': 'red' },
      identity: only('arn:aws:s3:::bucket/${aws:PrincipalTag/department}'),
      is: 'allow',
    },
    {
      it: 'matches no resource by a variable without a value',
      resource: 'arn:aws:s3:::bucket/',
      identity: only('arn:aws:s3:::bucket/${aws:PrincipalTag/department}'),
      is: 'implicit deny',
    },
    {
      it: 'spares no resource by a variable without a value',
      identity: [
        allow('*'),
        { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::${aws:PrincipalTag/team}/*' },
      ],
      is: 'explicit deny',
    },
    {
      it: 'takes the default of a variable without a value',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket-company-wide',
      identity: only("arn:aws:s3:::amzn-s3-demo-bucket-${aws:PrincipalTag/team, 'company-wide'}"),
      is: 'allow',
    },
    {
      it: 'takes no default where there is a value',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket-company-wide',
      context: { 'aws:PrincipalTag/team': 'yellow' },
      identity: only("arn:aws:s3:::amzn-s3-demo-bucket-${aws:PrincipalTag/team, 'company-wide'}"),
      is: 'implicit deny',
    },
    {
      it: 'takes an escaped asterisk for itself',
      resource: 'arn:aws:s3:::bucket/a*b',
      identity: only('arn:aws:s3:::bucket/a${*}b'),
      is: 'allow',
    },
    {
      it: 'takes an escaped asterisk for nothing else',
      resource: 'arn:aws:s3:::bucket/axb',
      identity: only('arn:aws:s3:::bucket/a${*}b'),
      is: 'implicit deny',
    },
    {
      it: 'puts a value into a condition',
      action: 's3:ListBucket',
      resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
      context: { 'aws:username': 'ana', 's3:prefix': 'ana/2026' },
      identity: [
        allow('s3:ListBucket', { Condition: { StringLike: { 's3:prefix': ['${aws:username}/*'] } } }),
      ],
      is: 'allow',
    },
    {
      it: 'has no equal for a variable without a value',
      context: { 's3:ExistingObjectTag/Team': 'red' },
      identity: [
        allow('*', {
          Condition: { StringEquals: { 's3:ExistingObjectTag/Team': '${aws:PrincipalTag/Team}' } },
        }),
      ],
      is: 'implicit deny',
    },
    {
      it: 'denies who is not equal to a variable without a value',
      context: { 's3:ExistingObjectTag/Team': 'red' },
      identity: [
        allow('*'),
        deny('*', {
          Condition: { StringNotEquals: { 's3:ExistingObjectTag/Team': '${aws:PrincipalTag/Team}' } },
        }),
      ],
      is: 'explicit deny',
    },
    {
      it: 'puts in no key that has several values',
      resource: 'arn:aws:s3:::bucket/a',
      context: { 'aws:TagKeys': ['a', 'b'] },
      identity: only('arn:aws:s3:::bucket/${aws:TagKeys}'),
      is: 'implicit deny',
    },
  ],
});
