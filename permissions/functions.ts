import { anything, named, type Permission } from './permission';

/** Functions, and the queues that feed them. */
export const functions: Permission = {
  read: (scope) => [
    {
      actions: [
        'lambda:GetFunction*',
        'lambda:GetPolicy',
        'lambda:ListTags',
        'lambda:ListVersionsByFunction',
      ],
      resources: [named('lambda', 'function:')(scope)],
    },
    { actions: ['lambda:GetEventSourceMapping', 'lambda:ListEventSourceMappings'], resources: anything },
    {
      actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListQueueTags'],
      resources: [named('sqs', '')(scope)],
    },
  ],
  write: (scope) => [
    {
      actions: [
        'lambda:AddPermission',
        'lambda:CreateFunction*',
        'lambda:DeleteFunction*',
        'lambda:EnableReplication*',
        'lambda:PublishVersion',
        'lambda:PutFunction*',
        'lambda:RemovePermission',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateFunction*',
      ],
      resources: [named('lambda', 'function:')(scope)],
    },
    {
      actions: ['lambda:*EventSourceMapping'],
      resources: anything,
      conditions: { ArnLike: { 'lambda:FunctionArn': named('lambda', 'function:')(scope) } },
    },
    {
      actions: [
        'sqs:CreateQueue',
        'sqs:DeleteQueue',
        'sqs:SetQueueAttributes',
        'sqs:TagQueue',
        'sqs:UntagQueue',
      ],
      resources: [named('sqs', '')(scope)],
    },
  ],
};
