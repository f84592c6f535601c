import { anything, named, type Permission, type PermissionScope } from './permission';

/** Ids of AWS's own: a mapping is the stack's if its function is. */
const mappings = ({ accountId }: PermissionScope) => `arn:aws:lambda:*:${accountId}:event-source-mapping:*`;

/** Lambda: functions, and what calls them. */
export const functions: Permission = {
  types: [
    'aws_lambda_event_source_mapping',
    'aws_lambda_function',
    'aws_lambda_function_url',
    'aws_lambda_permission',
  ],
  read: (scope) => [
    {
      actions: [
        'lambda:GetFunction*',
        'lambda:GetPolicy',
        'lambda:ListTags',
        'lambda:ListVersionsByFunction',
      ],
      resources: named('lambda', 'function:')(scope),
    },
    { actions: ['lambda:ListTags'], resources: [mappings(scope)] },
    { actions: ['lambda:GetEventSourceMapping', 'lambda:ListEventSourceMappings'], resources: anything },
  ],
  write: (scope) => [
    {
      actions: [
        'lambda:AddPermission',
        'lambda:CreateFunction',
        'lambda:CreateFunctionUrlConfig',
        'lambda:DeleteFunction',
        'lambda:DeleteFunctionConcurrency',
        'lambda:DeleteFunctionUrlConfig',
        // Of what CloudFront runs: it replicates, and ends that, by the rights of whoever changes the distribution.
        'lambda:DisableReplication*',
        'lambda:EnableReplication*',
        'lambda:PublishVersion',
        'lambda:PutFunctionConcurrency',
        'lambda:RemovePermission',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
        'lambda:UpdateFunctionUrlConfig',
      ],
      resources: named('lambda', 'function:')(scope),
    },
    { actions: ['lambda:TagResource', 'lambda:UntagResource'], resources: [mappings(scope)] },
    {
      actions: [
        'lambda:CreateEventSourceMapping',
        'lambda:DeleteEventSourceMapping',
        'lambda:UpdateEventSourceMapping',
      ],
      resources: anything,
      conditions: { ArnLike: { 'lambda:FunctionArn': named('lambda', 'function:')(scope) } },
    },
  ],
  use: () => [
    {
      sid: 'Trace',
      actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      resources: anything,
    },
  ],
};
